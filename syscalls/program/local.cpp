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

void* find_local(const void* key) { return of_this_process().find(key); }

void add_local(const void* key, void* value, void (*destroy)(void*)) {
    of_this_process().add({.key = key, .value = value, .destroy = destroy});
}

}  // namespace fibrix::detail
