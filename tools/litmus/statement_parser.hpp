// One line inside of a task. What opens a block (if, while) and what closes it is the parser's.
#pragma once

#include "tools/litmus/expression_parser.hpp"

namespace fibrix::litmus {

class StatementParser {
public:
    StatementParser(Cursor& cursor, Names& names) : cursor_(cursor), names_(names) {}

    /// `text` is the line as it was written. Throws Mistake.
    Statement parse(std::string_view text);

private:
    void fill(Statement& statement, std::string_view text);
    [[nodiscard]] Expression expression(bool another_follows = false) {
        return ExpressionParser(cursor_, names_, Scope::task).parse(another_follows);
    }
    [[nodiscard]] Place place(Shared kind, std::string_view what);
    [[nodiscard]] Place variable() { return place(Shared::variable, "a variable"); }
    [[nodiscard]] std::size_t local();

    Cursor& cursor_;
    Names& names_;
};

}  // namespace fibrix::litmus
