// The lexer: takes a script apart into operators and words, with what stands inside of words.
#pragma once

#include <string_view>
#include <vector>

#include "userland/sh/input.hpp"
#include "userland/sh/syntax.hpp"

namespace fibrix::sh {

struct Token {
    enum class Kind : std::uint8_t {
        end,
        newline,
        word,
        semicolon,
        double_semicolon,
        ampersand,
        and_and,
        or_or,
        pipe,
        left,
        right,
        less,
        less_and,
        greater,
        greater_and,
        append,
        and_greater,
        and_append,
        document,
        stripped_document,
    };
    Kind kind = Kind::end;
    Place place{};
    std::size_t begin = 0, end = 0;  ///< offsets in the input
    int number = -1;                 ///< that stands before a redirection
    Word word{};

    /// The text of a word of which nothing is quoted or put in; else empty. Only such a word can be a reserved one.
    [[nodiscard]] std::string_view plain() const noexcept;
};

/// "'&&'", "the end of the line": how a token is called in an error.
std::string name_of(const Token& token);

class Lexer {
public:
    /// What it reads is itself `depth` deep in something else.
    explicit Lexer(Input& input, int depth = 0) noexcept : input_(input), depth_(depth) {}

    Token next();
    /// The next newline is followed by a here-document up to the line `end`. With `literal` nothing in it is put in.
    void expect_document(std::shared_ptr<Word> into, std::string end, bool literal, bool strip, Place place);
    [[nodiscard]] Input& input() noexcept { return input_; }

    /// Held while something nested is read; too deep is a SyntaxError.
    class Level {
    public:
        explicit Level(Lexer& lexer);
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --lexer_.depth_; }

    private:
        Lexer& lexer_;
    };

private:
    struct Document {
        std::shared_ptr<Word> into;
        std::string end;
        bool literal, strip;
        Place place;
    };

    // lexer.cpp
    void skip_blanks();
    void take_number(Token& token);
    Token::Kind take_operator();
    void take_documents();
    void take_document(const Document& document);
    void take_literal_line(Word& word);
    void take_expanded_line(Word& word);

    // word_lexer.cpp
    enum class Inside : std::uint8_t { word, quotes, document };
    void take_word(Word& word);
    void take_single_quoted(Word& word);
    void take_double_quoted(Word& word);
    void take_escaped(Word& word, Inside inside);
    void take_dollar(Word& word, bool quoted);
    void take_braces(Word& word, bool quoted, Place opened);
    void take_use(Piece& piece, Place opened);
    void take_until_brace(Piece& piece, Place opened);
    void take_command(Word& word, bool quoted, Place opened);
    void take_backquoted(Word& word, bool quoted);
    void take_arithmetic(Word& word, bool quoted, Place opened);
    std::string take_name();
    void take_inside(Word& word, Inside inside);

    static constexpr int deepest = 100;

    Input& input_;
    std::vector<Document> documents_;
    int depth_;
};

}  // namespace fibrix::sh
