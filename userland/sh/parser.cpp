#include "userland/sh/parser.hpp"

#include "userland/sh/command_parser.hpp"

namespace fibrix::sh {

std::optional<List> Parser::next() {
    input_.forget();
    if (input_.raw() == Input::end) return std::nullopt;
    try {
        Lexer lexer(input_);
        return CommandParser(lexer).complete_command();
    } catch (const SyntaxError&) {
        input_.skip_line();
        throw;
    }
}

List parse_line(std::string_view line) {
    TextSource source(line);
    return Parser(source).next().value_or(List());
}

List parse_substitution(Lexer& lexer, Place opened) { return CommandParser(lexer).until_parenthesis(opened); }

List parse_text(std::string_view text, std::size_t first_line, int depth) {
    TextSource source(text);
    Input input(source, first_line);
    List all;
    while (input.raw() != Input::end) {
        Lexer lexer(input, depth);
        auto commands = CommandParser(lexer).complete_command();
        std::move(commands.begin(), commands.end(), std::back_inserter(all));
    }
    return all;
}

std::optional<std::string> literal_of(const Word& word) {
    std::string text;
    for (const auto& piece : word) {
        if (piece.kind != Piece::Kind::text) return std::nullopt;
        text += piece.text;
    }
    return text;
}

}  // namespace fibrix::sh
