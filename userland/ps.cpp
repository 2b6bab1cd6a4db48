// Shows all tasks: what each is, what it does, and what it waits for.

#include <nlohmann/json.hpp>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using Json = nlohmann::ordered_json;

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string kilobytes(std::uint64_t bytes) { return fmt::format("{}k", (bytes + 1023) / 1024); }

Json describe_task(const sys::TaskInfo& task) {
    Json json{{"tid", to_string(task.id)},
              {"pid", to_string(task.process)},
              {"parent", task.parent.valid() ? Json(to_string(task.parent)) : Json()},
              {"program", task.program},
              {"state", to_string(task.state)},
              {"waits_for", task.waits_for.empty() ? Json() : Json(task.waits_for)},
              {"age_seconds", seconds(task.age)},
              {"ran_seconds", seconds(task.ran)},
              {"switches", task.switches},
              {"syscalls", task.requests}};
    json["stack_used"] = task.stack_used;
    json["stack_size"] = task.stack_size;
    json["service"] = task.service;
    json["dying"] = task.dying;
    return json;
}

// A wait reason shows bytes of messages, which need not be UTF-8.
std::string as_json(const std::vector<sys::TaskInfo>& tasks) {
    Json all = Json::array();
    for (const auto& task : tasks) all.push_back(describe_task(task));
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string as_table(const std::vector<sys::TaskInfo>& tasks) {
    constexpr auto row = "{:>6} {:>6} {:<14} {:<10} {:>9} {:>9} {:>9} {:>9}  {}\n";
    auto text =
        fmt::format(row, "TID", "PARENT", "PROGRAM", "STATE", "TIME", "SWITCHES", "SYSCALLS", "STACK", "WAITS FOR");
    for (const auto& task : tasks) {
        const bool first = task.id == task.process;
        const auto parent = first ? task.parent : task.process;
        std::string reason = task.waits_for;
        if (!reason.empty()) reason += fmt::format(" for {:.1f}s", seconds(task.age));
        text +=
            fmt::format(fmt::runtime(row), to_string(task.id), parent.valid() ? to_string(parent) : "-", task.program,
                        to_string(task.state), fmt::format("{:.3f}s", seconds(task.ran)), task.switches, task.requests,
                        kilobytes(task.stack_used) + "/" + kilobytes(task.stack_size), reason);
    }
    return text;
}

int ps(Arguments& arguments) {
    bool json = false;
    arguments.flag("--json", json, "as JSON");
    if (const auto done = arguments.parse()) return *done;
    const auto tasks = sys::list_tasks();
    sys::print("{}", json ? as_json(tasks) : as_table(tasks));
    return 0;
}

const Program program{"ps", "Lists all tasks: their state, and what they wait for.", ps};

}  // namespace
