// A small system for unit tests: a kernel on a World, with what programs write collected.
//
// TestSystem has the simulated World, where no test sleeps in real time; HostSystem has Linux, for sockets and threads.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/world/host_world.hpp"
#include "kernel/world/simulated_world.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/sys.hpp"
#include "syscalls/table.hpp"

#if FIBRIX_ASAN
#include <sanitizer/lsan_interface.h>
#endif

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

template <class SomeWorld>
struct SystemOn {
    template <class... Arguments>
    explicit SystemOn(std::string_view policy, Arguments&&... arguments)
        : world(std::forward<Arguments>(arguments)...), kernel(world, syscall_table(), made(policy)) {
        kernel.attach(notices);
        kernel.on_process_end = [this](const Process& process) { ends.emplace_back(process.name, process.status); };
    }

    /// Starts `body` as the first task of a process of its own, with the console as handles 0 to 2.
    ProcessId start(std::string name, Closure body, bool service = false, std::vector<Ref<Filter>> filters = {}) {
        StartOptions options{.name = std::move(name)};
        options.body = std::move(body);
        options.service = service;
        options.filters = std::move(filters);
        for (const Outside outside : {0, 1, 2}) options.handles.emplace_back(make_object<Console>(outside));
        return kernel.start(std::move(options)).value();
    }
    /// Starts it and runs until there is a verdict.
    Verdict::Kind run(Closure body) {
        start("test", std::move(body));
        return kernel.run().kind;
    }
    /// How the process of that name has ended; one that has not is "hogged", which no test expects by accident.
    [[nodiscard]] ExitStatus end_of(std::string_view name) const {
        for (const auto& [whose, status] : ends)
            if (whose == name) return status;
        return {ExitStatus::Reason::hogged, -1};
    }

    /// As --policy names it.
    static std::unique_ptr<Policy> made(std::string_view policy) {
        std::string why;
        auto made = make_policy(policy, why);
        BOOST_REQUIRE_MESSAGE(made != nullptr, why);
        return made;
    }

    SomeWorld world;
    Notices notices;
    std::vector<std::pair<std::string, ExitStatus>> ends;
    Kernel kernel;
};

struct TestSystem : SystemOn<SimulatedWorld> {
    explicit TestSystem(std::string_view policy = "batching", std::uint64_t seed = 0) : SystemOn(policy, seed) {
        world.on_output([this](Outside, std::string_view text) { output += text; });
    }
    std::string output;
};

struct HostSystem : SystemOn<HostWorld> {
    explicit HostSystem(std::string_view policy = "batching") : SystemOn(policy) {}
};

/// While one lives, what is allocated may leak: for tests that abandon a stack on purpose.
struct ExpectedLeak {
#if FIBRIX_ASAN
    ExpectedLeak() { __lsan_disable(); }
    ~ExpectedLeak() { __lsan_enable(); }
#else
    ExpectedLeak() {}
    ~ExpectedLeak() {}
#endif
    ExpectedLeak(const ExpectedLeak&) = delete;
    ExpectedLeak& operator=(const ExpectedLeak&) = delete;
};

inline constexpr ExitStatus exited_well{};
inline constexpr ExitStatus killed{ExitStatus::Reason::killed, 0};

/// Calls `leave` when it goes: for tests that look at what is unwound.
template <class F>
struct OnExit {
    F leave;
    explicit OnExit(F what) : leave(std::move(what)) {}
    OnExit(const OnExit&) = delete;
    OnExit& operator=(const OnExit&) = delete;
    ~OnExit() { leave(); }
};

}  // namespace fibrix::testing
