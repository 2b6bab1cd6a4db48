// Shows all tasks: what each is, what it does, and what it waits for.

#include <nlohmann/json.hpp>

#include "userland/tasks.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;
using Json = nlohmann::ordered_json;

std::string kilobytes(std::uint64_t bytes) { return fmt::format("{}k", (bytes + 1023) / 1024); }

Json describe_task(const TaskLine& task) {
    Json json{{"tid", task.tid},
              {"pid", task.pid},
              {"parent", task.has_parent() ? Json(task.parent) : Json()},
              {"program", task.program},
              {"state", task.state},
              {"waits_for", task.waits_for.empty() ? Json() : Json(task.waits_for)},
              {"age_seconds", task.age},
              {"ran_seconds", task.ran},
              {"switches", task.switches},
              {"syscalls", task.syscalls}};
    json["stack_used"] = task.stack_used;
    json["stack_size"] = task.stack_size;
    json["service"] = task.service;
    json["dying"] = task.dying;
    return json;
}

// A wait reason shows bytes of messages, which need not be UTF-8.
std::string as_json(const std::vector<TaskLine>& tasks) {
    Json all = Json::array();
    for (const auto& task : tasks) all.push_back(describe_task(task));
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string as_table(const std::vector<TaskLine>& tasks) {
    constexpr auto row = "{:>6} {:>6} {:<14} {:<10} {:>9} {:>9} {:>9} {:>9}  {}\n";
    auto text =
        fmt::format(row, "TID", "PARENT", "PROGRAM", "STATE", "TIME", "SWITCHES", "SYSCALLS", "STACK", "WAITS FOR");
    for (const auto& task : tasks) {
        std::string parent = task.pid, reason = task.waits_for;
        if (task.is_first()) parent = task.has_parent() ? task.parent : "-";
        if (!reason.empty()) reason += fmt::format(" for {:.1f}s", task.age);
        text += fmt::format(fmt::runtime(row), task.tid, parent, task.program, task.state,
                            fmt::format("{:.3f}s", task.ran), task.switches, task.syscalls,
                            kilobytes(task.stack_used) + "/" + kilobytes(task.stack_size), reason);
    }
    return text;
}

int ps(Arguments& arguments) {
    bool json = false;
    arguments.flag("--json", json, "as JSON");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("ps");
    const auto tasks = read_tasks();
    if (tool.check(tasks, "/proc/tasks")) tool.put(json ? as_json(*tasks) : as_table(*tasks));
    return tool.finish();
}

const Program program{"ps", "Lists all tasks: their state, and what they wait for.", ps};

}  // namespace
