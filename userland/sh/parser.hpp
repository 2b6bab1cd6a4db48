// The parser: makes the tree of a script, one complete command (a line, as a rule) at a time.
#pragma once

#include "userland/sh/input.hpp"
#include "userland/sh/lexer.hpp"
#include "userland/sh/syntax.hpp"

namespace fibrix::sh {

class Parser {
public:
    /// `source` must live as long.
    explicit Parser(Source& source, std::size_t first_line = 1) : input_(source, first_line) {}

    /// The next complete command: empty for a blank line, nothing at the end. Takes no more lines than it needs.
    /// Throws SyntaxError, having dropped what is left of the line; parks if the source does.
    std::optional<List> next();

private:
    Input input_;
};

/// The commands of one line. Throws SyntaxError.
List parse_line(std::string_view line);

/// What stands in $( ), from behind the parenthesis that `opened` it.
List parse_substitution(Lexer& lexer, Place opened);

/// All commands of a text that stands on line `first_line`, in something nested `depth` deep.
List parse_text(std::string_view text, std::size_t first_line, int depth);

/// A word as it was written, if nothing in it is to be put in; quotes are taken away.
std::optional<std::string> literal_of(const Word& word);

}  // namespace fibrix::sh
