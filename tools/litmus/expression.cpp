#include "tools/litmus/expression.hpp"

#include <fmt/format.h>

#include <array>

#include "syscalls/cell/cell.hpp"

namespace fibrix::litmus {
namespace {

std::int64_t quotient(std::int64_t left, std::int64_t right, bool remainder) {
    if (right == 0) throw NoValue{"division by zero"};
    if (right == -1) return remainder ? 0 : static_cast<std::int64_t>(-static_cast<std::uint64_t>(left));
    return remainder ? left % right : left / right;
}

std::int64_t combine(Operator what, std::int64_t left, std::int64_t right) {
    const auto a = static_cast<std::uint64_t>(left), b = static_cast<std::uint64_t>(right);
    switch (what) {
        case Operator::add: return static_cast<std::int64_t>(a + b);
        case Operator::subtract: return static_cast<std::int64_t>(a - b);
        case Operator::multiply: return static_cast<std::int64_t>(a * b);
        case Operator::divide: return quotient(left, right, false);
        case Operator::remainder: return quotient(left, right, true);
        case Operator::equal: return left == right;
        case Operator::unequal: return left != right;
        case Operator::less: return left < right;
        case Operator::at_most: return left <= right;
        case Operator::greater: return left > right;
        default: return left >= right;
    }
}

std::int64_t element(const Instruction& array, std::int64_t index, const Memory& memory) {
    if (index < 0 || index >= array.count)
        throw NoValue{fmt::format("[{}] is outside of an array of {}", index, array.count)};
    return memory.cells[array.value + index].value;
}

}  // namespace

std::int64_t evaluate(const Expression& expression, const Memory& memory) {
    std::array<std::int64_t, Expression::most_depth + 1> stack;  // NOLINT(*-member-init): filled before it is read
    std::size_t depth = 0;
    const auto& code = expression.code;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const auto& step = code[at];
        switch (step.what) {
            case Operator::constant: stack[depth++] = step.value; break;
            case Operator::local: stack[depth++] = memory.locals[step.value]; break;
            case Operator::cell: stack[depth++] = memory.cells[step.value].value; break;
            case Operator::element: stack[depth - 1] = element(step, stack[depth - 1], memory); break;
            case Operator::negate: stack[depth - 1] = combine(Operator::subtract, 0, stack[depth - 1]); break;
            case Operator::invert: stack[depth - 1] = stack[depth - 1] == 0; break;
            case Operator::truth: stack[depth - 1] = stack[depth - 1] != 0; break;
            case Operator::unless_true:
            case Operator::unless_false: {
                const bool is_true = stack[--depth] != 0;
                if (is_true != (step.what == Operator::unless_true)) break;
                stack[depth++] = is_true;
                at = static_cast<std::size_t>(step.value) - 1;
                break;
            }
            default:
                --depth;
                stack[depth - 1] = combine(step.what, stack[depth - 1], stack[depth]);
                break;
        }
    }
    return stack[0];
}

}  // namespace fibrix::litmus
