// The parser's inside: commands, from tokens, by recursive descent. One is made for each complete command, and for each
// command substitution in it.
#pragma once

#include <initializer_list>

#include "userland/sh/lexer.hpp"

namespace fibrix::sh {

class CommandParser {
public:
    /// Takes the first token.
    explicit CommandParser(Lexer& lexer) : lexer_(lexer) { advance(); }

    /// Up to the end of the line.
    List complete_command();
    /// Up to the parenthesis that closes what `opened` began; that is the last token which is taken.
    List until_parenthesis(Place opened);

private:
    using Kind = Token::Kind;

    // command_parser.cpp
    void advance();
    [[nodiscard]] bool at(Kind kind) const noexcept { return token_.kind == kind; }
    [[nodiscard]] bool at_reserved(std::string_view word) const noexcept { return token_.plain() == word; }
    bool take_reserved(std::string_view word);
    void skip_newlines();
    [[nodiscard]] bool at_end_of_body() const noexcept;
    [[noreturn]] void refuse(const std::string& what) const;
    List body();
    List list(bool lines);
    Item item();
    Pipeline pipeline();
    Command command();
    Command simple();
    bool assignment(Simple& simple);
    bool redirection(std::vector<Redirection>& redirections);
    void document(Redirection& redirection, bool strip);

    // compound_parser.cpp
    /// What a compound command must have next; if it has not, the error tells which one began where.
    struct Opened {
        std::string_view word;
        Place place;
    };
    bool compound(Command& command);
    If if_command(Opened opened);
    Loop loop(Opened opened);
    For for_command(Opened opened);
    Case case_command(Opened opened);
    Case::Choice choice(Opened opened);
    Function function(std::string name);
    List do_group(Opened opened);
    void demand(std::string_view word, Opened opened);

    Lexer& lexer_;
    Token token_;
    std::size_t last_end_ = 0;  // offset of the end of the token before
    int open_ = 0;              // compound commands that have not ended
};

}  // namespace fibrix::sh
