// Replaces or removes characters.

#include <algorithm>
#include <array>
#include <cctype>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

using Set = std::string;  // characters in their order

/// Why a text describes no set.
struct BadSet {
    std::string why;
};

constexpr std::array<std::string_view, 12> classes{"alpha", "digit", "alnum", "upper", "lower", "space",
                                                   "blank", "punct", "cntrl", "graph", "print", "xdigit"};

bool is_in(std::string_view name, unsigned char c) {
    if (name == "alpha") return std::isalpha(c) != 0;
    if (name == "digit") return std::isdigit(c) != 0;
    if (name == "alnum") return std::isalnum(c) != 0;
    if (name == "upper") return std::isupper(c) != 0;
    if (name == "lower") return std::islower(c) != 0;
    if (name == "space") return std::isspace(c) != 0;
    if (name == "blank") return c == ' ' || c == '\t';
    if (name == "cntrl") return std::iscntrl(c) != 0;
    if (name == "graph") return std::isgraph(c) != 0;
    if (name == "print") return std::isprint(c) != 0;
    if (name == "xdigit") return std::isxdigit(c) != 0;
    return name == "punct" && std::ispunct(c) != 0;
}

char take_character(std::string_view& text) {
    char c = text.front();
    text.remove_prefix(1);
    if (c != '\\' || text.empty()) return c;
    c = text.front();
    text.remove_prefix(1);
    constexpr std::string_view letters = "abfnrtv", meanings = "\a\b\f\n\r\t\v";
    const auto found = letters.find(c);
    return found == letters.npos ? c == '0' ? '\0' : c : meanings[found];
}

// "a-z", "[:digit:]", "\n".
Set parse_set(std::string_view text) {
    Set set;
    while (!text.empty()) {
        const auto end = text.starts_with("[:") ? text.find(":]") : text.npos;
        if (end != text.npos) {
            if (std::find(classes.begin(), classes.end(), text.substr(2, end - 2)) == classes.end())
                throw BadSet{fmt::format("there is no class '{}'", text.substr(0, end + 2))};
            for (int c = 0; c < 256; ++c)
                if (is_in(text.substr(2, end - 2), static_cast<unsigned char>(c))) set += static_cast<char>(c);
            text.remove_prefix(end + 2);
            continue;
        }
        const auto before = text;
        const char first = take_character(text);
        char last = first;
        if (text.size() > 1 && text.front() == '-') {
            text.remove_prefix(1);
            last = take_character(text);
            if (static_cast<unsigned char>(last) < static_cast<unsigned char>(first))
                throw BadSet{fmt::format("'{}' goes backwards", before.substr(0, before.size() - text.size()))};
        }
        for (int c = static_cast<unsigned char>(first); c <= static_cast<unsigned char>(last); ++c)
            set += static_cast<char>(c);
    }
    return set;
}

Set complement(const Set& set) {
    Set others;
    for (int c = 0; c < 256; ++c)
        if (set.find(static_cast<char>(c)) == set.npos) others += static_cast<char>(c);
    return others;
}

struct Table {
    std::array<char, 256> to{};
    std::array<bool, 256> removed{}, squeezed{};
};

Table make_table(const Set& from, const Set& to, bool removes, bool squeezes) {
    Table table;
    for (std::size_t c = 0; c < 256; ++c) table.to[c] = static_cast<char>(c);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto c = static_cast<unsigned char>(from[i]);
        if (removes) table.removed[c] = true;
        else if (!to.empty()) table.to[c] = to[std::min(i, to.size() - 1)];
    }
    if (squeezes)
        for (const char c : to.empty() ? from : to) table.squeezed[static_cast<unsigned char>(c)] = true;
    return table;
}

int tr(Arguments& arguments) try {
    bool removes = false, squeezes = false, others = false;
    std::string first, second;
    arguments.flag("-d,--delete", removes, "remove those of FIRST");
    arguments.flag("-s,--squeeze-repeats", squeezes, "of the same one after the other, only one");
    arguments.flag("-c,--complement", others, "all that are not in FIRST");
    arguments.word("first", first, "characters, such as a-z or [:space:]");
    arguments.word("second", second, "what they become", false);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("tr");
    if (second.empty() && !removes && !squeezes) return tool.refuse("what do they become?");
    const auto from = others ? complement(parse_set(first)) : parse_set(first);
    const auto table = make_table(from, parse_set(second), removes, squeezes);
    int last = -1;
    std::string changed;
    tool.for_each_piece(sys::standard_input, "-", [&](std::string_view text) {
        changed.clear();
        for (const char c : text) {
            const auto index = static_cast<unsigned char>(c);
            if (table.removed[index]) continue;
            const auto made = static_cast<unsigned char>(table.to[index]);
            if (table.squeezed[made] && last == made) continue;
            changed += static_cast<char>(made);
            last = made;
        }
        tool.put(changed);
        return true;
    });
    return tool.finish();
} catch (const BadSet& error) {
    return Tool("tr").refuse(error.why);
}

const Program program{"tr", "Replaces or removes characters of standard input.", tr};

}  // namespace
