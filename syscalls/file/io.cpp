#include "syscalls/file/io.hpp"

#include "kernel/kernel.hpp"

namespace fibrix {

bool Io::first_in(const WaitQueue& queue) const noexcept { return queue.empty() || queue.front()->task == &task_; }

Outcome Io::park(WaitQueue& queue) const { return kernel_.park(task_, queue, deadline_); }

bool Io::take_back() { return operation_.state == Operation::State::idle || kernel_.take_back(task_, operation_); }

Outcome Io::submit(Operation::Code code, Outside descriptor) {
    if (operation_.state == Operation::State::idle) {
        operation_.code = code;
        operation_.descriptor = descriptor;
        operation_.in = from;
        operation_.out = into;
        operation_.offset = at.value_or(Operation::no_offset);
    }
    if (!submit()) return Outcome::parked;
    if (operation_.failed) return fail(operation_.error);
    return done(static_cast<std::size_t>(operation_.result));
}

bool Io::submit() { return kernel_.submit(task_, operation_, deadline_); }

bool Io::expired() const noexcept { return task_.trap->parked && task_.trap->parking.expired; }

}  // namespace fibrix
