#include "syscalls/table.hpp"

#include "kernel/panic.hpp"
#include "syscalls/entry.hpp"
#include "syscalls/families.hpp"
#include "syscalls/path/carry_out.hpp"
#include "syscalls/process/nursery_object.hpp"
#include "syscalls/program/start.hpp"

namespace fibrix {

const SyscallTable& syscall_table() {
    static const SyscallTable table = [] {
        SyscallTable made;
        const bool added =
            std::apply([&](const auto&... family) { return (add_family(made, family) && ...); }, families);
        if (!added) panic("two requests have the same number");
        return made;
    }();
    return table;
}

}  // namespace fibrix
