#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "tools/trace/chrome.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::trace {
namespace {

using Json = nlohmann::json;

std::optional<State> state_of(std::string_view name) noexcept {
    for (std::size_t i = 0; i < state_count; ++i)
        if (fibrix::to_string(static_cast<State>(i)) == name) return static_cast<State>(i);
    return {};
}

class Reader {
public:
    explicit Reader(const std::string& path) : path_(path), file_(path) {}

    Trace read() {
        std::string line;
        if (!std::getline(file_, line)) refuse(file_.is_open() ? "it is empty" : std::strerror(errno));
        read_head(line);
        while (std::getline(file_, line) && line != "]}") {
            if (line.ends_with(',')) line.pop_back();
            read_line(line);
        }
        if (!ended_) refuse("its end is missing");
        std::sort(events_.begin(), events_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [number, event] : events_)
            if (!trace_.add(event)) break;
        return std::move(trace_);
    }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw UsageError(fmt::format("trace: '{}' cannot be read: {} (what --trace writes is needed)", path_, why));
    }

    void read_head(const std::string& line) {
        const Json head = Json::parse(line + "]}", nullptr, false);
        if (!head.is_object() || head.value("/otherData/fibrix"_json_pointer, 0) != 1)
            refuse("it is no trace of Fibrix");
        trace_.world = head.value("/otherData/world"_json_pointer, "");
        trace_.policy = head.value("/otherData/policy"_json_pointer, "");
    }

    void read_line(const std::string& line) {
        ++number_;
        try {
            const Json event = Json::parse(line);
            const auto kind = event.at("ph").get<std::string>();
            if (kind == "M") read_name(event);
            else if (kind == "X" || kind == "i") read_event(event);
        } catch (const Json::exception&) {
            refuse(fmt::format("line {} is damaged", number_ + 1));
        }
    }

    void read_name(const Json& event) {
        const auto& arguments = event.at("args");
        if (event.at("name") == "end") ended_ = arguments.at("events") == events_.size();
        if (!arguments.contains("task")) return;
        const auto& task = arguments.at("task");
        trace_.tasks.push_back({task.at(0), task.at(1), task.at(2)});
    }

    void read_event(const Json& json) {
        const auto& arguments = json.at("args");
        Event event{.time = time_of(json), .task = index_of(json.at("tid"))};
        if (arguments.contains("by")) event.cause = index_of(arguments.at("by"));
        if (arguments.contains("text")) event.text = trace_.add_text(arguments.at("text").get<std::string>());
        const auto category = json.at("cat").get<std::string>();
        if (const auto state = state_of(category)) {
            event.state = *state;
        } else {
            if (json.at("name") == "ended") event.state = State::zombie;
            while (to_string(event.kind) != category) {
                if (event.kind == Event::Kind::notice) refuse(fmt::format("line {} is of no known kind", number_ + 1));
                event.kind = static_cast<Event::Kind>(static_cast<int>(event.kind) + 1);
            }
        }
        events_.emplace_back(arguments.at("n"), event);
    }

    [[nodiscard]] TaskIndex index_of(const Json& number) const {
        const auto index = number.get<TaskIndex>();
        if (index > trace_.tasks.size()) refuse(fmt::format("line {} is about nobody", number_ + 1));
        return index == 0 ? nobody : index - 1;
    }

    static Time time_of(const Json& event) {
        constexpr double thousand = 1000;
        return Time(Duration(std::llround(event.at("ts").get<double>() * thousand)));
    }

    std::string path_;
    std::ifstream file_;
    Trace trace_;
    std::vector<std::pair<std::size_t, Event>> events_;
    std::size_t number_ = 0;  // of the line
    bool ended_ = false;
};

}  // namespace

Trace read_chrome(const std::string& path) { return Reader(path).read(); }

}  // namespace fibrix::trace
