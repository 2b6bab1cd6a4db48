// Where the parser stands in a line.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "tools/litmus/lexer.hpp"
#include "tools/litmus/mistake.hpp"

namespace fibrix::litmus {

class Cursor {
public:
    Cursor(std::string_view text, std::size_t line) : line_(line), tokens_(split_line(text, line)) {}

    [[nodiscard]] const Token& peek() const noexcept { return tokens_[at_]; }
    [[nodiscard]] bool at_end() const noexcept { return peek().kind == Token::Kind::end; }
    [[nodiscard]] bool at_name() const noexcept { return peek().kind == Token::Kind::name; }
    [[nodiscard]] bool at_sign(std::string_view sign) const noexcept {
        return peek().kind == Token::Kind::sign && peek().text == sign;
    }
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

    Token take() noexcept { return at_end() ? tokens_[at_] : tokens_[at_++]; }
    bool accept(std::string_view sign) noexcept {
        const bool there = at_sign(sign);
        if (there) ++at_;
        return there;
    }
    void expect(std::string_view sign) {
        if (!accept(sign)) expected(fmt::format("'{}'", sign));
    }
    std::string_view take_name(std::string_view what) {
        if (!at_name()) expected(what);
        return take().text;
    }
    void expect_end() const {
        if (!at_end()) wrong(fmt::format("'{}' is too much: one statement a line", peek().text));
    }
    [[noreturn]] void expected(std::string_view what) const {
        wrong(at_end() ? fmt::format("{} is missing", what)
                       : fmt::format("{} is expected, not '{}'", what, peek().text));
    }
    [[noreturn]] void wrong(const std::string& what) const { throw Mistake(line_, what); }

private:
    std::size_t line_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace fibrix::litmus
