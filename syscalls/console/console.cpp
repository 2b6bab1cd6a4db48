#include "syscalls/console/console.hpp"

#include "kernel/process.hpp"
#include "syscalls/process/process.hpp"

namespace fibrix::sys {

Result<void> write_all(Handle handle, std::string_view text) {
    auto rest = std::as_bytes(std::span(text));
    while (!rest.empty()) {
        const auto taken = write(handle, rest);
        if (taken) rest = rest.subspan(*taken);
        else if (taken.error() != Errno::intr) return taken.error();
    }
    return {};
}

void give_up_on_output(Errno why) {
    if (why == Errno::canceled) return;  // the task is killed already
    print_error("{}: cannot write: {}\n", current.task->process->name, describe(why));
    exit(1);
}

}  // namespace fibrix::sys
