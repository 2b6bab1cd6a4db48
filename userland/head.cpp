// Prints the first lines of files.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Wanted {
    std::int64_t lines = 10, bytes = -1;
};

// Gives back what it has read too much, where that is possible: for whoever reads on after us.
void print_bytes(Tool& tool, Handle file, const std::string& name, std::int64_t bytes) {
    auto left = static_cast<std::size_t>(bytes);
    if (left == 0) return;
    tool.for_each_piece(file, name, [&](std::string_view text) {
        const auto taken = text.substr(0, left);
        tool.put(taken);
        left -= taken.size();
        if (taken.size() < text.size())
            (void)sys::seek(file, -static_cast<std::int64_t>(text.size() - taken.size()), Whence::here);
        return left > 0;
    });
}

void print_lines(Tool& tool, Handle file, const std::string& name, std::int64_t lines) {
    if (lines == 0) return;
    tool.for_each_piece(file, name, [&](std::string_view text) {
        std::size_t end = 0;
        for (; lines > 0 && end < text.size(); --lines) {
            const auto found = text.find('\n', end);
            if (found == text.npos) {
                tool.put(text);
                return true;
            }
            end = found + 1;
        }
        tool.put(text.substr(0, end));
        if (lines == 0) (void)sys::seek(file, -static_cast<std::int64_t>(text.size() - end), Whence::here);
        return lines > 0;
    });
}

int head(Arguments& arguments) {
    Wanted wanted;
    std::vector<std::string> files;
    take_old_count(arguments.given());
    arguments.option("-n,--lines", wanted.lines, "how many lines");
    arguments.option("-c,--bytes", wanted.bytes, "how many bytes instead");
    arguments.words("files", files, "what to print; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("head");
    if (wanted.lines < 0 || wanted.bytes < -1) return tool.refuse("a count is not negative");
    bool first = true;
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        if (files.size() > 1) tool.print("{}==> {} <==\n", first ? "" : "\n", name == "-" ? "standard input" : name);
        first = false;
        if (wanted.bytes >= 0) print_bytes(tool, file, name, wanted.bytes);
        else print_lines(tool, file, name, wanted.lines);
    });
    return tool.finish();
}

const Program program{"head", "Prints the first lines of files.", head};

}  // namespace
