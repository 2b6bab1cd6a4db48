// Prints the same line for ever.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int yes(Arguments& arguments) {
    std::vector<std::string> words;
    arguments.words("words", words, "what to print instead of y");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    const auto line = words.empty() ? "y\n" : fmt::format("{}\n", fmt::join(words, " "));
    std::string piece = line;
    while (piece.size() + line.size() <= piece_size) piece += line;
    Tool tool("yes");
    for (;;) tool.put(piece), tool.flush();
}

const Program program{"yes", "Prints the same line for ever.", yes};

}  // namespace
