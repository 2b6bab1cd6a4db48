// Prints files, one after the other.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

void print_numbered(Tool& tool, Handle file, const std::string& name, std::size_t& number) {
    LineSource lines(file);
    for (std::string_view line;;) {
        const auto more = lines.next(line);
        if (!tool.check(more, name) || !*more) return;
        tool.print("{:6}\t{}{}", ++number, line, lines.ended() ? "\n" : "");
    }
}

int cat(Arguments& arguments) {
    std::vector<std::string> files;
    bool number = false;
    arguments.flag("-n,--number", number, "number the lines");
    arguments.words("files", files, "what to print; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("cat");
    std::size_t lines = 0;
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        if (number) print_numbered(tool, file, name, lines);
        else tool.for_each_piece(file, name, [&](auto text) { return tool.put(text), true; });
    });
    return tool.finish();
}

const Program program{"cat", "Prints files, one after the other.", cat};

}  // namespace
