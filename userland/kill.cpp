// Sends a signal to tasks and processes.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// "-TERM" and "-9" are said without -s before them.
void say_the_option(std::vector<std::string>& words) {
    if (words.empty() || words[0].size() < 2 || words[0][0] != '-' || words[0][1] == '-') return;
    if (words[0] == "-s" || words[0] == "-l" || words[0] == "-h") return;
    const auto name = words[0].substr(1);
    words[0] = "-s";
    words.insert(words.begin() + 1, name);
}

int list_signals(Tool& tool) {
    for (const auto signal : all_signals)
        tool.print("{:>2} {}\n", static_cast<int>(signal), to_string(signal).substr(3));
    return tool.finish();
}

int kill(Arguments& arguments) {
    bool list = false;
    std::string name = "TERM";
    std::vector<std::string> targets;
    say_the_option(arguments.given());
    arguments.option("-s,--signal", name, "which, such as KILL or 9; -KILL is the same; 0 only looks");
    arguments.flag("-l,--list", list, "the signals that there are");
    arguments.words("ids", targets, "whom: tasks, or processes; -ID: a group");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    Tool tool("kill");
    if (list) return list_signals(tool);
    const auto signal = name == "0" ? Signal::none : parse_signal(name);
    if (!signal) return tool.refuse(fmt::format("'{}' is not a signal, see: kill -l", name));
    if (targets.empty()) return tool.refuse("whom?");
    for (const auto& target : targets) {
        const bool group = target.starts_with('-');
        const auto id = parse_task_id(group ? target.substr(1) : target);
        if (!id) return tool.refuse(fmt::format("'{}' is not the id of a task or process", target));
        if (group) tool.check(sys::kill_group(*id, *signal), target);
        else tool.check(sys::kill(*id, *signal), target);
    }
    return tool.finish();
}

const Program program{"kill", "Sends a signal to tasks and processes.", kill};

}  // namespace
