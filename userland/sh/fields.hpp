// Fields in the making: what a word is expanded to, piece by piece.
//
// Each field is kept twice: as a text, and as a pattern in which a backslash stands before what means itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fibrix::sh {

struct Field {
    std::string text, pattern;
};

class Fields {
public:
    /// `separators`: the characters at which `split` separates, the variable IFS.
    explicit Fields(std::string separators) : separators_(std::move(separators)) {}

    /// Adds to the last field what stood in the script.
    void literal(std::string_view text);
    /// Adds what means itself, and is a field even if it is empty.
    void quoted(std::string_view text);
    /// Adds a value, which separators take apart.
    void split(std::string_view text);
    /// Ends the last field, if there is one.
    void end() noexcept { open_ = false; }
    /// The separator of "$*".
    [[nodiscard]] std::string_view joint() const noexcept { return std::string_view(separators_).substr(0, 1); }

    std::vector<Field> take() noexcept { return std::exchange(fields_, {}); }

private:
    Field& open();

    std::string separators_;
    std::vector<Field> fields_;
    bool open_ = false;         // the last field is still added to
    bool after_blank_ = false;  // a blank has ended it: a separator that follows belongs to that
};

}  // namespace fibrix::sh
