// Copies standard input to standard output and to files.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int tee(Arguments& arguments) {
    std::vector<std::string> names;
    bool append = false;
    arguments.flag("-a,--append", append, "add to the files");
    arguments.words("files", names, "where to");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("tee");
    std::vector<std::pair<std::string, File>> files;
    for (const auto& name : names) {
        auto file = File::open(name, append ? to_append : to_replace);
        if (tool.check(file, name)) files.emplace_back(name, std::move(*file));
    }
    tool.for_each_piece(sys::standard_input, "-", [&](std::string_view text) {
        tool.put(text);
        tool.flush();
        std::erase_if(files, [&](auto& each) { return !tool.check(each.second.write(text), each.first); });
        return true;
    });
    return tool.finish();
}

const Program program{"tee", "Copies standard input to standard output and to files.", tee};

}  // namespace
