#include "tools/litmus/interpreter.hpp"

#include <fmt/format.h>

namespace fibrix::litmus {
namespace {

using Kind = Statement::Kind;

[[noreturn, gnu::cold]] void wrong(const Statement& statement, std::string_view what) {
    throw WentWrong(fmt::format("line {}: {}", statement.line, what));
}

void must(const Statement& statement, const Result<void>& done, std::string_view else_what) {
    if (done.has_error() && (done.error() == Errno::perm || done.error() == Errno::deadlk)) wrong(statement, else_what);
}

}  // namespace

bool Interpreter::run(const std::vector<Statement>& statements) {
    for (const auto& statement : statements) {
        try {
            if (!carry_out(statement)) return false;
        } catch (const NoValue& none) {
            wrong(statement, none.why);
        }
    }
    return true;
}

bool Interpreter::carry_out(const Statement& statement) {
    switch (statement.kind) {
        case Kind::let: put(statement, value(statement.value)); return true;
        case Kind::check:
            if (value(statement.value) == 0) wrong(statement, statement.text);
            return true;
        case Kind::if_else: return run(value(statement.value) != 0 ? statement.body : statement.other);
        case Kind::loop: return repeat(statement);
        case Kind::leave_loop: return false;
        case Kind::load:
        case Kind::store:
        case Kind::add:
        case Kind::compare_exchange:
        case Kind::exchange: memory(statement); break;
        default: agree(statement); break;
    }
    rounds_ = 0;
    return true;
}

bool Interpreter::repeat(const Statement& statement) {
    while (value(statement.value) != 0) {
        if (++rounds_ > most_rounds) wrong(statement, "a loop that makes no request does not end");
        if (!run(statement.body)) break;
    }
    return true;
}

void Interpreter::memory(const Statement& statement) {
    switch (statement.kind) {
        case Kind::load: put(statement, sys::cell_load(cell(statement))); break;
        case Kind::store: sys::cell_store(cell(statement), value(statement.value)); break;
        case Kind::add: put(statement, sys::cell_fetch_add(cell(statement), value(statement.value))); break;
        case Kind::exchange: put(statement, sys::cell_exchange(cell(statement), value(statement.value))); break;
        default:
            put(statement,
                sys::cell_compare_exchange(cell(statement), value(statement.value), value(statement.second)));
            break;
    }
}

void Interpreter::agree(const Statement& statement) {
    switch (statement.kind) {
        case Kind::lock:
            must(statement, sys::mutex_lock(mutex(statement.place), true), "locks a mutex that it has already");
            break;
        case Kind::try_lock: put(statement, sys::mutex_lock(mutex(statement.place), false).has_value()); break;
        case Kind::unlock:
            must(statement, sys::mutex_unlock(mutex(statement.place)), "unlocks a mutex that it does not have");
            break;
        case Kind::wait:
            must(statement, sys::condition_wait(condition(statement.place), mutex(statement.mutex)),
                 "waits with a mutex that it does not have");
            break;
        case Kind::signal:
        case Kind::broadcast:
            sys::condition_signal(condition(statement.place), statement.kind == Kind::broadcast);
            break;
        case Kind::send: {
            auto sent = value(statement.value);
            sys::channel_send(channel(statement.place), static_cast<void*>(&sent), true);
            break;
        }
        default: {
            std::optional<std::int64_t> item;
            sys::channel_receive(channel(statement.place), static_cast<void*>(&item), true);
            put(statement, item.value_or(0));
            break;
        }
    }
}

std::size_t Interpreter::find(const Place& place) const {
    if (!place.indexed) return place.first;
    const auto index = value(place.index);
    if (index < 0 || static_cast<std::size_t>(index) >= place.count)
        throw NoValue{fmt::format("[{}] is outside of an array of {}", index, place.count)};
    return place.first + static_cast<std::size_t>(index);
}

}  // namespace fibrix::litmus
