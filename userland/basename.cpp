// Prints what is behind the last slash of a path.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int basename_main(Arguments& arguments) {
    std::string path, suffix;
    arguments.word("path", path, "a path");
    arguments.word("suffix", suffix, "an end that is left out too", false);
    if (const auto done = arguments.parse()) return *done;
    auto name = base_name(path);
    if (name != suffix && name.ends_with(suffix)) name.remove_suffix(suffix.size());
    sys::print("{}\n", name);
    return 0;
}

const Program program{"basename", "Prints what is behind the last slash of a path.", basename_main};

}  // namespace
