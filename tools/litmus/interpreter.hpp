// One task of a litmus program, statement by statement.
#pragma once

#include "tools/litmus/machine.hpp"

namespace fibrix::litmus {

class Interpreter {
public:
    Interpreter(Machine& machine, std::int64_t* locals) : machine_(machine), locals_(locals) {}

    /// False: it was left by a break. Throws WentWrong.
    bool run(const std::vector<Statement>& statements);

private:
    bool carry_out(const Statement& statement);
    void memory(const Statement& statement);
    void agree(const Statement& statement);
    bool repeat(const Statement& statement);
    void put(const Statement& statement, std::int64_t value) { locals_[statement.local] = value; }
    [[nodiscard]] std::int64_t value(const Expression& expression) const {
        return evaluate(expression, {locals_, nullptr});
    }
    [[nodiscard]] std::size_t find(const Place& place) const;
    [[nodiscard]] Local<CellCore*> cell(const Statement& statement) { return &machine_.cells_[find(statement.place)]; }
    [[nodiscard]] Local<MutexCore*> mutex(const Place& place) { return &machine_.mutexes_[find(place)]; }
    [[nodiscard]] Local<WaitQueue*> condition(const Place& place) { return &machine_.conditions_[find(place)]; }
    [[nodiscard]] Local<ChannelCore*> channel(const Place& place) { return &machine_.channels_[find(place)]->core(); }

    // A loop that makes no request can be interrupted by nobody.
    static constexpr unsigned most_rounds = 100'000;

    Machine& machine_;
    std::int64_t* locals_;
    unsigned rounds_ = 0;  // of loops, since the last request
};

}  // namespace fibrix::litmus
