// Prints the lines that match a regular expression.
//
// The time of a match is linear in the line, whatever the expression is: nobody holds the system up with one.

#include <re2/re2.h>

#include <ranges>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Wanted {
    bool ignore_case = false, others = false, numbers = false, count = false, recursive = false, quiet = false;
    bool extended = false, fixed = false, files_only = false, whole_words = false;
    bool whole_lines = false, matches_only = false, files_without = false;
};

constexpr int matched = 0, none_matched = 1, trouble = 2;

// In a basic expression these mean themselves, and mean something when a backslash is before them.
std::string from_basic(std::string_view text) {
    constexpr std::string_view turned = "+?|(){}";
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '\\' && i + 1 < text.size();
        const char c = escaped ? text[++i] : text[i];
        if (c == '[' && !escaped) {
            auto end = text.find(']', i + (text.substr(i + 1).starts_with('^') ? 3 : 2));
            end = end == text.npos ? text.size() - 1 : end;
            made += text.substr(i, end - i + 1);
            i = end;
            continue;
        }
        const bool star_first = c == '*' && !escaped && (made.empty() || made == "^");
        if (escaped != (turned.find(c) != turned.npos) || star_first) made += '\\';
        made += c;
    }
    return made;
}

std::string expression(const std::string& pattern, const Wanted& wanted) {
    return wanted.fixed ? re2::RE2::QuoteMeta(pattern) : wanted.extended ? pattern : from_basic(pattern);
}

std::string one_of_several(std::string made, const Wanted& wanted) {
    if (wanted.whole_words) made = "\\b(?:" + made + ")\\b";
    return wanted.whole_lines ? "^(?:" + made + ")$" : "(?:" + made + ")";
}

class Search {
public:
    Search(Tool& tool, const re2::RE2& pattern, const Wanted& wanted, bool names) noexcept
        : tool_(tool), pattern_(pattern), wanted_(wanted), names_(names) {}

    void search(Handle file, const std::string& name) {
        const auto shown = name == "-" ? std::string("(standard input)") : name;
        const auto prefix = names_ ? shown + ":" : "";
        std::size_t number = 0, count = 0;
        LineSource lines(file);
        for (std::string_view line; !enough(count);) {
            const auto more = lines.next(line);
            if (!more) tool_.complain(name, more.error()), tool_.fail(trouble);
            if (!more || !*more) break;
            ++number;
            if (re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), pattern_) == wanted_.others)
                continue;
            ++count;
            if (wanted_.count || wanted_.quiet || files_only()) continue;
            if (wanted_.matches_only) print_matches(prefix, number, line);
            else print(prefix, number, line);
        }
        found_ = found_ || count > 0;
        if (wanted_.quiet) return;
        if (files_only()) {
            if ((count > 0) != wanted_.files_without) tool_.print("{}\n", shown);
        } else if (wanted_.count) tool_.print("{}{}\n", prefix, count);
    }
    void search_below(const std::string& directory) {
        std::vector<std::string> left{directory};
        while (!left.empty()) {
            const auto path = std::move(left.back());
            left.pop_back();
            const auto status = sys::lstat(path);
            if (!tool_.check(status, path)) continue;
            if (status->type == FileType::directory) {
                const auto entries = list_directory(path);
                if (!tool_.check(entries, path)) continue;
                for (const auto& each : std::views::reverse(*entries)) left.push_back(join_path(path, each.name));
            } else if (status->type == FileType::regular) {
                const auto file = File::open(path);
                if (tool_.check(file, path)) search(file->handle(), path);
            }
        }
    }
    [[nodiscard]] bool found() const noexcept { return found_; }

private:
    [[nodiscard]] bool files_only() const { return wanted_.files_only || wanted_.files_without; }
    [[nodiscard]] bool enough(std::size_t count) const { return (wanted_.quiet || files_only()) && count > 0; }
    void print_matches(std::string_view prefix, std::size_t number, std::string_view line) {
        const re2::StringPiece text(line.data(), line.size());
        re2::StringPiece match;
        for (std::size_t at = 0; at < line.size() && !wanted_.others;) {
            if (!pattern_.Match(text, at, line.size(), re2::RE2::UNANCHORED, &match, 1)) return;
            const auto begin = static_cast<std::size_t>(match.data() - line.data());
            if (!match.empty()) print(prefix, number, line.substr(begin, match.size()));
            at = begin + std::max<std::size_t>(match.size(), 1);
        }
    }
    void print(std::string_view prefix, std::size_t number, std::string_view line) {
        tool_.put(prefix);
        if (wanted_.numbers) tool_.print("{}:", number);
        tool_.put(line);
        tool_.put("\n");
    }

    Tool& tool_;
    const re2::RE2& pattern_;
    Wanted wanted_;
    bool names_;
    bool found_ = false;
};

int grep(Arguments& arguments) {
    Wanted wanted;
    std::vector<std::string> patterns, files;
    arguments.flag("-i,--ignore-case", wanted.ignore_case, "small and capital letters are the same");
    arguments.flag("-v,--invert-match", wanted.others, "the lines that do not match");
    arguments.flag("-n,--line-number", wanted.numbers, "with their numbers");
    arguments.flag("-c,--count", wanted.count, "only how many there are");
    arguments.flag("-l,--files-with-matches", wanted.files_only, "only the names of the files");
    arguments.flag("-L,--files-without-match", wanted.files_without, "the names of the others");
    arguments.flag("-o,--only-matching", wanted.matches_only, "of a line only what matches");
    arguments.flag("-x,--line-regexp", wanted.whole_lines, "whole lines only");
    arguments.option("-e,--regexp", patterns, "a regular expression; of several any");
    arguments.flag("-r,--recursive", wanted.recursive, "all files below directories");
    arguments.flag("-q,--quiet", wanted.quiet, "print nothing: the status says it");
    arguments.flag("-E,--extended-regexp", wanted.extended, "+ ? | ( ) { } mean something without a backslash");
    arguments.flag("-F,--fixed-strings", wanted.fixed, "no regular expression: just that text");
    arguments.flag("-w,--word-regexp", wanted.whole_words, "whole words only");
    arguments.words("words", files,
                    "a regular expression, unless there is one with -e; then where to look: standard "
                    "input if no file is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("grep");
    if (patterns.empty() && files.empty()) return tool.refuse("what is to be looked for?");
    if (patterns.empty()) {
        patterns.push_back(std::move(files.front()));
        files.erase(files.begin());
    }
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_log_errors(false);
    options.set_case_sensitive(!wanted.ignore_case);
    options.set_longest_match(true);
    std::string any;
    for (const auto& pattern : patterns) {
        const auto one = expression(pattern, wanted);
        if (const re2::RE2 alone(one, options); !alone.ok())
            return tool.refuse(fmt::format("'{}': {}", pattern, alone.error()));
        any += (any.empty() ? "" : "|") + one_of_several(one, wanted);
    }
    const re2::RE2 compiled(any, options);
    Search search(tool, compiled, wanted, files.size() > 1 || wanted.recursive);
    if (wanted.recursive)
        for (const auto& each : files.empty() ? std::vector<std::string>{"."} : files) search.search_below(each);
    else tool.for_each_input(files, [&](Handle file, const std::string& name) { search.search(file, name); });
    const int status = tool.finish();
    if (status != 0 && !(wanted.quiet && search.found())) return trouble;
    return search.found() ? matched : none_matched;
}

const Program program{"grep", "Prints the lines that match a regular expression.", grep, StackSize::k256};

}  // namespace
