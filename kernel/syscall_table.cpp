#include "kernel/syscall_table.hpp"

#include <algorithm>

#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

// There is no answer that would fit into a frame of unknown type, so the task ends.
Outcome no_such_request(Kernel& kernel, Task& task, Trap& trap) {
    kernel.notice(Level::error, &task,
                  "request number " + std::to_string(trap.number) +
                      " is not in the syscall table: the program needs a family that is not loaded; it is killed");
    kernel.kill(task);
    return Outcome::unwind;
}

const Syscall& missing() noexcept {
    static constexpr Syscall entry{.name = "?", .family = "?", .help = "", .result = "?", .fields = {}, .errors = {}};
    return entry;
}

}  // namespace

std::string_view to_string(Effect effect) noexcept {
    switch (effect) {
        case Effect::internal: return "internal";
        case Effect::observing: return "observing";
        case Effect::idempotent: return "idempotent";
        case Effect::unsafe: return "unsafe";
    }
    return "?";
}

bool Syscall::declares(Errno error) const noexcept {
    return std::find(errors.begin(), errors.end(), error) != errors.end();
}

SyscallTable::SyscallTable() {
    handlers_.fill(&no_such_request);
    entries_.fill(&missing());
}

bool SyscallTable::add(const Syscall& syscall) {
    if (syscall.number >= size || entries_[syscall.number] != &missing()) return false;
    entries_[syscall.number] = &syscall;
    handlers_[syscall.number] = syscall.carry_out;
    return true;
}

std::vector<const Syscall*> SyscallTable::list() const {
    std::vector<const Syscall*> all;
    for (const auto* entry : entries_)
        if (entry != &missing()) all.push_back(entry);
    return all;
}

const Syscall* SyscallTable::find(std::string_view name) const noexcept {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](auto* entry) { return entry->name == name; });
    return found == entries_.end() || name == "?" ? nullptr : *found;
}

}  // namespace fibrix
