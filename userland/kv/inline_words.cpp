#include "userland/kv/inline_words.hpp"

namespace fibrix::kv {
namespace {

// The blanks of C's own locale; a zero byte ends a line as well.
bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0'; }

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

char unescaped(char c) noexcept {
    switch (c) {
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'b': return '\b';
        case 'a': return '\a';
        default: return c;
    }
}

class Splitter {
public:
    Splitter(std::string_view line, std::string& text) noexcept : line_(line), text_(text) {}

    bool skip_blanks() noexcept {
        while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
        return at_ < line_.size();
    }
    // One word, which may change between bare and quoted as long as no quote ends in it.
    bool word() {
        while (at_ < line_.size() && !is_blank(line_[at_])) {
            const char c = line_[at_++];
            if (c == '"') return quoted('"') && at_word_end();
            if (c == '\'') return quoted('\'') && at_word_end();
            text_ += c;
        }
        return true;
    }

private:
    [[nodiscard]] bool at_word_end() const noexcept { return at_ == line_.size() || is_blank(line_[at_]); }
    [[nodiscard]] int hex_at(std::size_t at) const noexcept { return at < line_.size() ? hex_digit(line_[at]) : -1; }

    bool quoted(char quote) {
        while (at_ < line_.size()) {
            const char c = line_[at_++];
            if (c == quote) return true;
            if (c == '\\' && at_ < line_.size() && (quote == '"' || line_[at_] == '\'')) escaped(quote == '"');
            else text_ += c;
        }
        return false;
    }
    void escaped(bool in_double_quotes) {
        const char c = line_[at_++];
        if (in_double_quotes && c == 'x' && hex_at(at_) >= 0 && hex_at(at_ + 1) >= 0) {
            text_ += static_cast<char>(hex_at(at_) * 16 + hex_at(at_ + 1));
            at_ += 2;
        } else {
            text_ += in_double_quotes ? unescaped(c) : c;
        }
    }

    std::string_view line_;
    std::string& text_;
    std::size_t at_ = 0;
};

}  // namespace

bool split_inline(std::string_view line, std::string& text, std::vector<Piece>& pieces) {
    Splitter splitter(line, text);
    while (splitter.skip_blanks()) {
        const auto begin = text.size();
        if (!splitter.word()) return false;
        pieces.push_back({begin, text.size() - begin});
    }
    return true;
}

}  // namespace fibrix::kv
