#include "kernel/observers/chain_hash.hpp"

#include "kernel/syscall_table.hpp"
#include "kernel/task.hpp"

namespace fibrix {

void ChainHash::add(Event event, const Task& task, std::uint64_t detail) noexcept {
    hash_.add(std::uint64_t{task.id.slot} << 32 | task.id.generation);
    hash_.add(detail << 8 | static_cast<std::uint64_t>(event));
}

void ChainHash::transition(const Task& task, State from, State to) {
    add(Event::transition, task, static_cast<std::uint64_t>(from) << 8 | static_cast<std::uint64_t>(to));
}

void ChainHash::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    ++steps_;
    bytes_.clear();
    if (syscall.encode_request != nullptr) syscall.encode_request(trap, bytes_);
    add(Event::taken, task, syscall.number);
    hash_.add(bytes_);
}

void ChainHash::answered(const Task& task, const Syscall& syscall, const Trap& trap) {
    bytes_.clear();
    if (syscall.encode_result != nullptr) syscall.encode_result(trap, bytes_);
    add(Event::answered, task, syscall.number);
    hash_.add(bytes_);
}

void ChainHash::decided(const Decision& decision) { add(Event::decided, *decision.task, decision.requests); }

}  // namespace fibrix
