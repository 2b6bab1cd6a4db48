// Prints parts of each line.

#include <algorithm>
#include <charconv>
#include <limits>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Range {
    std::size_t first = 1, last = std::numeric_limits<std::size_t>::max();
};

// "2", "2-4", "-3", "5-", joined by commas; sorted and merged.
bool parse_ranges(std::string_view text, std::vector<Range>& ranges) {
    const auto number = [&](std::size_t& value) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        return error == std::errc() && value > 0;
    };
    for (;;) {
        Range range;
        const bool open = text.starts_with('-');
        if (!open && !number(range.first)) return false;
        if (!text.starts_with('-')) {
            range.last = range.first;
        } else {
            text.remove_prefix(1);
            const bool ends = !text.empty() && text.front() != ',';
            if ((open && !ends) || (ends && !number(range.last)) || range.last < range.first) return false;
        }
        ranges.push_back(range);
        if (text.empty()) break;
        if (!text.starts_with(',')) return false;
        text.remove_prefix(1);
    }
    std::sort(ranges.begin(), ranges.end(), [](auto& a, auto& b) { return a.first < b.first; });
    return true;
}

bool contains(const std::vector<Range>& ranges, std::size_t number) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](auto& range) { return number >= range.first && number <= range.last; });
}

std::string bytes_of(std::string_view line, const std::vector<Range>& ranges) {
    std::string text;
    std::size_t done = 0;
    for (const auto& range : ranges) {
        const auto begin = std::min(std::max(range.first - 1, done), line.size());
        const auto end = std::min(range.last, line.size());
        if (begin < end) text += line.substr(begin, end - begin);
        done = std::max(done, end);
    }
    return text;
}

std::string fields_of(std::string_view line, const std::vector<Range>& ranges, char delimiter) {
    std::string text;
    bool first = true;
    for (std::size_t at = 0, number = 1; at <= line.size(); ++number) {
        const auto end = std::min(line.find(delimiter, at), line.size());
        if (contains(ranges, number)) {
            if (!std::exchange(first, false)) text += delimiter;
            text += line.substr(at, end - at);
        }
        at = end + 1;
    }
    return text;
}

int cut(Arguments& arguments) {
    std::string bytes, fields, delimiter = "\t";
    bool only_delimited = false;
    std::vector<std::string> files;
    arguments.option("-b,-c,--bytes", bytes, "which bytes, such as 1-4,7,9-");
    arguments.option("-f,--fields", fields, "which fields");
    arguments.option("-d,--delimiter", delimiter, "what stands between fields");
    arguments.flag("-s,--only-delimited", only_delimited, "no lines without a delimiter");
    arguments.words("files", files, "what to cut; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("cut");
    if (bytes.empty() == fields.empty()) return tool.refuse("either -b or -f is needed");
    if (delimiter.size() != 1) return tool.refuse(fmt::format("-d: '{}' is not one character", delimiter));
    std::vector<Range> ranges;
    const auto& list = bytes.empty() ? fields : bytes;
    if (!parse_ranges(list, ranges)) return tool.refuse(fmt::format("'{}' is not a list of numbers", list));
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        tool.for_each_line(file, name, [&](std::string_view line) {
            const bool plain = bytes.empty() && line.find(delimiter) == line.npos;
            if (plain && only_delimited) return;
            if (plain) tool.put(line);
            else tool.put(bytes.empty() ? fields_of(line, ranges, delimiter.front()) : bytes_of(line, ranges));
            tool.put("\n");
        });
    });
    return tool.finish();
}

const Program program{"cut", "Prints parts of each line.", cut};

}  // namespace
