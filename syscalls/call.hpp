// What a handler is given: the request it carries out, the task that made it, and what it may do about it.
//
// A handler runs on the kernel's stack. It answers, fails, or parks; when it parks it is run again each time somebody
// calls, until it does answer. It may touch only what it reaches through its call.
#pragma once

#include "kernel/kernel.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

template <class R>
class Call {
public:
    Call(Kernel& kernel, Task& task, Frame<R>& frame) noexcept : kernel_(kernel), task_(task), frame_(frame) {}

    [[nodiscard]] Kernel& kernel() const noexcept { return kernel_; }
    [[nodiscard]] World& world() const noexcept { return kernel_.world(); }
    [[nodiscard]] Task& task() const noexcept { return task_; }
    [[nodiscard]] Process& process() const noexcept { return *task_.process; }
    [[nodiscard]] R& request() const noexcept { return frame_.request; }
    [[nodiscard]] auto& scratch() const noexcept { return frame_.scratch; }
    /// The request is parked: this is not the first time that it is carried out.
    [[nodiscard]] bool waiting() const noexcept { return frame_.parked; }
    /// The wait of this request has run into its deadline: the last chance to answer something better than ETIMEDOUT.
    [[nodiscard]] bool expired() const noexcept { return frame_.parked && frame_.parking.expired; }
    /// The task has been killed or is exiting; only a release request gets to see this.
    [[nodiscard]] bool dying() const noexcept { return task_.needs(Attention::dying); }
    /// The object of kind T that `handle` stands for; null if it stands for none or another kind.
    template <class T>
    [[nodiscard]] T* object(Handle handle) const noexcept {
        return object_cast<T>(process().handles.find(handle));
    }

    template <class... Values>
    Outcome answer(Values&&... values) const {
        put(std::forward<Values>(values)...);
        return Outcome::answered;
    }
    Outcome fail(Errno error) const {
        static_assert(!R::errors.empty(), "a request that declares no errors cannot fail");
        put(error);
        return Outcome::answered;
    }
    /// Answers, and gives up the rest of the quantum.
    Outcome answer_and_yield() const {
        put();
        return Outcome::yielded;
    }
    Outcome park(WaitQueue& queue) const { return kernel_.park(task_, queue, deadline()); }
    /// Waits at all of `nodes`, which are on their queues.
    Outcome park(WaitNode* nodes) const { return kernel_.park(task_, nodes, deadline()); }
    Outcome park_until(Deadline instant) const { return kernel_.park(task_, instant); }
    /// True if `operation` is done; if not, the handler returns Outcome::parked and is run again when it is.
    [[nodiscard]] bool submit(Operation& operation) const { return kernel_.submit(task_, operation, deadline()); }
    /// For operations that never wait: done when this returns.
    void submit_now(Operation& operation) const {
        operation.state = Operation::State::pending;
        world().submit(operation);
    }

private:
    [[nodiscard]] Deadline deadline() const noexcept {
        if constexpr (requires { frame_.request.deadline; }) return frame_.request.deadline;
        else return {};
    }
    template <class... Values>
    void put(Values&&... values) const {
        using Stored = typename Frame<R>::Stored;
        if constexpr (!std::is_void_v<Answer<R>>)
            ::new (static_cast<void*>(&frame_.answer)) Stored(std::forward<Values>(values)...);
        else static_assert(sizeof...(Values) == 0, "a request without a result is answered with nothing");
    }

    Kernel& kernel_;
    Task& task_;
    Frame<R>& frame_;
};

}  // namespace fibrix
