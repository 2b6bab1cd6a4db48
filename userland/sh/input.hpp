// The text of a script while it is read: lines are fetched when they are needed, and every character has its place.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace fibrix::sh {

/// Where something stands in a script; both from 1. A column is a character, not a byte.
struct Place {
    std::size_t line = 1, column = 1;
};

/// Its text names the column; the line is for whoever knows what it is a line of.
class SyntaxError : public std::runtime_error {
public:
    SyntaxError(Place where, const std::string& what)
        : std::runtime_error("column " + std::to_string(where.column) + ": " + what), place(where) {}
    Place place;
};

/// Where the lines come from.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;
    /// The next line without its end; false if there is none. May park.
    virtual bool next(std::string& line) = 0;
};

/// Lines of a text.
class TextSource final : public Source {
public:
    /// `text` must live as long.
    explicit TextSource(std::string_view text) noexcept : rest_(text) {}
    bool next(std::string& line) override;

private:
    std::string_view rest_;
};

class Input {
public:
    static constexpr char end = '\0';

    explicit Input(Source& source, std::size_t first_line = 1) : source_(source), line_(first_line - 1) {}

    /// The next character as it stands; `end` if there is none.
    char raw();
    /// The same, without backslashes at the ends of lines.
    char peek();
    /// Goes on by one character, which was looked at.
    void skip() noexcept { ++at_; }
    /// Goes on if the text goes on with `text`, within the line.
    bool take(std::string_view text);
    /// What is left of the line that was looked at, without its end.
    [[nodiscard]] std::string_view rest_of_line() const noexcept;
    void skip_line() noexcept;

    [[nodiscard]] Place place() const noexcept;
    [[nodiscard]] std::size_t offset() const noexcept { return at_; }
    /// What was read between two offsets.
    [[nodiscard]] std::string text(std::size_t from, std::size_t to) const { return text_.substr(from, to - from); }
    /// Forgets what was read: offsets begin anew.
    void forget();

private:
    bool fetch();

    Source& source_;
    std::string text_;            // what was fetched since `forget`, each line with its end
    std::size_t at_ = 0;          // the next character
    std::size_t line_begin_ = 0;  // of the line that was fetched last
    std::size_t line_;            // its number
    bool finished_ = false;
};

}  // namespace fibrix::sh
