#include <fmt/format.h>

#include "tools/trace/pictures.hpp"

namespace fibrix::trace {
namespace {

std::string who(const Trace& trace, TaskIndex task) {
    return task == nobody ? "the kernel" : fmt::format("{} ({})", trace.tasks[task].id, trace.tasks[task].program);
}

std::string what(const Trace& trace, const Event& event, bool first) {
    const auto text = trace.text(event);
    switch (event.kind) {
        case Event::Kind::state: break;
        case Event::Kind::request: return fmt::format("  {}", text);
        case Event::Kind::result: return fmt::format("  = {}", text);
        case Event::Kind::given: return fmt::format("  gets what {} has sent", who(trace, event.cause));
        case Event::Kind::notice: return fmt::format("! {}", text);
    }
    if (event.state == State::zombie) return fmt::format("ended: {}", text);
    std::string line(fibrix::to_string(event.state));
    if (!text.empty()) line += fmt::format(": {}", text);
    if (event.cause != nobody) line += fmt::format(", {} by {}", first ? "started" : "woken", who(trace, event.cause));
    return line;
}

}  // namespace

Axis fitting_axis(const Trace& trace) {
    std::size_t instants = 0;
    const auto& events = trace.events();
    for (std::size_t i = 1; i < events.size(); ++i) instants += events[i].time == events[i - 1].time ? 0 : 1;
    constexpr std::size_t crowd = 8;  // events at an instant
    return instants * crowd < events.size() ? Axis::steps : Axis::time;
}

std::string to_text(const Trace& trace) {
    std::string all;
    std::vector<bool> seen(trace.tasks.size());
    const auto& events = trace.events();
    for (std::size_t n = 0; n < events.size(); ++n) {
        const Event& event = events[n];
        const auto time = static_cast<double>(event.time.time_since_epoch().count()) / 1e6;
        all += fmt::format("{:>7} {:>13.6f} ms  {:<22} {}", n, time, who(trace, event.task),
                           what(trace, event, event.task != nobody && !seen[event.task]));
        if (event.task != nobody) seen[event.task] = true;
        const bool answered = event.kind == Event::Kind::request && n + 1 < events.size() &&
                              events[n + 1].kind == Event::Kind::result && events[n + 1].task == event.task;
        if (answered) all += fmt::format(" = {}", trace.text(events[++n]));
        all += '\n';
    }
    return all;
}

}  // namespace fibrix::trace
