// Prints files, one after the other.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int cat(Arguments& arguments) {
    std::vector<std::string> files;
    bool number = false;
    arguments.flag("-n,--number", number, "number the lines");
    arguments.words("files", files, "what to print; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("cat");
    std::size_t lines = 0;
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        if (number) tool.for_each_line(file, name, [&](auto line) { tool.print("{:6}\t{}\n", ++lines, line); });
        else tool.for_each_piece(file, name, [&](auto text) { return tool.put(text), true; });
    });
    return tool.finish();
}

const Program program{"cat", "Prints files, one after the other.", cat};

}  // namespace
