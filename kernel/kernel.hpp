// The kernel: a value that owns tasks, runs the mainloop, and hands requests to its table.
//
// A kernel runs on one host thread at a time and shares nothing with another. It has no state outside itself but the
// thread's `current`. It knows nothing of any request: what a request means is in the table it is handed.
// mainloop.cpp has the loop, waiting.cpp how tasks wait and are woken, lifecycle.cpp how they begin and end,
// shutdown.cpp what is done with those that do not, held.cpp how an explorer decides about each request.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kernel/group.hpp"
#include "kernel/kernel_state.hpp"
#include "kernel/observer.hpp"
#include "kernel/process.hpp"
#include "kernel/processors.hpp"
#include "kernel/stack.hpp"
#include "kernel/syscall_table.hpp"
#include "kernel/task_table.hpp"
#include "kernel/timer_wheel.hpp"
#include "kernel/verdict.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

class Kernel {
public:
    Kernel(World& world, const SyscallTable& table, std::unique_ptr<Policy> policy);
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;
    /// Kills what still runs and unwinds it; what does not end is abandoned.
    ~Kernel();

    // -- Driving it -----------------------------------------------------------------------------------------------

    /// Takes what has arrived, and dispatches one task. Never blocks.
    Step step();
    /// Steps and waits until there is a verdict. The verdict stays until the next `start` or `reset`.
    const Verdict& run();
    /// Asks for the end: kills everything that runs, services last. `run` then ends as soon as all are unwound.
    void shut_down(Verdict::Kind why = Verdict::Kind::interrupted);
    /// Ends everything and starts over: ids, time of a simulated World and counters begin anew.
    void reset();
    [[nodiscard]] const Verdict& verdict() const noexcept { return verdict_; }

    // -- Beginnings and ends (lifecycle.cpp) ----------------------------------------------------------------------

    /// A new process with its first task, ready to run at its arrival. EAGAIN if there is no room for a stack or a
    /// task.
    Result<ProcessId> start(StartOptions options);
    /// A new task of `process`. EAGAIN as above: then `body` is untouched, so that what it owns is not let go of here.
    Result<TaskId> spawn(Process& process, Closure&& body, bool detached = false, Group* group = nullptr);
    /// The task will unwind at its next request that is no release; now, if it waits in one; if it has never run, it
    /// only lets go of what it was given, on its own stack.
    void kill(Task& task, ExitStatus status = {ExitStatus::Reason::killed, 0});
    /// Kills all tasks of a process.
    void kill(Process& process, ExitStatus status = {ExitStatus::Reason::killed, 0});
    /// Takes the ended `task` (or its process, if it was the first) out of `waiter`'s zombies and frees it.
    ExitStatus collect(Process& waiter, Task& task);
    /// Nobody waits for `task` (or its process) any more.
    void detach(Process& owner, Task& task);
    /// Orphans become this process's children.
    void adopt_orphans(Process& init) noexcept { init_ = &init; }
    /// Called when a process ends, with its final status.
    std::function<void(const Process&)> on_process_end;

    /// Has `process` begin again with another program, when its first task, the caller, has unwound; its other tasks
    /// are killed. False if there is no room for the stack.
    bool replace(Process& process, Replacement replacement);

    // -- Signals (signals.cpp) --------------------------------------------------------------------------------------

    void signal(Process& process, Signal signal);
    void signal(Task& task, Signal signal);
    /// Signals every process of `group`; gives how many there are.
    std::size_t signal_group(ProcessId group, Signal signal);
    void mask_signals(Task& task, SignalSet masked);
    /// Whose processes read from the terminal and get what is typed there as a signal; nobody: all read.
    void set_foreground(ProcessId group);
    [[nodiscard]] ProcessId foreground() const noexcept { return foreground_; }
    [[nodiscard]] WaitQueue& foreground_changes() noexcept { return foreground_changes_; }  ///< and of who is stopped

    // -- Waiting (waiting.cpp): for handlers ----------------------------------------------------------------------

    /// Parks the request that is being carried out until `queue` calls, `deadline` has come, or it is undone.
    Outcome park(Task& task, WaitQueue& queue, Deadline deadline);
    /// Parks on the places `nodes`, already added to their queues (the first when carried out first).
    Outcome park(Task& task, WaitNode* nodes, Deadline deadline);
    Outcome park(Task& task, Deadline deadline);  ///< until `deadline` alone
    /// Ends what an attempt has begun, when the request is answered at once after all.
    void end_wait(Task& task);
    /// True if `operation` is done; else it is in flight and the request is to return `Outcome::parked`. A request may
    /// have several polls in flight, but only one of anything else; what is left of them is withdrawn when it ends.
    bool submit(Task& task, Operation& operation, Deadline deadline);
    /// Takes back what was submitted and is not done; false if it is done, or its completion is still to come.
    bool take_back(Task& task, Operation& operation);
    /// Has the longest waiting request of `queue` carried out again that is not being carried out already.
    bool wake_one(WaitQueue& queue);  ///< false if there is none
    void wake_all(WaitQueue& queue);
    /// Has the parked request of `task` carried out again when the present one is done with; false if it is to be.
    bool call(Task& task);
    /// Ends all waits on `queue` with ECANCELED: its object goes away.
    void cancel_all(WaitQueue& queue);

