#include "tools/launch.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "syscalls/vfs/boot.hpp"
#include "tools/canary.hpp"
#include "tools/event_stream.hpp"
#include "tools/fail_each.hpp"
#include "tools/record.hpp"
#include "tools/trace/traced_run.hpp"

namespace fibrix {
namespace {

int run_watched(const Launch& launch, ChainHash& hash) {
    System system(launch.options);
    system.kernel().make_every_request_visible();
    system.kernel().attach(hash);
    const int code = run_launch(system, launch);
    if (launch.options.hash) print_hash(hash);
    return code;
}

}  // namespace

int run_launch(System& system, const Launch& launch) {
    const auto& options = launch.options;
    for (const auto& file : launch.brought) add_file(system.kernel(), file.name, file.text);
    std::optional<trace::TracedRun> traced;
    if (options.trace) traced.emplace(system.kernel(), *options.trace, options.world, options.policy);
    const int code = system.run(launch.program, launch.arguments, launch.files);
    const bool written = !traced || traced->finish();
    return written ? code : static_cast<int>(ReservedCode::usage);
}

void print_hash(const ChainHash& hash) {
    fmt::print(stderr, "hash {:016x}: {} requests\n", hash.value(), hash.steps());
}

int launch(const Launch& launch) {
    const auto& options = launch.options;
    const auto fault = fault_in(options.faults);
    if (options.faults == "each" || fault) {
        Launch plain = launch;
        plain.options.faults.clear();
        return fault ? run_failing(plain, *fault) : run_fail_each(plain);
    }
    if (options.canary) return run_canary(launch);
    if (options.record) return record(launch);
    if (options.events) {
        EventStream events(*options.events);
        return run_watched(launch, events);
    }
    if (options.hash) {
        ChainHash hash;
        return run_watched(launch, hash);
    }
    System system(options);
    return run_launch(system, launch);
}

}  // namespace fibrix
