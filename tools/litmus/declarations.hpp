// The lines of a litmus text outside of tasks: what is shared, which tasks there are, what must hold at the end.
#pragma once

#include "tools/litmus/expression_parser.hpp"

namespace fibrix::litmus {

class Declarations {
public:
    static constexpr std::int64_t most_tasks = 64, most_elements = 4096;

    Declarations(Program& program, Names& names) : program_(program), names_(names) {}

    [[nodiscard]] static bool begins_one(std::string_view word);

    /// True if this is the program's name, which may be any text.
    bool name(std::string_view text, std::size_t line);
    /// After "tasks" (of a range) or "task": those that run the last body. Throws Mistake.
    void tasks(Cursor& cursor, bool range);
    /// Any other, after its first word; `text` is the whole line. Throws Mistake.
    void other(Cursor& cursor, std::string_view word, std::string_view text);

private:
    void variables(Cursor& cursor);
    void array(Cursor& cursor);
    void add_variables(Cursor& cursor, std::string_view name, std::size_t count, bool is_array);
    void objects(Cursor& cursor, Shared kind, std::vector<std::string>& names);
    void channel(Cursor& cursor);
    void final_check(Cursor& cursor, std::string_view text);
    std::int64_t number(Cursor& cursor) { return ExpressionParser(cursor, names_, Scope::constant).parse_constant(); }
    std::size_t size(Cursor& cursor, std::int64_t least);
    std::size_t bracketed_size(Cursor& cursor, bool& is_array);

    Program& program_;
    Names& names_;
};

}  // namespace fibrix::litmus
