#include "userland/sh/completion.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "userland/sh/names.hpp"

namespace fibrix::sh {
namespace {

// The last word of a line, and what stands before it.
struct Cut {
    std::string word{};    // without quotes
    std::string before{};  // the word, or the operator, before it
    char quote = '\0';     // that is open
};

bool separates(char c) noexcept { return std::string_view(" \t\n;|&<>()").find(c) != std::string_view::npos; }

void end_word(Cut& cut, char separator) {
    if (!cut.word.empty()) cut.before = std::exchange(cut.word, "");
    if (separator != ' ' && separator != '\t') cut.before = separator;
}

Cut cut_last_word(std::string_view line) {
    Cut cut;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const bool bare = cut.quote == '\0', special = bare || (cut.quote == '"' && c == '\\');
        if (c == cut.quote) cut.quote = '\0';
        else if (bare && (c == '\'' || c == '"')) cut.quote = c;
        else if (special && c == '\\' && at + 1 < line.size()) cut.word += line[++at];
        else if (bare && separates(c)) end_word(cut, c);
        else cut.word += c;
    }
    return cut;
}

bool begins_command(const std::string& before) {
    constexpr std::array<std::string_view, 18> openers{"",   ";",     "|",     "&",    "(",    ")",
                                                       "{",  "!",     "\n",    "time", "then", "else",
                                                       "do", "while", "until", "if",   "elif", "exec"};
    return std::find(openers.begin(), openers.end(), before) != openers.end();
}

// So that the shell reads it as it is.
std::string escaped(std::string_view text, char quote) {
    std::string all;
    for (const char c : text) {
        const std::string_view special = quote == '"' ? "\"\\$`" : quote == '\'' ? "" : " \t\n;|&<>()*?[]'\"\\$`#~";
        if (special.find(c) != special.npos) all += '\\';
        all += c;
    }
    return all;
}

std::vector<std::string> beginning_with(std::string_view prefix, const std::vector<std::string>& names) {
    std::vector<std::string> found;
    for (const auto& name : names)
        if (name.starts_with(prefix)) found.push_back(name);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::string common_beginning(const std::vector<std::string>& names) {
    std::string common = names.front();
    for (const auto& name : names) {
        const auto end = std::mismatch(common.begin(), common.end(), name.begin(), name.end()).first;
        common.erase(end, common.end());
    }
    while (!common.empty() && (static_cast<unsigned char>(common.back()) & 0xc0u) == 0x80u) common.pop_back();
    return common;
}

Completion choose(std::string_view typed, std::vector<std::string> found, char quote, const std::string& at_the_end) {
    if (found.empty()) return {};
    const bool single = found.size() == 1;
    auto insert = escaped(std::string_view(common_beginning(found)).substr(typed.size()), quote);
    if (single) insert += at_the_end;
    if (single || !insert.empty()) return {std::move(insert), {}};
    return {"", std::move(found)};
}

Completion complete_path(const Cut& cut, Directories& directories) {
    const auto slash = cut.word.rfind('/');
    const auto directory = slash == std::string::npos ? "" : cut.word.substr(0, slash + 1);
    const auto typed = std::string_view(cut.word).substr(directory.size());
    auto names = beginning_with(typed, directories.names_in(directory));
    if (typed.empty()) std::erase_if(names, [](const std::string& name) { return name.starts_with('.'); });
    const bool inside = names.size() == 1 && directories.is_directory(directory + names.front());
    const std::string closing = cut.quote == '\0' ? "" : std::string(1, cut.quote);
    return choose(typed, std::move(names), cut.quote, inside ? "/" : closing + " ");
}

}  // namespace

Completion complete(std::string_view line, const std::vector<std::string>& commands,
                    const std::vector<std::string>& variables, Directories& directories) {
    const Cut cut = cut_last_word(line);
    const auto dollar = cut.word.rfind('$');
    if (dollar != std::string::npos && cut.quote != '\'') {
        const auto name = cut.word.substr(dollar + 1);
        if (name.empty() || is_name(name)) return choose(name, beginning_with(name, variables), cut.quote, "");
    }
    const bool command = begins_command(cut.before) && cut.word.find('/') == std::string::npos;
    if (command && cut.quote == '\0') return choose(cut.word, beginning_with(cut.word, commands), '\0', " ");
    return complete_path(cut, directories);
}

}  // namespace fibrix::sh
