#include "tools/replay.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "kernel/world/recording/replaying_world.hpp"
#include "syscalls/table.hpp"
#include "tools/complain.hpp"
#include "tools/record.hpp"
#include "tools/replay_stepper.hpp"

namespace fibrix {
namespace {

void write_out(Outside descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto put = ::write(descriptor, bytes.data(), bytes.size());
        if (put <= 0) return;  // whoever has looked on does so no longer
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
}

ReservedCode code_of(ReplayEnd::Kind kind) noexcept {
    switch (kind) {
        case ReplayEnd::Kind::damaged: return ReservedCode::usage;
        case ReplayEnd::Kind::diverged: return ReservedCode::system;
        default: return ReservedCode::interrupted;
    }
}

// Nothing of this run is to be brought in order: it has touched nothing.
[[noreturn]] void leave_early(const ReplayEnd& end) {
    complain("replay: " + end.text);
    leave(static_cast<int>(code_of(end.kind)));
}

RecordedLaunch launch_in(const RecordingFile& file, const std::string& path) {
    try {
        return decode_launch(file.head());
    } catch (const std::runtime_error& error) {
        throw UsageError("replay: '" + path + "': " + error.what());
    }
}

Stop stop_of(const ReplayOptions& options) {
    Stop stop{.file = options.file, .at = options.to, .before_end = {}, .asks = options.step, .silent = options.silent};
    if (options.step && !options.to) stop.at = 1;
    const auto back = options.back.value_or(0);
    if (options.to) stop.at = back < *options.to ? *options.to - back : 1;
    else if (options.back) stop.before_end = back;
    return stop;
}

}  // namespace

CLI::App* add_replay_command(CLI::App& app, ReplayOptions& options) {
    auto* command = app.add_subcommand("replay", "FILE: run a recording again (see --record)");
    command->add_option("file", options.file, "the recording")->required();
    command->add_option("--to", options.to, "stop before this request takes effect, and show the tasks")
        ->type_name("STEP");
    command->add_option("--back", options.back, "so many requests before that, or before the end")->type_name("N");
    command->add_flag("--step", options.step, "go through it one request at a time, forward and back");
    command->add_flag("--hash", options.hash, "print the hash over all events at the end");
    command->add_option("--log-level", options.log_level, "trace, debug, info, warning, error or off")
        ->capture_default_str();
    command->add_flag("--silent", options.silent)->group("");  // what was printed before this was seen already
    command->footer("Exit codes: those of the recorded run; 0 where it was to stop; 124 the recording is cut there,\n"
                    "125 it cannot be read or is damaged, 126 it went differently than recorded.");
    return command;
}

int replay(const ReplayOptions& options) {
    const RecordingFile file(options.file);
    RecordedLaunch recorded = launch_in(file, options.file);
    Launch& launch = recorded.launch;
    launch.options.world = "sim";  // of which only its interrupts are used
    launch.options.log_level = options.log_level;
    std::optional<ReplayStepper> stepper;
    ReplayingWorld* world = nullptr;
    System system(launch.options, [&](World& person) -> std::unique_ptr<World> {
        auto made = std::make_unique<ReplayingWorld>(file, syscall_table(), recorded.world, person);
        world = made.get();
        world->on_end = [](const ReplayEnd& end) {
            if (end.kind != ReplayEnd::Kind::complete) leave_early(end);
        };
        return made;
    });
    stepper.emplace(*world, system.kernel(), stop_of(options));
    world->on_output = [&](Outside descriptor, std::span<const std::byte> bytes) {
        if (stepper->shows_output()) write_out(descriptor, bytes);
    };
    world->on_end = [&](const ReplayEnd& end) {
        if (end.kind != ReplayEnd::Kind::interrupted) stepper->at_end();
        if (end.kind != ReplayEnd::Kind::complete) leave_early(end);
    };
    system.kernel().make_every_request_visible();
    system.kernel().attach(*stepper);
    const int code = run_launch(system, launch);
    stepper->finish(code);
    if (options.hash) print_hash(*stepper);
    return code;
}

}  // namespace fibrix