    // -- Looking ----------------------------------------------------------------------------------------------------

    [[nodiscard]] Task* find(TaskId id) const noexcept { return tasks_.find(id); }
    [[nodiscard]] Process* find_process(ProcessId id) const noexcept;  ///< whose pid `id` is
    [[nodiscard]] const TaskTable& tasks() const noexcept { return tasks_; }
    [[nodiscard]] TaskTable& tasks() noexcept { return tasks_; }
    [[nodiscard]] StackPool& stacks() noexcept { return stacks_; }
    [[nodiscard]] const StackPool& stacks() const noexcept { return stacks_; }
    [[nodiscard]] World& world() noexcept { return world_; }
    [[nodiscard]] const SyscallTable& table() const noexcept { return table_; }
    [[nodiscard]] Process* init() const noexcept { return init_; }
    [[nodiscard]] Processors& processors() noexcept { return processors_; }
    /// This kernel's value of type T, made at first use: what a family keeps (see kernel_state.hpp).
    template <class T>
    T& state() {
        return state_.get<T>(*this);
    }
    /// The instant of the last look at the clock; `fresh_now` looks.
    [[nodiscard]] Time now() const noexcept { return now_; }
    Time fresh_now() { return now_ = world_.now(); }
    [[nodiscard]] std::size_t asleep() const noexcept { return timers_.count(); }
    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
    [[nodiscard]] Time next_deadline() const { return std::min({timers_.next(), patience_ends_, processors_.next()}); }
    [[nodiscard]] std::uint64_t dispatches() const noexcept { return dispatches_; }
    /// Why the running task's stack is about to be left in the middle. Async-signal-safe.
    void set_abandoned_as(ExitStatus status) noexcept { abandoned_as_ = status; }
    /// In words: what `task` waits for, such as "receive(socket=3, …)"; empty if it does not wait.
    [[nodiscard]] std::string wait_reason(const Task& task) const;

    // -- Watching ---------------------------------------------------------------------------------------------------

    /// `observer` must outlive the kernel or be detached. Attaching or detaching changes nothing of the run.
    void attach(Observer& observer);
    void detach(Observer& observer) noexcept;
    void notice(Level level, const Task* task, std::string_view text);
    /// No user-space fast paths: every request passes the door. Set before the first start.
    void make_every_request_visible() noexcept { every_request_visible_ = true; }

    // -- Requests that are held (held.cpp): for who searches the orders in which they can be carried out --------------

    /// Until their tasks are picked; with `resumption_too`, once more before the answer. Set before the first start.
    void hold_requests(bool resumption_too = false) noexcept;
    [[nodiscard]] bool requests_are_held() const noexcept { return requests_held_; }
    [[nodiscard]] bool could_go(Task& task);  ///< pure: a held request would do more than wait without a limit
    /// Starts over like `reset`, but with the process `kept`, whose first task has never run, and is the only one left.
    void rewind(Process& kept);

private:
    friend class Processors;
    struct Entered;

    // mainloop.cpp
    bool reach_verdict();
    bool dispatch_next();
    void dispatch(const Decision& decision);
    void prepare_dispatch(const Decision& decision);
    const Verdict& run_timed();
    void run_in_time(Task& task, std::uint32_t requests);
    void run_quantum(Task& task, std::uint32_t requests);
    void* resume(Task& task);
    void* restore(Task& task);
    void look_after(Task& task);
    Outcome take(Task& task, Trap& trap);
    Outcome take_with_care(Task& task, Trap& trap);
    Outcome ask_filters(Task& task, Trap& trap);
    void deliver(Task& task, Trap& trap) {
        if (observed_ || task.needs(Attention::filtered)) [[unlikely]]
            tell_of_result(task, trap);
    }
    void tell_of_result(Task& task, Trap& trap);
    void bind_stack(Task& task);
    bool poll(Time deadline);
    void sample_time();

    // held.cpp
    const Verdict& run_held();
    void advance(Task& task);
    void hold_again(Task& task);
    [[nodiscard]] bool waits(const Task& task) const noexcept;

