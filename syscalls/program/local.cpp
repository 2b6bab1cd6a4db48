#include "syscalls/program/local.hpp"

#include "kernel/panic.hpp"
#include "kernel/process.hpp"

namespace fibrix::detail {
namespace {

LocalStates& of_this_process() {
    if (!in_task()) panic("sys::local was called outside of a task");
    return current.task->process->locals;
}

}  // namespace

void* find_local(const std::type_info& type) { return of_this_process().find(type); }

void add_local(const std::type_info& type, void* value, void (*destroy)(void*)) {
    of_this_process().add({.type = &type, .value = value, .destroy = destroy});
}

}  // namespace fibrix::detail
