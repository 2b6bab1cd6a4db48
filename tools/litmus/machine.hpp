// Runs a litmus program: its memory, and what each of its tasks does, request by request.
//
// Made once for a program and run very often: `begin` brings the memory to its beginning, and nothing is allocated.
// Each load, store, add, cas, lock … is one request; all else is local. A task that goes wrong throws WentWrong.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "syscalls/cell/cell.hpp"
#include "syscalls/sync/channel.hpp"
#include "syscalls/sync/condition.hpp"
#include "tools/litmus/syntax.hpp"

namespace fibrix::litmus {

/// A failed assertion, or a statement that has no meaning, such as to unlock what one has not locked.
struct WentWrong : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Machine {
public:
    explicit Machine(Program program);

    [[nodiscard]] const Program& program() const noexcept { return program_; }
    /// Before each run; no task of an earlier one may run any more.
    void begin();
    /// The whole life of task number `task`. In a task of the kernel. Throws WentWrong.
    void run(std::size_t task);
    /// After all have ended: what is wrong with the memory, or nothing.
    [[nodiscard]] std::string check() const;
    [[nodiscard]] std::int64_t value(std::size_t variable) const noexcept { return cells_[variable].value; }

private:
    friend class Interpreter;

    Program program_;
    std::vector<CellCore> cells_;
    std::unique_ptr<MutexCore[]> mutexes_;
    std::unique_ptr<WaitQueue[]> conditions_;
    std::vector<std::unique_ptr<Channel<std::int64_t>>> channels_;
    std::vector<std::vector<std::int64_t>> locals_;  // of each task
};

}  // namespace fibrix::litmus
