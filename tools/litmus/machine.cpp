#include "tools/litmus/machine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/litmus/interpreter.hpp"

namespace fibrix::litmus {
namespace {

template <class T>
void renew(T& object) {
    std::destroy_at(&object);
    std::construct_at(&object);
}

}  // namespace

Machine::Machine(Program program)
    : program_(std::move(program)),
      mutexes_(std::make_unique<MutexCore[]>(program_.mutexes.size())),
      conditions_(std::make_unique<WaitQueue[]>(program_.conditions.size())) {
    for (const auto& variable : program_.variables) cells_.push_back({.name = variable.name});
    for (const auto& channel : program_.channels)
        channels_.push_back(std::make_unique<Channel<std::int64_t>>(channel.capacity));
    for (const auto& task : program_.tasks) locals_.emplace_back(program_.bodies[task.body].locals);
}

void Machine::begin() {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].value = program_.variables[i].initial;
    for (std::size_t i = 0; i < program_.mutexes.size(); ++i) renew(mutexes_[i]);
    for (std::size_t i = 0; i < program_.conditions.size(); ++i) renew(conditions_[i]);
    for (auto& channel : channels_) {
        auto& core = channel->core();
        core.head = core.size = 0;
        renew(core.senders), renew(core.receivers);
    }
}

void Machine::run(std::size_t task) {
    auto& locals = locals_[task];
    std::fill(locals.begin(), locals.end(), 0);
    locals.front() = program_.tasks[task].parameter;
    Interpreter(*this, locals.data()).run(program_.bodies[program_.tasks[task].body].statements);
}

std::string Machine::check() const {
    for (const auto& check : program_.checks) {
        try {
            if (evaluate(check.holds, {nullptr, cells_.data()}) == 0)
                return fmt::format("line {}: {}", check.line, check.text);
        } catch (const NoValue& none) {
            return fmt::format("line {}: {}: {}", check.line, check.text, none.why);
        }
    }
    return {};
}

}  // namespace fibrix::litmus
