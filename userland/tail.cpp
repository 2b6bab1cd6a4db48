// Prints the last lines of files, and what is added to them later.

#include <charconv>
#include <deque>
#include <optional>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Wanted {
    std::uint64_t count = 10;
    bool bytes = false;
    bool from_beginning = false;  // +5: from the fifth on
    bool follow = false;
};

void print_from(Tool& tool, Handle file, const std::string& name, const Wanted& wanted) {
    auto skip = wanted.count == 0 ? 0 : wanted.count - 1;
    tool.for_each_piece(file, name, [&](std::string_view text) {
        while (skip > 0 && !text.empty()) {
            const auto end = wanted.bytes ? std::min<std::size_t>(skip, text.size()) : text.find('\n') + 1;
            if (end == 0) return true;
            skip -= wanted.bytes ? end : 1;
            text.remove_prefix(end);
        }
        tool.put(text);
        return true;
    });
}

void print_last_bytes(Tool& tool, Handle file, const std::string& name, std::uint64_t count) {
    std::string kept;
    tool.for_each_piece(file, name, [&](std::string_view text) {
        kept += text;
        if (kept.size() > 2 * count + piece_size) kept.erase(0, kept.size() - count);
        return true;
    });
    tool.put(std::string_view(kept).substr(kept.size() - std::min<std::size_t>(count, kept.size())));
}

// The last `count` lines from here on; nothing if there are not more: then the first may have begun before.
std::optional<std::deque<std::string>> last_lines(Tool& tool, Handle file, const std::string& name, std::uint64_t count,
                                                  bool whole) {
    std::deque<std::string> kept;
    std::uint64_t seen = 0;
    LineSource lines(file);
    for (std::string_view line;;) {
        const auto more = lines.next(line);
        if (!tool.check(more, name)) return kept;
        if (!*more) break;
        ++seen;
        kept.emplace_back(line);
        if (lines.ended()) kept.back() += '\n';
        if (kept.size() > count) kept.pop_front();
    }
    if (!whole && seen <= count) return std::nullopt;
    return kept;
}

// Most of a large file need not be read.
void print_last_lines(Tool& tool, Handle file, const std::string& name, std::uint64_t count) {
    constexpr std::int64_t enough = 256 * 1024;
    const auto here = sys::seek(file, 0, Whence::here), end = sys::seek(file, 0, Whence::end);
    const bool skips = here && end && *end - enough > *here;
    if (here && end) (void)sys::seek(file, skips ? *end - enough : *here);
    auto found = last_lines(tool, file, name, count, !skips);
    if (!found) {
        (void)sys::seek(file, here.value());
        found = last_lines(tool, file, name, count, true);
    }
    if (!found) return;
    for (const auto& line : *found) tool.put(line);
}

void print_end(Tool& tool, Handle file, const std::string& name, const Wanted& wanted) {
    if (wanted.from_beginning) print_from(tool, file, name, wanted);
    else if (wanted.bytes) print_last_bytes(tool, file, name, wanted.count);
    else print_last_lines(tool, file, name, wanted.count);
}

// For ever: until it is killed.
void follow(Tool& tool, Handle file, const std::string& name) {
    constexpr auto patience = std::chrono::milliseconds(100);
    for (;;) {
        tool.flush();
        if (!tool.for_each_piece(file, name, [&](std::string_view text) { return tool.put(text), true; })) return;
        sys::sleep(patience);
    }
}

bool parse(std::string text, Wanted& wanted) {
    wanted.from_beginning = text.starts_with('+');
    if (text.starts_with('+') || text.starts_with('-')) text.erase(0, 1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted.count);
    return error == std::errc() && end == text.data() + text.size();
}

int tail(Arguments& arguments) {
    Wanted wanted;
    std::string lines, bytes;
    std::vector<std::string> files;
    take_old_count(arguments.given());
    arguments.option("-n,--lines", lines, "how many lines; +N: from line N on");
    arguments.option("-c,--bytes", bytes, "how many bytes instead");
    arguments.flag("-f,--follow", wanted.follow, "then print what is added to the last file, for ever");
    arguments.words("files", files, "what to print; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("tail");
    wanted.bytes = !bytes.empty();
    const auto& count = wanted.bytes ? bytes : lines;
    if (!count.empty() && !parse(count, wanted)) return tool.refuse(fmt::format("'{}' is not a count", count));
    std::size_t seen = 0;
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        if (files.size() > 1)
            tool.print("{}==> {} <==\n", seen == 0 ? "" : "\n", name == "-" ? "standard input" : name);
        print_end(tool, file, name, wanted);
        if (++seen >= files.size() && wanted.follow) follow(tool, file, name);
    });
    return tool.finish();
}

const Program program{"tail", "Prints the last lines of files.", tail};

}  // namespace
