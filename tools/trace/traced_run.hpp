// The option --trace: watches a run, and writes its trace when it is over.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "tools/trace/tracer.hpp"

namespace fibrix::trace {

class TracedRun {
public:
    /// Opens `path` and begins to watch. Throws UsageError if it cannot be written.
    TracedRun(Kernel& kernel, std::string path, std::string world, std::string policy);
    TracedRun(const TracedRun&) = delete;
    TracedRun& operator=(const TracedRun&) = delete;
    ~TracedRun() { kernel_.detach(tracer_); }

    /// Writes the file. False, with a line on standard error, if that failed.
    bool finish();

private:
    Kernel& kernel_;
    std::string path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    Tracer tracer_;
};

}  // namespace fibrix::trace
