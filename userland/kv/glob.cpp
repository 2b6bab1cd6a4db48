#include "userland/kv/glob.hpp"

#include <utility>

namespace fibrix::kv {
namespace {

// A set such as [^a-z]; `at` goes from behind the bracket to behind the closing one. One that is not closed ends with
// the pattern.
bool matches_set(std::string_view pattern, std::size_t& at, char c) noexcept {
    const bool negated = at < pattern.size() && pattern[at] == '^';
    if (negated) ++at;
    bool found = false;
    const auto value = static_cast<unsigned char>(c);
    for (; at < pattern.size() && pattern[at] != ']'; ++at) {
        if (pattern[at] == '\\' && at + 1 < pattern.size()) {
            found |= pattern[++at] == c;
        } else if (at + 2 < pattern.size() && pattern[at + 1] == '-') {
            auto low = static_cast<unsigned char>(pattern[at]), high = static_cast<unsigned char>(pattern[at + 2]);
            if (low > high) std::swap(low, high);
            found |= value >= low && value <= high;
            at += 2;
        } else {
            found |= pattern[at] == c;
        }
    }
    if (at < pattern.size()) ++at;
    return found != negated;
}

// Whether the next piece of the pattern, which is no star, matches `c`; `at` goes behind it.
bool matches_one(std::string_view pattern, std::size_t& at, char c) noexcept {
    const char p = pattern[at++];
    if (p == '?') return true;
    if (p == '[') return matches_set(pattern, at, c);
    if (p == '\\' && at < pattern.size()) return pattern[at++] == c;
    return p == c;
}

}  // namespace

// When something does not match, only the last star has to take one more: what came before it has matched already.
bool matches(std::string_view pattern, std::string_view text) noexcept {
    constexpr auto none = std::string_view::npos;
    std::size_t p = 0, t = 0, after_star = none, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            after_star = ++p;
            resume = t;
        } else if (p < pattern.size() && matches_one(pattern, p, text[t])) {
            ++t;
        } else if (after_star != none) {
            p = after_star;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

}  // namespace fibrix::kv
