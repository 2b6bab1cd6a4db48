// The part of the lexer that reads words: quotes, and what stands behind a dollar sign.

#include <array>

#include "userland/sh/lexer.hpp"
#include "userland/sh/names.hpp"
#include "userland/sh/parser.hpp"

namespace fibrix::sh {
namespace {

constexpr const char* no_end = "the quote that begins here has no end";

// Adds a text; what is alike stays in one piece.
void add(Word& word, std::string_view text, bool quoted) {
    if (word.empty() || word.back().kind != Piece::Kind::text || word.back().quoted != quoted)
        word.push_back({.quoted = quoted});
    word.back().text += text;
}

void add(Word& word, char c, bool quoted) { add(word, std::string_view(&c, 1), quoted); }

bool ends_word(char c) noexcept {
    return c == Input::end || std::string_view(" \t\r\n;&|<>()").find(c) != std::string_view::npos;
}

}  // namespace

void Lexer::take_word(Word& word) {
    while (!ends_word(input_.peek())) take_inside(word, Inside::word);
}

// One character of a word, or what begins with it.
void Lexer::take_inside(Word& word, Inside inside) {
    const char c = input_.peek();
    if (c == '\'' && inside == Inside::word) return take_single_quoted(word);
    if (c == '"' && inside == Inside::word) return take_double_quoted(word);
    if (c == '\\') return take_escaped(word, inside);
    if (c == '$') return take_dollar(word, inside != Inside::word);
    if (c == '`') return take_backquoted(word, inside != Inside::word);
    add(word, c, inside != Inside::word);
    input_.skip();
}

void Lexer::take_single_quoted(Word& word) {
    const Place opened = input_.place();
    input_.skip();
    add(word, "", true);
    for (char c = input_.raw(); c != '\''; c = input_.raw()) {
        if (c == Input::end) throw SyntaxError(opened, no_end);
        add(word, c, true);
        input_.skip();
    }
    input_.skip();
}

void Lexer::take_double_quoted(Word& word) {
    const Place opened = input_.place();
    input_.skip();
    if (input_.peek() == '"') add(word, "", true);  // a field, though there is nothing in it
    for (char c = input_.peek(); c != '"'; c = input_.peek()) {
        if (c == Input::end) throw SyntaxError(opened, no_end);
        take_inside(word, Inside::quotes);
    }
    input_.skip();
}

// Between quotes a backslash means itself unless before what it takes the meaning from.
void Lexer::take_escaped(Word& word, Inside inside) {
    const Place place = input_.place();
    input_.skip();
    const char c = input_.raw();
    if (c == Input::end) throw SyntaxError(place, "nothing follows the backslash");
    const std::string_view special = inside == Inside::quotes ? "$`\"\\" : "$`\\";
    if (inside == Inside::word || special.find(c) != special.npos) {
        input_.skip();
        add(word, c, true);
    } else {
        add(word, '\\', true);
    }
}

std::string Lexer::take_name() {
    std::string name;
    if (!begins_name(input_.peek())) return name;
    for (char c = input_.peek(); continues_name(c); c = input_.peek()) {
        name += c;
        input_.skip();
    }
    return name;
}

void Lexer::take_dollar(Word& word, bool quoted) {
    const Level level(*this);
    const Place opened = input_.place();
    if (input_.take("$((")) return take_arithmetic(word, quoted, opened);
    if (input_.take("$(")) return take_command(word, quoted, opened);
    if (input_.take("${")) return take_braces(word, quoted, opened);
    input_.skip();
    const char c = input_.peek();
    Piece piece{.kind = Piece::Kind::parameter, .quoted = quoted};
    if (is_special_parameter(c)) {
        piece.text = c;
        input_.skip();
    } else {
        piece.text = take_name();
    }
    if (piece.text.empty()) add(word, '$', quoted);
    else word.push_back(std::move(piece));
}

void Lexer::take_braces(Word& word, bool quoted, Place opened) {
    Piece piece{.kind = Piece::Kind::parameter, .quoted = quoted};
    if (input_.take("#")) {
        if (input_.peek() == '}') piece.text = '#';
        else piece.use = Use::length;
    }
    if (piece.text.empty()) piece.text = take_name();
    while (is_digit(input_.peek()) && (piece.text.empty() || is_digit(piece.text.front()))) {
        piece.text += input_.peek();
        input_.skip();
    }
    if (piece.text.empty() && is_special_parameter(input_.peek())) {
        piece.text = input_.peek();
        input_.skip();
    }
    if (piece.text.empty()) throw SyntaxError(opened, "the name of a variable is missing after '${'");
    if (!input_.take("}")) take_use(piece, opened);
    word.push_back(std::move(piece));
}

void Lexer::take_use(Piece& piece, Place opened) {
    struct Operation {
        std::string_view text;
        Use use;
    };
    constexpr std::array operations{
        Operation{"##", Use::cut_longest_prefix},
        Operation{"#", Use::cut_prefix},
        Operation{"-", Use::otherwise},
        Operation{"%%", Use::cut_longest_suffix},
        Operation{"%", Use::cut_suffix},
        Operation{"=", Use::assign},
        Operation{"+", Use::instead},
        Operation{"?", Use::demand},
    };
    const Place place = input_.place();
    const bool at_end = input_.peek() == Input::end || input_.peek() == '\n';
    if (at_end || piece.use == Use::length) throw SyntaxError(opened, "a '}' is missing for the '${' here");
    piece.unless_empty = input_.take(":");
    for (const auto& each : operations) {
        const bool cuts = each.use >= Use::cut_prefix;
        if ((piece.unless_empty && cuts) || !input_.take(each.text)) continue;
        piece.use = each.use;
        return take_until_brace(piece, opened);
    }
    throw SyntaxError(place, "after the variable's name a '}' or one of - = + ? # % is missing");
}

void Lexer::take_until_brace(Piece& piece, Place opened) {
    const bool cuts = piece.use >= Use::cut_prefix;  // a pattern: quotes in it are its own
    const bool quoted = piece.quoted && !cuts;
    for (char c = input_.peek(); c != '}'; c = input_.peek()) {
        if (c == Input::end) throw SyntaxError(opened, "a '}' is missing for the '${' here");
        if (quoted && c == '\\') take_escaped(piece.word, Inside::quotes);
        else if (quoted && c == '"') take_double_quoted(piece.word);
        else take_inside(piece.word, quoted ? Inside::quotes : Inside::word);
    }
    input_.skip();
}

void Lexer::take_command(Word& word, bool quoted, Place opened) {
    Piece piece{.kind = Piece::Kind::command, .quoted = quoted};
    piece.command = std::make_shared<const List>(parse_substitution(*this, opened));
    word.push_back(std::move(piece));
}

// The old form: its text is taken out of the quoting first, and read by itself.
void Lexer::take_backquoted(Word& word, bool quoted) {
    const Level level(*this);
    const Place opened = input_.place();
    std::string text;
    input_.skip();
    for (char c = input_.raw(); c != '`'; c = input_.raw()) {
        if (c == Input::end) throw SyntaxError(opened, no_end);
        input_.skip();
        const char following = c == '\\' ? input_.raw() : ' ';
        const bool escaped = following == '`' || following == '\\' || following == '$' || (quoted && following == '"');
        text += escaped ? following : c;
        if (escaped) input_.skip();
    }
    input_.skip();
    Piece piece{.kind = Piece::Kind::command, .quoted = quoted};
    piece.command = std::make_shared<const List>(parse_text(text, opened.line, depth_));
    word.push_back(std::move(piece));
}

void Lexer::take_arithmetic(Word& word, bool quoted, Place opened) {
    Piece piece{.kind = Piece::Kind::arithmetic, .quoted = quoted};
    for (int open = 0; open > 0 || !input_.take("))");) {
        const char c = input_.peek();
        if (c == Input::end || (c == ')' && open == 0))
            throw SyntaxError(opened, "a '))' is missing for the '$((' here");
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
        take_inside(piece.word, Inside::quotes);
    }
    word.push_back(std::move(piece));
}

}  // namespace fibrix::sh
