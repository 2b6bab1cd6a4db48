// Shows again and again which processes run most.

#include <algorithm>

#include "userland/tasks.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct ProcessLine {
    std::string pid, program, state;
    std::size_t tasks = 0;
    double ran = 0, lately = 0;  // seconds in all, and since the last look
    std::uint64_t syscalls = 0, stack = 0;
};

struct Look {
    double at = 0;  // seconds since the system has begun
    std::map<std::string, ProcessLine> processes;
    std::map<std::string, std::size_t> states;  // how many tasks are in each
    std::size_t tasks = 0;
};

Result<Look> look(const Look& before) {
    const auto tasks = read_tasks();
    if (!tasks) return tasks.error();
    const auto now = read_uptime();
    if (!now) return now.error();
    Look found{*now, {}, {}, tasks->size()};
    for (const auto& task : *tasks) {
        ++found.states[task.state];
        auto& process = found.processes[task.pid];
        if (task.is_first()) process.pid = task.pid, process.program = task.program, process.state = task.state;
        ++process.tasks;
        process.ran += task.ran;
        process.syscalls += task.syscalls;
        process.stack += task.stack_used;
    }
    for (auto& [pid, process] : found.processes) {
        const auto old = before.processes.find(pid);
        process.lately = process.ran - (old == before.processes.end() ? 0 : old->second.ran);
    }
    return found;
}

// The busiest first, then by their ids.
std::vector<const ProcessLine*> in_order(const Look& found) {
    std::vector<const ProcessLine*> all;
    all.reserve(found.processes.size());
    for (const auto& [pid, process] : found.processes) all.push_back(&process);
    std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
        if (a->lately != b->lately) return a->lately > b->lately;
        return a->pid.size() != b->pid.size() ? a->pid.size() < b->pid.size() : a->pid < b->pid;
    });
    return all;
}

std::string in_words(Tool& tool, const Look& found) {
    auto text =
        fmt::format("top: up {}, {} processes, {} tasks:", as_clock(found.at), found.processes.size(), found.tasks);
    for (const auto& [state, count] : found.states) text += fmt::format(" {} {}", count, state);
    const auto memory = read_values("/proc/meminfo");
    if (tool.check(memory, "/proc/meminfo"))
        text += fmt::format("\nFiles use {} of {}, processes {}", size_in_words(number_of(*memory, "FilesUsed") * 1024),
                            size_in_words(number_of(*memory, "FilesTotal") * 1024),
                            size_in_words(number_of(*memory, "Processes") * 1024));
    return text + "\n\n";
}

std::string as_table(const Look& found, const Look& before, std::size_t most) {
    constexpr auto row = "{:>7} {:<14} {:<10} {:>5} {:>5} {:>9} {:>9} {:>6}\n";
    auto text = fmt::format(row, "PID", "PROGRAM", "STATE", "TASKS", "%CPU", "TIME", "SYSCALLS", "STACK");
    const auto span = found.at - before.at;
    for (const auto* each : in_order(found)) {
        if (most-- == 0) break;
        const auto share = span > 0 ? std::min(100.0, 100 * each->lately / span) : 0;
        text += fmt::format(row, each->pid, each->program, each->state, each->tasks, fmt::format("{:.1f}", share),
                            fmt::format("{:.3f}s", each->ran), each->syscalls, size_in_words(each->stack));
    }
    return text;
}

// Until it is time for the next look; false if somebody has typed a q.
bool wait(double seconds, bool& listens) {
    const auto until = sys::fixed(Deadline::after(Duration(static_cast<Duration::rep>(seconds * 1e9))));
    std::array<char, 64> typed{};
    while (listens) {
        const auto room = std::as_writable_bytes(std::span(typed));
        const auto got = sys::read(sys::standard_input, room, until);
        if (!got && got.error() == Errno::timedout) return true;
        if (!got && got.error() == Errno::intr) continue;
        listens = got && *got > 0;
        if (listens && std::string_view(typed.data(), *got).find('q') != std::string_view::npos) return false;
    }
    auto why = sys::pause(until).error();
    while (why == Errno::intr) why = sys::pause(until).error();
    return why == Errno::timedout;
}

int top(Arguments& arguments) {
    std::int64_t times = 0;
    double seconds = 1;
    bool batch = false;
    arguments.option("-n", times, "how many looks; 0: until q and Enter, or Ctrl-C");
    arguments.option("-d", seconds, "seconds between two looks");
    arguments.flag("-b", batch, "one look after the other, as for a file; all processes");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("top");
    if (times < 0) return tool.refuse("-n: a count is not negative");
    const bool sensible = seconds >= 0.001 && seconds < 1e6;
    if (!sensible) return tool.refuse("-d: at least 0.001 and less than a million");
    const bool terminal = is_terminal(sys::standard_output) && !batch;
    if (!terminal && !batch && times == 0) times = 1;
    bool listens = terminal && is_terminal(sys::standard_input);
    constexpr std::size_t screen = 18;  // lines
    const std::string clear = "\x1b[H\x1b[2J";
    Look before;
    for (std::int64_t i = 0;;) {
        auto found = look(before);
        if (!tool.check(found, "/proc")) break;
        const auto table = as_table(*found, before, terminal ? screen : found->processes.size());
        tool.put((terminal ? clear : "") + in_words(tool, *found) + table);
        tool.flush();
        before = std::move(*found);
        if (++i == times || !wait(seconds, listens)) break;
        if (!terminal) tool.put("\n");
    }
    return tool.finish();
}

const Program program{"top", "Shows again and again which processes run most.", top};

}  // namespace
