#include "userland/sh/read_fields.hpp"

#include <array>

namespace fibrix::sh {

// Byte by byte, because what follows the line is for whoever reads next.
Result<bool> read_line(Handle from, bool raw, ReadLine& line) {
    for (bool escaped = false;;) {
        std::array<std::byte, 1> byte{};
        const auto got = sys::read(from, byte);
        if (!got) return got.error();
        if (*got == 0) return false;
        const char c = static_cast<char>(byte.front());
        const bool was_escaped = std::exchange(escaped, false);
        if (c == '\n' && !was_escaped) return true;
        if (c == '\n') continue;
        escaped = c == '\\' && !raw && !was_escaped;
        if (escaped) continue;
        line.text += c;
        line.quoted.push_back(was_escaped);
    }
}

namespace {

class Splitter {
public:
    Splitter(const ReadLine& line, std::string_view separators) : line_(line), separators_(separators) {}

    std::string field() {
        skip_blanks();
        const auto begin = at_;
        while (at_ < line_.text.size() && !separates(at_)) ++at_;
        auto text = line_.text.substr(begin, at_ - begin);
        skip_blanks();
        if (at_ < line_.text.size() && separates(at_)) ++at_;  // one that is no blank
        return text;
    }
    std::string rest() {
        skip_blanks();
        auto end = line_.text.size();
        while (end > at_ && blank(end - 1)) --end;
        auto first = at_;
        while (first < end && !separates(first)) ++first;
        if (first + 1 == end) end = first;  // a single field, and the separator that ends it
        return line_.text.substr(at_, end - at_);
    }

private:
    [[nodiscard]] bool separates(std::size_t at) const {
        return !line_.quoted[at] && separators_.find(line_.text[at]) != separators_.npos;
    }
    [[nodiscard]] bool blank(std::size_t at) const {
        return separates(at) && std::string_view(" \t\n").find(line_.text[at]) != std::string_view::npos;
    }
    void skip_blanks() {
        while (at_ < line_.text.size() && blank(at_)) ++at_;
    }
    const ReadLine& line_;
    std::string_view separators_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> read_fields(const ReadLine& line, std::string_view separators, std::size_t count) {
    Splitter splitter(line, separators);
    std::vector<std::string> fields;
    while (fields.size() + 1 < count) fields.push_back(splitter.field());
    fields.push_back(splitter.rest());
    return fields;
}

}  // namespace fibrix::sh
