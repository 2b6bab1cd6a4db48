// An expression of a litmus text: code for a small stack, made once and evaluated often, without allocation.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fibrix {
struct CellCore;
}

namespace fibrix::litmus {

enum class Operator : std::uint8_t {
    constant,  // pushes `value`
    local,     // pushes the task's local number `value`
    cell,      // pushes the variable number `value`
    element,   // of the array that begins with variable `value` and has `count`: the index is replaced by it
    negate,
    invert,
    add,
    subtract,
    multiply,
    divide,
    remainder,
    equal,
    unequal,
    less,
    at_most,
    greater,
    at_least,
    unless_true,   // goes to `value` if the top is not 0, which becomes 1; else takes it away
    unless_false,  // goes to `value` if the top is 0; else takes it away
    truth,         // 0 or 1
};

struct Instruction {
    Operator what = Operator::constant;
    std::int64_t value = 0;
    std::int64_t count = 0;
};

struct Expression {
    static constexpr std::size_t most_depth = 32;
    std::vector<Instruction> code;
};

/// What can be read in an expression: locals in a task, variables in a final assertion.
struct Memory {
    const std::int64_t* locals = nullptr;
    const CellCore* cells = nullptr;
};

/// Why an expression has no value. Thrown.
struct NoValue {
    std::string why;
};

/// Arithmetic wraps round at 64 bits. Throws NoValue: division by zero, an index outside of its array.
std::int64_t evaluate(const Expression& expression, const Memory& memory);

}  // namespace fibrix::litmus
