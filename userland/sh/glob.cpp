#include "userland/sh/glob.hpp"

#include <algorithm>
#include <optional>

namespace fibrix::sh {
namespace {

constexpr auto npos = std::string_view::npos;

// The character (not byte) that begins at `at`.
std::string_view character_at(std::string_view text, std::size_t at) noexcept {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xc0u) == 0x80u) ++size;
    return text.substr(at, size);
}

// A set such as [a-z]; if nothing ends it, it is an ordinary bracket.
struct Set {
    bool contains = false;
    std::size_t end = 0;  // behind it in the pattern
};

std::string_view take_member(std::string_view pattern, std::size_t& at) {
    if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
    const auto member = character_at(pattern, at);
    at += member.size();
    return member;
}

std::optional<Set> look_in_set(std::string_view pattern, std::size_t at, std::string_view character) {
    const bool negated = ++at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
    if (negated) ++at;
    bool found = false;
    for (const auto first = at; at < pattern.size() && (pattern[at] != ']' || at == first);) {
        const auto low = take_member(pattern, at);
        auto high = low;
        if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') high = take_member(pattern, ++at);
        // In UTF-8 the order of the bytes is that of the characters.
        found = found || (low <= character && character <= high);
    }
    if (at >= pattern.size()) return std::nullopt;
    return Set{found != negated, at + 1};
}

// Matches what stands at `at` in the pattern, which is no *, with one character; gives where the pattern goes on, or
// npos.
std::size_t match_one(std::string_view pattern, std::size_t at, std::string_view character) {
    if (pattern[at] == '?') return at + 1;
    if (pattern[at] == '[')
        if (const auto set = look_in_set(pattern, at, character)) return set->contains ? set->end : npos;
    return take_member(pattern, at) == character ? at : npos;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t at = 0, in_text = 0;
    std::size_t star = npos, star_took = 0;  // the last * seen, and up to where it has taken the text
    while (in_text < text.size() || at < pattern.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            star_took = in_text;
            continue;
        }
        const auto character = in_text < text.size() ? character_at(text, in_text) : std::string_view();
        const auto next = at < pattern.size() && !character.empty() ? match_one(pattern, at, character) : npos;
        if (next != npos) {
            at = next;
            in_text += character.size();
            continue;
        }
        if (star == npos || star_took >= text.size()) return false;
        star_took += character_at(text, star_took).size();
        at = star + 1;
        in_text = star_took;
    }
    return true;
}

bool is_pattern(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '*' || pattern[at] == '?') return true;
        if (pattern[at] == '[' && look_in_set(pattern, at, "x")) return true;
        if (pattern[at] == '\\') ++at;
    }
    return false;
}

namespace {

std::string without_backslashes(std::string_view pattern) {
    std::string text;
    for (std::size_t at = 0; at < pattern.size();) text += take_member(pattern, at);
    return text;
}

class Search {
public:
    explicit Search(Directories& directories) noexcept : directories_(directories) {}

    // All that `rest` stands for behind `path`, which is empty or ends with a slash. What has no pattern in it is put
    // together and looked at only at the end.
    void go(const std::string& path, std::string_view rest, bool checked) {
        const auto part = rest.substr(0, rest.find('/'));
        const auto behind = rest.substr(std::min(rest.find_first_not_of('/', part.size()), rest.size()));
        const std::string slashes(rest.size() - part.size() - behind.size(), '/');
        if (!is_pattern(part))
            return follow(path + without_backslashes(part) + slashes, behind, checked && part.empty());
        for (const auto& name : directories_.names_in(path)) {
            if (name.starts_with('.') != part.starts_with('.') || !matches(part, name)) continue;
            follow(std::string(path).append(name).append(slashes), behind, slashes.empty());
        }
    }
    std::vector<std::string> found;

private:
    void follow(const std::string& path, std::string_view behind, bool checked) {
        if (!behind.empty()) go(path, behind, checked);
        else if (checked || directories_.exists(path)) found.push_back(path);
    }

    Directories& directories_;
};

}  // namespace

std::vector<std::string> glob(std::string_view pattern, Directories& directories) {
    Search search(directories);
    search.go("", pattern, false);
    std::sort(search.found.begin(), search.found.end());
    return std::move(search.found);
}

}  // namespace fibrix::sh
