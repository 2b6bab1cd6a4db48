// Says for how long the system has run, and how busy it is.

#include "userland/tasks.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int uptime(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    Tool tool("uptime");
    const auto seconds = read_uptime();
    const auto facts = read_values("/proc/scheduler");
    if (!tool.check(seconds, "/proc/uptime") || !tool.check(facts, "/proc/scheduler")) return tool.finish();
    tool.print("up {}, {} tasks, {} ready, {} dispatches\n", as_clock(*seconds), number_of(*facts, "Tasks"),
               number_of(*facts, "Ready"), number_of(*facts, "Dispatches"));
    return tool.finish();
}

const Program program{"uptime", "Says for how long the system has run, and how busy it is.", uptime};

}  // namespace
