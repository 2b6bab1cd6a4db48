#include "userland/sh/input.hpp"

#include <algorithm>

namespace fibrix::sh {

bool TextSource::next(std::string& line) {
    if (rest_.empty()) return false;
    const auto length = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, length);
    rest_.remove_prefix(std::min(length + 1, rest_.size()));
    return true;
}

bool Input::fetch() {
    std::string line;
    if (finished_ || !source_.next(line)) {
        finished_ = true;
        return false;
    }
    ++line_;
    line_begin_ = text_.size();
    text_ += line;
    text_ += '\n';
    const auto zero = line.find('\0');
    if (zero == line.npos) return true;
    at_ = line_begin_ + zero;
    throw SyntaxError(place(), "a zero byte: this is no script");
}

char Input::raw() { return at_ < text_.size() || fetch() ? text_[at_] : end; }

char Input::peek() {
    while (raw() == '\\' && text_[at_ + 1] == '\n') {
        const auto where = place();
        at_ += 2;
        if (raw() == end) throw SyntaxError(where, "nothing follows the backslash");
    }
    return raw();
}

bool Input::take(std::string_view text) {
    peek();
    if (text_.compare(std::min(at_, text_.size()), text.size(), text) != 0) return false;
    at_ += text.size();
    return true;
}

std::string_view Input::rest_of_line() const noexcept {
    const std::string_view rest = std::string_view(text_).substr(std::min(at_, text_.size()));
    return rest.substr(0, rest.find('\n'));
}

void Input::skip_line() noexcept { at_ = text_.size(); }

Place Input::place() const noexcept {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; };
    auto before = std::string_view(text_).substr(line_begin_, at_ - std::min(at_, line_begin_));
    if (before.ends_with('\n')) before.remove_suffix(1);  // the end of the text stands where its last line ends
    const auto inside = static_cast<std::size_t>(std::count_if(before.begin(), before.end(), continues));
    return {std::max<std::size_t>(line_, 1), before.size() - inside + 1};
}

void Input::forget() {
    text_.erase(0, at_);
    line_begin_ = 0;
    at_ = 0;
}

}  // namespace fibrix::sh
