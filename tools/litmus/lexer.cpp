#include "tools/litmus/lexer.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "tools/litmus/mistake.hpp"

namespace fibrix::litmus {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

template <class Test>
std::size_t length_while(std::string_view text, Test test) {
    std::size_t length = 0;
    while (length < text.size() && test(text[length])) ++length;
    return length;
}

std::size_t length_of_sign(std::string_view text) {
    constexpr std::array<std::string_view, 7> long_signs{"==", "!=", "<=", ">=", "&&", "||", ".."};
    for (const auto sign : long_signs)
        if (text.starts_with(sign)) return sign.size();
    constexpr std::string_view short_signs = "+-*/%<>!()[]=";
    return short_signs.find(text.front()) == short_signs.npos ? 0 : 1;
}

Token first_token(std::string_view text, std::size_t line) {
    Token token;
    if (is_letter(text.front())) {
        token.kind = Token::Kind::name;
        token.text = text.substr(0, length_while(text, [](char c) { return is_letter(c) || is_digit(c); }));
    } else if (is_digit(text.front())) {
        token.kind = Token::Kind::number;
        token.text = text.substr(0, length_while(text, [](char c) { return is_letter(c) || is_digit(c); }));
        const char* end = token.text.data() + token.text.size();
        const auto [stopped, error] = std::from_chars(token.text.data(), end, token.number);
        if (error != std::errc() || stopped != end)
            throw Mistake(line, fmt::format("'{}' is not a number of 64 bits", token.text));
    } else {
        token.kind = Token::Kind::sign;
        token.text = text.substr(0, length_of_sign(text));
        if (token.text.empty()) {
            const char c = text.front();
            throw Mistake(line, c > ' ' && c < '\x7f' ? fmt::format("'{}' means nothing here", c)
                                                      : "a character that is not text");
        }
    }
    return token;
}

}  // namespace

std::vector<Token> split_line(std::string_view text, std::size_t line) {
    text = text.substr(0, text.find('#'));
    std::vector<Token> tokens;
    for (std::size_t at = 0;;) {
        const auto spaces = length_while(text.substr(at), is_space);
        at += spaces;
        if (at == text.size()) break;
        auto token = first_token(text.substr(at), line);
        at += token.text.size();
        token.spaced_before = spaces > 0 || tokens.empty();
        token.spaced_behind = at == text.size() || is_space(text[at]);
        tokens.push_back(token);
    }
    tokens.push_back({.text = "the end of the line"});
    return tokens;
}

}  // namespace fibrix::litmus
