#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "tools/trace/chrome.hpp"

namespace fibrix::trace {
namespace {

using Json = nlohmann::json;

std::string json_text(std::string_view text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

// Microseconds, as the format wants them, to the nanosecond.
std::string microseconds(Duration since) {
    constexpr std::int64_t thousand = 1000;
    return fmt::format("{}.{:03}", since.count() / thousand, since.count() % thousand);
}

class Writer {
public:
    Writer(const Trace& trace, std::FILE* file) : trace_(trace), file_(file), open_(trace.tasks.size()) {}

    bool write() {
        fmt::print(file_,
                   "{{\"displayTimeUnit\":\"ns\",\"otherData\":{{\"fibrix\":1,\"world\":{},\"policy\":{}}},"
                   "\"traceEvents\":[\n",
                   json_text(trace_.world), json_text(trace_.policy));
        name_tracks();
        const auto& events = trace_.events();
        for (std::size_t n = 0; n < events.size(); ++n) add(events[n], n);
        for (TaskIndex task = 0; task < open_.size(); ++task) close(task, events.back().time);
        fmt::print(file_, "{{\"ph\":\"M\",\"name\":\"end\",\"pid\":0,\"tid\":0,\"args\":{{\"events\":{}}}}}\n]}}\n",
                   events.size());
        return std::fflush(file_) == 0 && std::ferror(file_) == 0;
    }

private:
    // Where a task's slice has begun that has not come to its end.
    struct Open {
        const Event* event = nullptr;
        std::size_t number = 0;
    };

    // A task is a thread of the viewer, its process that of the process's first task. Numbers of the viewer are plain.
    void name_tracks() {
        std::map<std::string_view, TaskIndex> first;
        for (TaskIndex task = 0; task < trace_.tasks.size(); ++task) {
            const auto& each = trace_.tasks[task];
            process_.push_back(first.try_emplace(each.process, task).first->second);
            if (process_[task] == task)
                fmt::print(file_, "{{\"ph\":\"M\",\"name\":\"process_name\",{},\"args\":{{\"name\":{}}}}},\n", at(task),
                           json_text(each.program + " (process " + each.process + ")"));
            fmt::print(file_,
                       "{{\"ph\":\"M\",\"name\":\"thread_name\",{},\"args\":{{\"name\":{},\"task\":[{},{},{}]}}}},\n",
                       at(task), json_text("task " + each.id), json_text(each.id), json_text(each.process),
                       json_text(each.program));
        }
    }

    [[nodiscard]] std::string at(TaskIndex task) const {
        return task == nobody ? R"("pid":0,"tid":0)"
                              : fmt::format(R"("pid":{},"tid":{})", process_[task] + 1, task + 1);
    }

    void add(const Event& event, std::size_t number) {
        if (event.cause != nobody) add_arrow(event);
        if (event.kind == Event::Kind::state) {
            close(event.task, event.time);
            if (event.state == State::zombie) mark("ended", event, number);
            else open_[event.task] = {&event, number};
        } else if (event.kind == Event::Kind::request) {
            const auto text = trace_.text(event);
            mark(text.substr(0, text.find('(')), event, number);
        } else {
            mark(to_string(event.kind), event, number);
        }
    }

    void close(TaskIndex task, Time end) {
        const auto [event, number] = std::exchange(open_[task], {});
        if (event == nullptr) return;
        const auto text = trace_.text(*event);
        std::string name(fibrix::to_string(event->state));
        if (event->state == State::waiting || event->state == State::sleeping) name += ": " + std::string(text);
        fmt::print(file_, "{{\"ph\":\"X\",\"cat\":\"{}\",\"name\":{},{},\"ts\":{},\"dur\":{},\"args\":{{{}}}}},\n",
                   fibrix::to_string(event->state), json_text(name), at(task),
                   microseconds(event->time.time_since_epoch()), microseconds(end - event->time),
                   arguments(*event, number));
    }

    void mark(std::string_view name, const Event& event, std::size_t number) {
        fmt::print(file_, "{{\"ph\":\"i\",\"s\":\"{}\",\"cat\":\"{}\",\"name\":{},{},\"ts\":{},\"args\":{{{}}}}},\n",
                   event.task == nobody ? 'g' : 't', to_string(event.kind), json_text(name), at(event.task),
                   microseconds(event.time.time_since_epoch()), arguments(event, number));
    }

    // `n` is the number of the event: at one instant of virtual time there may be many.
    [[nodiscard]] std::string arguments(const Event& event, std::size_t number) const {
        std::string text = fmt::format("\"n\":{}", number);
        if (event.text != 0) text += ",\"text\":" + json_text(trace_.text(event));
        if (event.cause != nobody) text += fmt::format(",\"by\":{}", event.cause + 1);
        return text;
    }

    void add_arrow(const Event& event) {
        const auto when = microseconds(event.time.time_since_epoch());
        const bool first = event.kind == Event::Kind::state && open_[event.task].event == nullptr;
        const auto* name = event.kind == Event::Kind::given ? "send" : first ? "start" : "wake";
        ++arrows_;
        fmt::print(file_, "{{\"ph\":\"s\",\"cat\":\"flow\",\"name\":\"{}\",\"id\":{},{},\"ts\":{}}},\n", name, arrows_,
                   at(event.cause), when);
        fmt::print(file_, "{{\"ph\":\"f\",\"bp\":\"e\",\"cat\":\"flow\",\"name\":\"{}\",\"id\":{},{},\"ts\":{}}},\n",
                   name, arrows_, at(event.task), when);
    }

    const Trace& trace_;
    std::FILE* file_;
    std::vector<TaskIndex> process_;  // of each task: the first task of its process
    std::vector<Open> open_;
    std::size_t arrows_ = 0;
};

}  // namespace

bool write_chrome(const Trace& trace, std::FILE* file) { return Writer(trace, file).write(); }

}  // namespace fibrix::trace
