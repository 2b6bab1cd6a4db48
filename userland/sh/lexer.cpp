#include "userland/sh/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "userland/sh/names.hpp"

namespace fibrix::sh {
namespace {

using Kind = Token::Kind;

struct Operator {
    std::string_view text;
    Kind kind;
};

// The longer ones first. Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers
// writable.
constexpr std::array<Operator, 18> operators{
    Operator{"<<-", Kind::stripped_document},
    Operator{"&>>", Kind::and_append},
    Operator{"<<", Kind::document},
    Operator{"<&", Kind::less_and},
    Operator{">&", Kind::greater_and},
    Operator{">>", Kind::append},
    Operator{">|", Kind::greater},
    Operator{"&>", Kind::and_greater},
    Operator{"&&", Kind::and_and},
    Operator{"||", Kind::or_or},
    Operator{";;", Kind::double_semicolon},
    Operator{"<", Kind::less},
    Operator{">", Kind::greater},
    Operator{"&", Kind::ampersand},
    Operator{"|", Kind::pipe},
    Operator{";", Kind::semicolon},
    Operator{"(", Kind::left},
    Operator{")", Kind::right},
};

}  // namespace

std::string_view Token::plain() const noexcept {
    if (kind != Kind::word || word.size() != 1) return {};
    const auto& piece = word.front();
    return piece.kind == Piece::Kind::text && !piece.quoted ? std::string_view(piece.text) : std::string_view();
}

std::string name_of(const Token& token) {
    if (token.kind == Kind::end || token.kind == Kind::newline) return "the end of the line";
    if (token.kind == Kind::word) return token.plain().empty() ? "a word" : "'" + std::string(token.plain()) + "'";
    const auto found = std::find_if(operators.rbegin(), operators.rend(),
                                    [&](const Operator& each) { return each.kind == token.kind; });
    return "'" + std::string(found->text) + "'";
}

Lexer::Level::Level(Lexer& lexer) : lexer_(lexer) {
    if (lexer.depth_ >= deepest) throw SyntaxError(lexer.input_.place(), "this is nested too deeply");
    ++lexer.depth_;
}

Token Lexer::next() {
    skip_blanks();
    Token token{.place = input_.place(), .begin = input_.offset()};
    take_number(token);
    token.kind = input_.peek() == Input::end ? Kind::end : take_operator();
    if (token.kind == Kind::word) take_word(token.word);
    token.end = input_.offset();
    if (token.kind == Kind::newline) take_documents();
    return token;
}

void Lexer::skip_blanks() {
    for (char c = input_.peek(); c == ' ' || c == '\t' || c == '\r'; c = input_.peek()) input_.skip();
    if (input_.peek() != '#') return;
    while (input_.raw() != '\n' && input_.raw() != Input::end) input_.skip();
}

// Digits right before < or > say which handle is redirected.
void Lexer::take_number(Token& token) {
    if (!is_digit(input_.peek())) return;
    const auto rest = input_.rest_of_line();
    if (rest.size() < 2 || (rest[1] != '<' && rest[1] != '>')) return;
    token.number = rest[0] - '0';
    input_.skip();
}

Token::Kind Lexer::take_operator() {
    if (input_.peek() == '\n') {
        input_.skip();
        return Kind::newline;
    }
    for (const auto& each : operators)
        if (input_.take(each.text)) return each.kind;
    return Kind::word;
}

void Lexer::expect_document(std::shared_ptr<Word> into, std::string end, bool literal, bool strip, Place place) {
    documents_.push_back({std::move(into), std::move(end), literal, strip, place});
}

void Lexer::take_documents() {
    for (const auto& document : std::exchange(documents_, {})) take_document(document);
}

void Lexer::take_document(const Document& document) {
    for (;;) {
        if (input_.raw() == Input::end)
            throw SyntaxError(document.place, "the here-document that is announced here does not end with a line '" +
                                                  document.end + "'");
        while (document.strip && input_.raw() == '\t') input_.skip();
        if (input_.rest_of_line() == document.end) break;
        if (document.literal) take_literal_line(*document.into);
        else take_expanded_line(*document.into);
    }
    input_.skip_line();
}

void Lexer::take_literal_line(Word& word) {
    word.push_back({.quoted = true, .text = std::string(input_.rest_of_line()) + "\n"});
    input_.skip_line();
}

void Lexer::take_expanded_line(Word& word) {
    word.push_back({.quoted = true});
    while (input_.peek() != '\n') take_inside(word, Inside::document);
    word.push_back({.quoted = true, .text = "\n"});
    input_.skip();
}

}  // namespace fibrix::sh
