// TestKernel: a kernel in simulated time that a unit test drives step by step, also of programs outside this tree.
//
//     TestKernel kernel;
//     const auto server = kernel.start("server", [] { … });        // or start_program("echo_server", {"--port", "7"})
//     kernel.run_until_idle();                                       // it waits, and time stands still
//     BOOST_TEST((kernel.state(server) == State::waiting));
//     kernel.inject<sys::Receive>(server, std::size_t{0});           // the answer of its next `receive`
//     kernel.advance(10s);                                           // what is due meanwhile happens in its order
//
// A step is one request, with the policy "rr" that it has unless told otherwise. What programs write is in `output`.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/world/simulated_world.hpp"
#include "syscalls/mock_filter.hpp"
#include "syscalls/sys.hpp"

namespace fibrix {

class TestKernel {
public:
    /// `policy`: as of --policy. Throws std::invalid_argument if there is none of that name.
    explicit TestKernel(std::string_view policy = "rr", std::uint64_t seed = 0);
    TestKernel(const TestKernel&) = delete;
    TestKernel& operator=(const TestKernel&) = delete;
    ~TestKernel();

    /// A process whose first task is `body`, with the console as its handles 0 to 2. It runs when it is stepped.
    /// Throws SystemError (EAGAIN) if there is no room for it.
    ProcessId start(std::string name, Closure body);
    /// The same for a program by its name, or by the path of the shared object that it is in. Throws SystemError.
    ProcessId start_program(const std::string& name, std::vector<std::string> arguments = {});

    /// Lets one task go to its next request, and carries that out. False if no task is ready.
    bool step();
    /// Steps until no task is ready, at the present instant; gives how many steps that took, which is `most` for one
    /// that never waits.
    std::size_t run_until_idle(std::size_t most = 1'000'000);
    /// Lets time pass: everything that is due until then happens at its instant, and has its consequences.
    void advance(Duration span);
    /// Runs to the end, with time as it likes.
    const Verdict& run() { return kernel_.run(); }
    /// Everything begins anew: time, ids, output.
    void reset();

    /// The next request R of that process which nobody has spoken for is not carried out: `values` are its answer.
    template <class R, class... Values>
    void inject(ProcessId process, Values... values) {
        mock(process).answer<R>(std::move(values)...);
    }
    /// The same for an error of those that the request of that name declares.
    void refuse(ProcessId process, std::string_view request, Errno error) { mock(process).refuse(request, error); }
    /// What stands between that process and the syscall table; it also counts. Throws std::out_of_range for a process
    /// that was not started here.
    [[nodiscard]] MockFilter& mock(ProcessId process) { return *mocks_.at(process); }

    /// `zombie` for who has ended, also long ago.
    [[nodiscard]] State state(TaskId task) const;
    /// "receive(socket=3, …)"; empty for a task that does not wait.
    [[nodiscard]] std::string wait_reason(TaskId task) const;
    /// How that process has ended, which it must have. Throws std::out_of_range.
    [[nodiscard]] const ExitStatus& status(ProcessId process) const;
    [[nodiscard]] Time now() { return world_.now(); }
    [[nodiscard]] const std::string& output() const noexcept { return output_; }
    /// The lines of the log.
    [[nodiscard]] const std::vector<std::string>& notices() const noexcept;
    [[nodiscard]] Kernel& kernel() noexcept { return kernel_; }
    [[nodiscard]] SimulatedWorld& world() noexcept { return world_; }

private:
    class Notices;

    static std::vector<Ref<Object>> console();
    ProcessId with_mock(ProcessId id);

    SimulatedWorld world_;
    std::unique_ptr<Notices> notices_;
    std::map<ProcessId, ExitStatus> ended_;
    std::map<ProcessId, Ref<MockFilter>> mocks_;
    std::string output_;
    Kernel kernel_;
};

}  // namespace fibrix
