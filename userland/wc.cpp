// Counts lines, words, characters and bytes.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Counts {
    std::uint64_t lines = 0, words = 0, characters = 0, bytes = 0;
};

struct Shown {
    bool lines = false, words = false, characters = false, bytes = false;
};

bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// In UTF-8 all others go on with one.
bool begins_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }

bool count(Tool& tool, Handle file, const std::string& name, const Shown& shown, Counts& counts) {
    bool in_word = false;
    return tool.for_each_piece(file, name, [&](std::string_view text) {
        counts.bytes += text.size();
        if (shown.characters)
            counts.characters += static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), begins_character));
        counts.lines += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        if (!shown.words) return true;
        for (const char c : text) {
            const bool blank = is_blank(c);
            if (!blank && !in_word) ++counts.words;
            in_word = !blank;
        }
        return true;
    });
}

void print_line(Tool& tool, const Shown& shown, const Counts& counts, const std::string& name, std::size_t width) {
    std::string line;
    for (const auto& [wanted, value] : {std::pair{shown.lines, counts.lines},
                                        {shown.words, counts.words},
                                        {shown.characters, counts.characters},
                                        {shown.bytes, counts.bytes}})
        if (wanted) line += fmt::format("{}{:{}}", line.empty() ? "" : " ", value, width);
    tool.print("{}{}{}\n", line, name.empty() ? "" : " ", name);
}

int wc(Arguments& arguments) {
    Shown shown;
    std::vector<std::string> files;
    arguments.flag("-l,--lines", shown.lines, "lines");
    arguments.flag("-w,--words", shown.words, "words");
    arguments.flag("-m,--chars", shown.characters, "characters, of UTF-8");
    arguments.flag("-c,--bytes", shown.bytes, "bytes");
    arguments.words("files", files, "what to count in; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    if (!shown.lines && !shown.words && !shown.characters && !shown.bytes) shown = {true, true, false, true};
    Tool tool("wc");
    std::vector<std::pair<Counts, std::string>> all;
    Counts total;
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        Counts counts;
        if (!count(tool, file, name, shown, counts)) return;
        total = {total.lines + counts.lines, total.words + counts.words, total.characters + counts.characters,
                 total.bytes + counts.bytes};
        all.emplace_back(counts, files.empty() ? "" : name);
    });
    if (files.size() > 1) all.emplace_back(total, "total");
    const bool alone = shown.lines + shown.words + shown.characters + shown.bytes == 1 && all.size() == 1;
    const auto width = alone ? 1 : files.empty() ? 7 : std::to_string(total.bytes).size();
    for (const auto& each : all) print_line(tool, shown, each.first, each.second, width);
    return tool.finish();
}

const Program program{"wc", "Counts lines, words and bytes.", wc};

}  // namespace
