// A litmus program as a tree: what the parser makes and the machine runs. Names have become numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/litmus/expression.hpp"

namespace fibrix::litmus {

/// A shared object, or one of an array of them: number `first`, or first plus the index if there is one.
struct Place {
    std::size_t first = 0, count = 1;
    bool indexed = false;
    Expression index;
};

struct Statement {
    enum class Kind : std::uint8_t {
        load,
        store,
        add,
        compare_exchange,
        exchange,
        lock,
        unlock,
        try_lock,
        wait,
        signal,
        broadcast,
        send,
        receive,
        let,
        if_else,
        loop,
        leave_loop,
        check,
    };
    Kind kind = Kind::let;
    std::size_t line = 0;
    std::size_t local = 0;         ///< where the result goes
    Place place;                   ///< the variable, mutex, condition variable or channel
    Place mutex;                   ///< of a wait
    Expression value, second;      ///< second: what a compare-exchange stores
    std::string text;              ///< of an assertion
    std::vector<Statement> body;   ///< of an if or a while
    std::vector<Statement> other;  ///< after else
};

/// The text of one or several tasks.
struct Body {
    std::vector<Statement> statements;
    std::size_t locals = 0;  ///< how many; the first is the parameter
};

struct Task {
    std::string name;
    std::size_t body = 0;
    std::int64_t parameter = 0;
};

struct Variable {
    std::string name;
    std::int64_t initial = 0;
};

struct ChannelOf {
    std::string name;
    std::size_t capacity = 0;
};

struct FinalCheck {
    std::size_t line = 0;
    std::string text;
    Expression holds;
};

struct Program {
    std::string name;
    std::vector<Variable> variables;  ///< an array is as many of them as it has elements
    std::vector<std::string> mutexes, conditions;
    std::vector<ChannelOf> channels;
    std::vector<Body> bodies;
    std::vector<Task> tasks;
    std::vector<FinalCheck> checks;
};

}  // namespace fibrix::litmus
