#include "userland/sh/syntax.hpp"

#include <optional>

namespace fibrix::sh {
namespace {

struct Token {
    enum class Kind { end, word, semicolon, ampersand, and_and, or_or };
    Kind kind = Kind::end;
    std::size_t column = 1;
    Word word{};
};

class Lexer {
public:
    explicit Lexer(std::string_view line) noexcept : line_(line) {}

    Token next() {
        while (!finished() && is_blank(line_[at_])) ++at_;
        Token token{.column = at_ + 1};
        if (finished() || line_[at_] == '#') return token;
        if (const auto kind = take_operator()) {
            token.kind = *kind;
        } else {
            token.kind = Token::Kind::word;
            take_word(token.word);
        }
        return token;
    }

private:
    static bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }
    [[nodiscard]] bool finished() const noexcept { return at_ >= line_.size(); }
    bool take(std::string_view text) noexcept {
        if (!line_.substr(at_).starts_with(text)) return false;
        at_ += text.size();
        return true;
    }

    std::optional<Token::Kind> take_operator() {
        if (take("&&")) return Token::Kind::and_and;
        if (take("||")) return Token::Kind::or_or;
        if (take(";")) return Token::Kind::semicolon;
        if (take("&")) return Token::Kind::ampersand;
        if (std::string_view("|<>()").find(line_[at_]) != std::string_view::npos)
            throw SyntaxError(at_ + 1, std::string("'") + line_[at_] + "' is not known to this shell");
        return std::nullopt;
    }

    void take_word(Word& word) {
        word.emplace_back();
        constexpr std::string_view ends = " \t\r;&|<>()";
        while (!finished() && ends.find(line_[at_]) == ends.npos) {
            if (take("'")) take_literal(word);
            else if (take("\"")) take_quoted(word);
            else if (take("\\")) take_escaped(word);
            else take_plain(word);
        }
    }

    void take_literal(Word& word) {
        const auto begin = at_, end = line_.find('\'', at_);
        if (end == line_.npos) throw SyntaxError(begin, "the quote that begins here has no end");
        add(word, line_.substr(begin, end - begin));
        at_ = end + 1;
    }

    void take_quoted(Word& word) {
        const auto begin = at_;
        while (!take("\"")) {
            if (finished()) throw SyntaxError(begin, "the quote that begins here has no end");
            if (take("\\\"")) add(word, "\"");
            else if (take("\\\\")) add(word, "\\");
            else if (take("\\$")) add(word, "$");
            else take_plain(word);
        }
    }

    void take_escaped(Word& word) {
        if (finished()) throw SyntaxError(at_, "nothing follows the backslash");
        add(word, line_.substr(at_++, 1));
    }

    void take_plain(Word& word) {
        if (take("$?")) put_in(word, Piece::Kind::last_status);
        else if (take("$!")) put_in(word, Piece::Kind::last_job);
        else add(word, line_.substr(at_++, 1));
    }

    static void add(Word& word, std::string_view text) { word.back().text += text; }
    static void put_in(Word& word, Piece::Kind kind) {
        word.push_back({kind});
        word.emplace_back();
    }

    std::string_view line_;
    std::size_t at_ = 0;
};

std::string_view text_of(Token::Kind kind) noexcept {
    switch (kind) {
        case Token::Kind::end: return "the end of the line";
        case Token::Kind::word: return "a word";
        case Token::Kind::semicolon: return "';'";
        case Token::Kind::ampersand: return "'&'";
        case Token::Kind::and_and: return "'&&'";
        case Token::Kind::or_or: return "'||'";
    }
    return "?";
}

// Reads the words of one command; gives the token that ends it.
Token parse_command(Lexer& lexer, Token token, Command& command) {
    if (token.kind != Token::Kind::word)
        throw SyntaxError(token.column, "a command is missing before " + std::string(text_of(token.kind)));
    for (; token.kind == Token::Kind::word; token = lexer.next()) command.words.push_back(std::move(token.word));
    return token;
}

}  // namespace

std::vector<Command> parse_line(std::string_view line) {
    std::vector<Command> commands;
    Lexer lexer(line);
    Condition condition = Condition::always;
    Token token = lexer.next();
    while (token.kind != Token::Kind::end || condition != Condition::always) {
        Command& command = commands.emplace_back(Command{.condition = condition});
        token = parse_command(lexer, std::move(token), command);
        command.background = token.kind == Token::Kind::ampersand;
        if (command.background && condition != Condition::always)
            throw SyntaxError(token.column, "only a single command can run in the background");
        condition = Condition::always;
        if (token.kind == Token::Kind::and_and) condition = Condition::after_success;
        if (token.kind == Token::Kind::or_or) condition = Condition::after_failure;
        if (token.kind != Token::Kind::end) token = lexer.next();
    }
    return commands;
}

std::string expand(const Word& word, const std::string& last_status, const std::string& last_job) {
    std::string text;
    for (const auto& piece : word) {
        switch (piece.kind) {
            case Piece::Kind::text: text += piece.text; break;
            case Piece::Kind::last_status: text += last_status; break;
            case Piece::Kind::last_job: text += last_job; break;
        }
    }
    return text;
}

}  // namespace fibrix::sh