    // The one place where a task changes its state.
    template <State to>
    void transition(Task& task) {
        constexpr auto legal = may_precede(to);
        if (((legal >> static_cast<unsigned>(task.state)) & 1u) == 0) [[unlikely]]
            illegal_transition(task, to);
        if (observed_) [[unlikely]]
            tell_of_transition(task, to);
        task.state = to;
    }
    void make_ready(Task& task, Why why) {
        transition<State::ready>(task);
        if (task.process->stopped()) [[unlikely]]
            task.process->held.push_back(task);
        else policy_->enqueue(task, why);
    }
    [[noreturn]] static void illegal_transition(const Task& task, State to);
    void tell_of_transition(const Task& task, State to);
    template <class Event>
    void observe(std::vector<Observer*>& whom, Event event);
    void detach_broken(Observer& observer);

    // waiting.cpp
    Parking& begin_parking(Task& task, Deadline deadline);
    Outcome hold(Task& task, Duration span);
    void settle_parked(Task& task);
    void carry_out_noted_wakes();
    void carry_out_again();
    void attempt(Task& task);
    Outcome again_after_hold(Task& task);
    void leave_queues(Task& task);
    void undo(Task& task, Errno why, bool killed);
    void deliver_undone(Task& task, Errno why, bool killed);
    void prefetch_due() const;
    bool expire(Time now);
    void complete(Operation& operation);
    bool withdraw(Operation& operation);
    bool withdraw_all(Parking& parking);
    [[nodiscard]] const Task* waits_for(const Task& task) const;
    void report_cycle(const Task& task);
    [[nodiscard]] std::string describe_wait(const Task& task) const;
    [[nodiscard]] std::string describe_waits() const;
    bool find_deadlock();  // standstill.cpp
    Time look_for_standstill();
    [[nodiscard]] Time standstill_since() const;

    // signals.cpp
    void act_on(Process& process, Task& task, Signal signal);
    void interrupt(Task& task, Signal signal);
    void stop(Process& process, Signal signal);
    void resume(Process& process);
    void tell_parent(Process& process, SignalState::News news);
    void take_keyboard();

    // lifecycle.cpp
    bool reserve(Process& process);
    void unreserve(Task& task) noexcept;
    void give_up_stack(Process& process, StackSize size) noexcept;
    void drop_replacement(Process& process) noexcept;
    Task* make_task(Process& process, Closure&& body);
    void begin(Task& task, const Task* parent, Time arrival = {});
    void ended(Task& task);
    void kill_members(Process& process, const ExitStatus& status);
    void release_stack(Task& task);
    void begin_again(Task& task);
    void task_is_over(Task& task);
    void process_is_over(Process& process);
    void leave_children(Process& process);
    void publish_end(Task& task, Process* owner, bool detached);
    void free_task(Task& task);
    void free_process(Process& process);

    // shutdown.cpp
    void abandon_running(Task& task);
    void abandon(Process& process, const ExitStatus& status);
    void abandon_task(Task& task, const ExitStatus& status);
    void kill_all(bool services);
    std::vector<ProcessId> hang_up(bool services);
    void await_hung_up(const std::vector<ProcessId>& processes);
    void end_everything();
    void begin_anew() noexcept;

    World& world_;
    const SyscallTable& table_;
    std::unique_ptr<Policy> policy_;
    Processors processors_;
    StackPool stacks_;
    TaskTable tasks_;
    TimerWheel timers_;
    Time now_{}, sampled_{};
    std::size_t in_flight_ = 0, keeping_alive_ = 0;  // operations of the World; tasks that are no services
    std::uint64_t dispatches_ = 0;
    std::uint32_t until_poll_ = 0;
    ExceptionState* exceptions_ = nullptr;  // of the thread that runs the kernel
    Task* last_run_ = nullptr;
    Operations completed_;                          // handed over by the World, to be looked at
    KernelState state_;                             // of the families
    List<Task, &Task::queue> again_;                // parked requests to be carried out again
    std::vector<Observer*> observers_, listeners_;  // of tasks and requests; of notices: all
    Process* init_ = nullptr;
    ProcessId foreground_;
    WaitQueue foreground_changes_;
    int interrupts_seen_ = 0;
    Time look_again_{}, told_standstill_ = never, patience_ends_ = never;  // with who brings something in order
    Guard guard_told_ = Guard::marker;
    Verdict::Kind shutdown_reason_ = Verdict::Kind::interrupted;
    ExitStatus abandoned_as_{};  // why a signal handler has left a stack
    bool timed_ = false, observed_ = false, shutting_down_ = false, has_verdict_ = false;
    bool every_request_visible_ = false, requests_held_ = false, resumption_held_ = false;
    Verdict verdict_;
};

}  // namespace fibrix
