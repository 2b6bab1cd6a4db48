// A small system for unit tests: a kernel on a simulated World, with what programs write collected.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/world/simulated_world.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/sys.hpp"
#include "syscalls/table.hpp"

namespace fibrix::testing {

/// Collects notices.
class Notices final : public Observer {
public:
    bool watches_tasks() const override { return false; }
    void notice(Level, const Task*, std::string_view text) override { lines.emplace_back(text); }
    [[nodiscard]] bool contain(std::string_view piece) const {
        for (const auto& line : lines)
            if (line.find(piece) != line.npos) return true;
        return false;
    }
    std::vector<std::string> lines;
};

struct TestSystem {
    explicit TestSystem(std::string_view policy = "batching", std::uint64_t seed = 0)
        : world(seed), kernel(world, syscall_table(), PolicyEntry::find(policy)->make()) {
        kernel.attach(notices);
        world.on_output([this](Outside, std::string_view text) { output += text; });
        kernel.on_process_end = [this](const Process& process) { ends.emplace_back(process.name, process.status); };
    }

    /// Starts `body` as the first task of a process of its own, with the console as handles 0 to 2.
    ProcessId start(std::string name, Closure body, bool service = false) {
        StartOptions options{.name = std::move(name)};
        options.body = std::move(body);
        options.service = service;
        for (const Outside outside : {0, 1, 2}) options.handles.emplace_back(make_object<Console>(outside));
        return kernel.start(std::move(options)).value();
    }
    /// Starts it and runs until there is a verdict.
    Verdict::Kind run(Closure body) {
        start("test", std::move(body));
        return kernel.run().kind;
    }

    SimulatedWorld world;
    Notices notices;
    std::string output;
    std::vector<std::pair<std::string, ExitStatus>> ends;
    Kernel kernel;
};

}  // namespace fibrix::testing
