// From tokens to an expression, with C's precedence.
#pragma once

#include "tools/litmus/cursor.hpp"
#include "tools/litmus/names.hpp"
#include "tools/litmus/syntax.hpp"

namespace fibrix::litmus {

/// What the names in an expression are.
enum class Scope : std::uint8_t {
    constant,  // there are none
    task,      // locals
    final,     // shared variables
};

class ExpressionParser {
public:
    ExpressionParser(Cursor& cursor, Names& names, Scope scope) : cursor_(cursor), names_(names), scope_(scope) {}

    /// As much as belongs together. With `another_follows`, "0 -1" is two expressions, as a minus that has a space
    /// before it and none behind it begins the next.
    Expression parse(bool another_follows = false);
    /// A number that is known now.
    std::int64_t parse_constant();

private:
    void either(unsigned precedence);
    void unary();
    void primary();
    void name();
    void emit(Operator what, std::int64_t value = 0, std::int64_t count = 0);

    Cursor& cursor_;
    Names& names_;
    Scope scope_;
    bool another_follows_ = false;
    unsigned nested_ = 0;  // parentheses and signs
    std::size_t depth_ = 0;
    Expression made_;
};

}  // namespace fibrix::litmus
