// Prints the environment, or runs a program with a changed one.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

constexpr int not_found = 127, not_started = 126;

int env(Arguments& arguments) {
    bool empty = false;
    std::string unset;
    std::vector<std::string> words;
    arguments.flag("-i,--ignore-environment", empty, "begin with nothing");
    arguments.option("-u,--unset", unset, "without this name");
    arguments.words("words", words, "NAME=VALUE..., then a program and its arguments");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    Tool tool("env");
    if (empty)
        for (const auto& each : sys::get_environment()) sys::unset_variable(each.substr(0, each.find('=')));
    if (!unset.empty()) sys::unset_variable(unset);
    auto word = words.begin();
    for (; word != words.end() && word->find('=') != word->npos; ++word) {
        const auto end = word->find('=');
        if (!tool.check(sys::set_variable(word->substr(0, end), word->substr(end + 1)), *word)) return tool.finish();
    }
    if (word == words.end()) {
        for (const auto& each : sys::get_environment()) tool.print("{}\n", each);
        return tool.finish();
    }
    const auto replaced = sys::exec(*word, std::vector<std::string>(word + 1, words.end()));
    tool.complain(*word, replaced.error());
    return replaced.error() == Errno::noent ? not_found : not_started;
}

const Program program{"env", "Prints the environment, or runs a program with a changed one.", env};

}  // namespace
