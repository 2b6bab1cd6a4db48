#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "tools/markup.hpp"
#include "tools/trace/page.hpp"
#include "tools/trace/pictures.hpp"

namespace fibrix::trace {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_on_a_page = 300'000;  // events: what a browser goes through without a pause

// Columns of numbers: smaller than objects, and read faster.
Json columns(const Trace& trace) {
    const auto& events = trace.events();
    const auto count = std::min(events.size(), most_on_a_page);
    auto times = Json::array(), tasks = Json::array(), causes = Json::array(), kinds = Json::array(),
         texts = Json::array(), words = Json::array();
    std::unordered_map<std::string_view, std::size_t> known;
    Time before{};
    for (std::size_t n = 0; n < count; ++n) {
        const Event& event = events[n];
        const auto [place, added] = known.try_emplace(trace.text(event), known.size());
        if (added) words.push_back(std::string(trace.text(event)));
        times.push_back((event.time - before).count());
        before = event.time;
        tasks.push_back(event.task == nobody ? -1 : static_cast<std::int64_t>(event.task));
        causes.push_back(event.cause == nobody ? -1 : static_cast<std::int64_t>(event.cause));
        const bool state = event.kind == Event::Kind::state;
        kinds.push_back(state ? static_cast<int>(event.state)
                              : static_cast<int>(state_count) - 1 + static_cast<int>(event.kind));
        texts.push_back(place->second);
    }
    return {{"times", times}, {"tasks", tasks}, {"causes", causes},
            {"kinds", kinds}, {"texts", texts}, {"words", words}};
}

// So that no text can end the script it stands in.
std::string embedded(const Json& data) {
    std::string text = data.dump(-1, ' ', false, Json::error_handler_t::replace);
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;) text.replace(at, 1, "\\u003c");
    return text;
}

void fill(std::string& page, std::string_view mark, const std::string& text) {
    for (std::size_t at = 0; (at = page.find(mark, at)) != std::string::npos; at += text.size())
        page.replace(at, mark.size(), text);
}

}  // namespace

std::string to_html(const Trace& trace, Axis axis, const std::string& title) {
    Json tasks = Json::array();
    for (const auto& each : trace.tasks) tasks.push_back({each.id, each.process, each.program});
    const Json data{{"world", trace.world},        {"policy", trace.policy}, {"steps", axis == Axis::steps},
                    {"of", trace.events().size()}, {"tasks", tasks},         {"events", columns(trace)}};
    std::string page(page_html);
    fill(page, "<!--title-->", markup(title));
    fill(page, "/*style*/", std::string(page_css));
    fill(page, "/*script*/", std::string(page_js));
    fill(page, "/*data*/", "const trace = " + embedded(data) + ";");  // last: what stands in it is not looked at
    return page;
}

}  // namespace fibrix::trace
