// The switch into a task and the taking of its request, for the two loops that do it: mainloop.cpp and held.cpp.
// Inlined there: a return across a switch would be mispredicted.
#pragma once

#include "kernel/kernel.hpp"

namespace fibrix {

[[gnu::always_inline]] inline void* Kernel::resume(Task& task) {
    void* delivery = task.attention == 0 ? nullptr : restore(task);
    auto& here = current;
    here.context = &task.context;
    void* message = switch_to(here.kernel, task.context, delivery);
    here.context = nullptr;
    const auto unusual =
        reinterpret_cast<std::uintptr_t>(exceptions_->caught) | exceptions_->uncaught | task.attention | here.wakes;
    if (unusual != 0) [[unlikely]]
        look_after(task);
    return message;
}

inline Outcome Kernel::take(Task& task, Trap& trap) {
    if (observed_ || task.attention != 0) [[unlikely]]
        return take_with_care(task, trap);
    return table_.handler(trap.number)(*this, task, trap);
}

}  // namespace fibrix
