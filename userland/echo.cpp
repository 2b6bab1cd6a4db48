// Prints its words.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int echo(Arguments& arguments) {
    std::vector<std::string> words;
    arguments.words("words", words, "what to print");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
    sys::print("{}\n", line);
    return 0;
}

const Program program{"echo", "Prints its words.", echo};

}  // namespace
