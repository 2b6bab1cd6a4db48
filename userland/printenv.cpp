// Prints the environment, or the values of some names in it.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int printenv(Arguments& arguments) {
    std::vector<std::string> names;
    arguments.words("names", names, "whose values; all if none is named");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("printenv");
    if (names.empty())
        for (const auto& each : sys::get_environment()) tool.print("{}\n", each);
    for (const auto& name : names) {
        const auto value = sys::get_variable(name);
        if (value) tool.print("{}\n", *value);
        else tool.fail();
    }
    return tool.finish();
}

const Program program{"printenv", "Prints the environment.", printenv};

}  // namespace
