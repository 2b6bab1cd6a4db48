#include "kernel/fiber.hpp"

#include <exception>

#include "kernel/process.hpp"
#include "kernel/signal.hpp"
#include "kernel/task.hpp"
#include "kernel/trap.hpp"

namespace fibrix {

constinit thread_local Current current;

namespace {

/// Unwinds a task's stack. Not an std::exception, so that programs do not take it for an error of theirs; a program
/// that swallows it with `catch (...)` gets it again at its next request.
struct Unwind {};

// Of a task that was killed already its killer has said how it ends.
void end_by_exception(Task& task, const char* what) {
    if (task.needs(Attention::dying)) return;
    task.status = {ExitStatus::Reason::threw, 0};
    task.process->last_words = what;
}

// Destroys what the program keeps per process. If the task was killed, as a part of its unwinding: a request in a
// destructor then does not throw.
[[gnu::cold]] void destroy_locals(Task& task) {
    struct Destroyed {
        LocalStates& locals;
        explicit Destroyed(LocalStates& whose) noexcept : locals(whose) {}
        Destroyed(const Destroyed&) = delete;
        Destroyed& operator=(const Destroyed&) = delete;
        ~Destroyed() { locals.destroy_all(); }
    };
    try {
        const Destroyed at_the_end(task.process->locals);
        if (task.needs(Attention::dying)) throw Unwind{};
    } catch (const Unwind&) {
        // That was all.
    }
}

// Runs on the task's stack. Nothing a program throws goes further than this.
[[gnu::noinline]] void run_body(Task& task) {
    try {
        // Killed before it ran: then only what the body owns is let go of, which may take requests.
        const int code = task.needs(Attention::dying) ? 0 : task.body();
        if (!task.needs(Attention::dying)) task.status = {ExitStatus::Reason::exited, code};
    } catch (const Unwind&) {
        // The status was set by whoever asked for the end.
    } catch (const std::exception& error) {
        end_by_exception(task, error.what());
    } catch (...) {
        end_by_exception(task, "an exception that is no std::exception");
    }
    task.body.clear();
    const Process& process = *task.process;
    const bool last = process.tasks.front() == process.tasks.back() || (process.replacement && process.first == &task);
    if (last && !process.locals.empty()) [[unlikely]]
        destroy_locals(task);
}

[[gnu::always_inline]] inline void back_to_kernel() {
    auto& here = current;
    announce_leave(*here.context, here.kernel, FIBRIX_ASAN != 0);
    const auto back = boost::context::detail::jump_fcontext(here.kernel.frame, as_pointer(Message::ended));
    here.kernel.frame = back.fctx;
}

}  // namespace

void attend(Delivery delivery) {
    if (delivery == Delivery::unwind) throw Unwind{};
    run_signal_handlers();
}

void fiber_entry(boost::context::detail::transfer_t from) {
    asm volatile(".cfi_undefined rip");  // the outermost frame, for debuggers and unwinders
    current.kernel.frame = from.fctx;
    announce_arrival(*current.context, &current.kernel);
    for (;;) {
        // A recycled fiber comes here for the next task.
        run_body(*current.task);
        back_to_kernel();
    }
}

}  // namespace fibrix
