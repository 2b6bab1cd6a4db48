// The processors of a kernel, on which tasks compute: time that passes because somebody is busy.
//
// A task that makes the request `compute` keeps a processor until it has had its time, its quantum is used up, or the
// policy prefers another; meanwhile its state is `running`. With one processor, as there is unless somebody says more,
// nobody else runs then. A processor is an account of time and nothing of the host's: all of them are turned by the
// one host thread of the kernel. At one instant things happen in this order: computing that is done, and what
// those tasks do next; quanta that are used up; both by the number of the processor; then completions and deadlines;
// then idle processors pick, by number; then the policy says who is to give way.
#pragma once

#include <vector>

#include "kernel/effect.hpp"
#include "kernel/id.hpp"
#include "kernel/policy.hpp"
#include "kernel/scheduling.hpp"
#include "kernel/time.hpp"

namespace fibrix {

class Kernel;

class Processors {
public:
    explicit Processors(Kernel& kernel) : kernel_(kernel) {}

    /// So many processors, and how long it takes one to go over to another task. Before the first start.
    void set(int count, Duration switch_cost);
    [[nodiscard]] int count() const noexcept { return static_cast<int>(all_.size()); }
    /// The one whose turn it is: on which the running task runs.
    [[nodiscard]] int present() const noexcept { return static_cast<int>(present_); }

    [[nodiscard]] const Scheduling& known(const Task& task) const noexcept;
    void make_known(Task& task, const Scheduling& what);

    /// A new task has from `parent` where it may run and what its share is.
    void inherit(Task& task, const Task& parent);

    /// The running task is to compute for `duration`. For the handler of the request.
    Outcome compute(Task& task, Duration duration);
    /// Its request is on its way: it keeps the processor, if there is anything left of its quantum.
    void begin(Task& task);
    /// Lets it end at once: its task was killed.
    void cut(Task& task);
    /// Has a computing task give way, as if displaced.
    void take_off(Task& task);
    void forget(const Task& task) noexcept;
    void reset() noexcept;

    /// Does what can be done now. False if there is nothing to do before `next`.
    bool turn();
    /// Lets end what has come to its end by now; true if something has.
    bool settle();
    [[nodiscard]] bool busy() const noexcept;
    /// When the next computing is done or the next quantum is used up; `never` if nobody computes.
    [[nodiscard]] Time next() const noexcept;

private:
    struct Processor {
        Task* task = nullptr;  ///< that computes
        TaskId last{};         ///< who has computed here last
        Time since{};          ///< up to when it is accounted for
        Duration switching{};  ///< what is left of going over to this task
        Duration quantum = unlimited;
        std::uint32_t requests = 1;
    };
    struct Record {
        Scheduling known;
        Duration left{};  ///< to compute
    };

    Record& record(const Task& task);
    [[nodiscard]] Duration left(const Task& task) const noexcept { return records_[task.id.slot].left; }
    void account(std::size_t number);
    void finish(std::size_t number);
    void give_way(std::size_t number, Why why);
    void dispatch(std::size_t number, const Decision& decision);
    void run(std::size_t number, Task& task);
    bool fill();
    bool displace();

    Kernel& kernel_;
    std::vector<Processor> all_{1};
    std::size_t present_ = 0;
    Duration switch_cost_{};
    std::vector<Record> records_;  // by slot; none beyond its end: nothing is known of those tasks
};

}  // namespace fibrix
