#include "tools/record.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "kernel/world/recording/recording_world.hpp"
#include "tools/host_mount.hpp"

namespace fibrix {
namespace {

// Not over what is a recording of something else by mistake, but over an older one: as any tool writes its output.
int create(const std::string& path) {
    constexpr int mode = 0644;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (file < 0) throw UsageError(fmt::format("--record: cannot write '{}': {}", path, std::strerror(errno)));
    return file;
}

}  // namespace

int record(Launch launch) {
    for (auto& mount : launch.options.mounts) mount = with_whole_path(mount);
    const auto path = launch.options.record.value_or("");
    RecordingWriter writer(create(path), path, encode_launch(launch));
    StepRecorder steps(writer);
    const RecordingWorld* world = nullptr;
    System system(launch.options, [&](World& inner) {
        auto made = std::make_unique<RecordingWorld>(inner, writer, launch.options.world == "host");
        world = made.get();
        return made;
    });
    system.kernel().make_every_request_visible();
    system.kernel().attach(steps);
    const int code = run_launch(system, launch);
    steps.finish(code);
    system.kernel().notice(Level::info, nullptr,
                           fmt::format("recorded {} requests and {} choices in {} bytes, {} of them from outside",
                                       steps.steps(), world->choices(), writer.size(), world->payload()));
    if (launch.options.hash) print_hash(steps);
    return code;
}

}  // namespace fibrix
