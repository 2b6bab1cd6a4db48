#include "tools/trace/traced_run.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "tools/complain.hpp"
#include "tools/trace/chrome.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::trace {

TracedRun::TracedRun(Kernel& kernel, std::string path, std::string world, std::string policy)
    : kernel_(kernel),
      path_(std::move(path)),
      file_(std::fopen(path_.c_str(), "we"), &std::fclose),
      tracer_(kernel, std::move(world), std::move(policy)) {
    if (!file_) throw UsageError(fmt::format("--trace: '{}' cannot be written: {}", path_, std::strerror(errno)));
    kernel_.make_every_request_visible();
    kernel_.attach(tracer_);
}

bool TracedRun::finish() {
    const Trace& trace = tracer_.trace();
    if (trace.full())
        complain(fmt::format("--trace: there is room for no more than {} events: '{}' holds the beginning of the run",
                             trace.events().size(), path_));
    if (write_chrome(trace, file_.get())) return true;
    complain(fmt::format("--trace: '{}' cannot be written: {}", path_, std::strerror(errno)));
    return false;
}

}  // namespace fibrix::trace
