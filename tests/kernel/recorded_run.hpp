// A run on the simulated World that is recorded into a file, and its replay.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "kernel/world/recording/recording_world.hpp"
#include "kernel/world/recording/replaying_world.hpp"
#include "tests/kernel/fixture.hpp"

namespace fibrix::testing {

/// A file that is gone when this goes.
class TemporaryFile {
public:
    TemporaryFile() {
        std::string name = (std::filesystem::temp_directory_path() / "fibrix-test-XXXXXX").string();
        ::close(::mkstemp(name.data()));
        path_ = name;
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { ::unlink(path_.c_str()); }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] std::string text() const {
        std::ifstream file(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void set(std::string_view text) const { std::ofstream(path_, std::ios::binary | std::ios::trunc) << text; }

private:
    std::string path_;
};

struct Seen {
    std::uint64_t hash = 0, steps = 0;
    std::string output;
    ReplayEnd end;  // of a replay
};

/// `ends`: the run is finished in order; else it is as if it were cut.
inline Seen record_run(const std::string& path, const std::function<void()>& body, bool ends = true) {
    Seen seen;
    SimulatedWorld inner(7);
    inner.set_input("what is typed\n");
    inner.on_output([&](Outside, std::string_view text) { seen.output += text; });
    const std::string head = "head";
    RecordingWriter writer(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), path,
                           std::as_bytes(std::span(head)));
    StepRecorder steps(writer);
    SystemOn<RecordingWorld> system("rr", inner, writer);
    system.kernel.attach(steps);
    system.run(body);
    if (ends) steps.finish(0);
    else writer.flush(), writer.close();
    seen.hash = steps.value();
    seen.steps = steps.steps();
    return seen;
}

inline Seen replay_run(const std::string& path, const std::function<void()>& body) {
    Seen seen;
    const RecordingFile file(path);
    const SimulatedWorld person(0);
    std::optional<StepChecker> steps;
    SystemOn<ReplayingWorld> system("rr", file, syscall_table(), "sim", person);
    system.world.on_output = [&](Outside, std::span<const std::byte> bytes) {
        seen.output.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
    steps.emplace(system.world);
    system.kernel.attach(*steps);
    system.run(body);
    steps->finish(0);
    seen.end = system.world.ended().value_or(ReplayEnd{});
    seen.hash = steps->value();
    seen.steps = steps->steps();
    system.kernel.detach(*steps);
    return seen;
}

}  // namespace fibrix::testing
