#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tools/markup.hpp"
#include "tools/trace/pictures.hpp"

namespace fibrix::trace {
namespace {

constexpr double width = 1000, left = 190, row = 22, bar = 14, top = 46, margin = 16;
constexpr int ticks = 8;
constexpr std::size_t most_rows = 200, most_bars = 20'000;

constexpr std::string_view head =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="system-ui,sans-serif" font-size="12">
<style>.ready{{fill:#f2b84b}}.running{{fill:#2f7d4f}}.sleeping{{fill:#9bb4d6}}.waiting{{fill:#cfd5dc}}.ended{{stroke:#b3261e;stroke-width:2}}text{{fill:#1b1f24}}.axis{{stroke:#8a929c;stroke-width:.5}}.arrow{{stroke:#6b4fa0;stroke-width:.8;fill:none;opacity:.6}}</style>
<rect width="100%" height="100%" fill="#fff"/>
)";

class Drawing {
public:
    Drawing(const Trace& trace, Axis axis) : trace_(trace), axis_(axis), open_(trace.tasks.size(), none) {}

    std::string draw() {
        const auto& events = trace_.events();
        const auto rows = std::min(trace_.tasks.size(), most_rows);
        const double height = top + row * static_cast<double>(rows) + margin;
        text_ = fmt::format(head, fmt::arg("w", left + width + margin), fmt::arg("h", height));
        end_ = std::max(1.0, events.empty() ? 1.0 : position(events.size() - 1) + (axis_ == Axis::steps ? 1 : 0));
        draw_axis(height - margin);
        for (std::size_t i = 0; i < rows; ++i) {
            const auto& task = trace_.tasks[i];
            text_ += fmt::format("<text x=\"8\" y=\"{}\">{} {}</text>\n", y(i) + bar - 2, markup(task.id),
                                 markup(task.program));
        }
        for (std::size_t n = 0; n < events.size(); ++n) add(n);
        for (TaskIndex task = 0; task < open_.size(); ++task) close(task, end_);
        draw_legend(rows);
        return text_ + "</svg>\n";
    }

private:
    static constexpr std::size_t none = SIZE_MAX;
    static double y(std::size_t index) { return top + row * static_cast<double>(index) + (row - bar) / 2; }
    [[nodiscard]] double x(double at) const { return left + width * at / end_; }
    [[nodiscard]] double position(std::size_t number) const {
        if (axis_ == Axis::steps) return static_cast<double>(number);
        return static_cast<double>(trace_.events()[number].time.time_since_epoch().count());
    }

    void add(std::size_t number) {
        const Event& event = trace_.events()[number];
        if (event.task == nobody || event.task >= most_rows) return;
        const double at = position(number);
        if (event.cause != nobody && event.cause < most_rows) draw_arrow(event, at);
        if (event.kind != Event::Kind::state) return;
        close(event.task, at);
        if (event.state != State::zombie) {
            open_[event.task] = number;
        } else {
            text_ += fmt::format("<path class=\"ended\" d=\"M{0:.1f} {1}v{2}\"><title>ended: {3}</title></path>\n",
                                 x(at), y(event.task), bar, markup(trace_.text(event)));
        }
    }

    void close(TaskIndex task, double end) {
        const auto number = std::exchange(open_[task], none);
        if (number == none || bars_ == most_bars) return;
        ++bars_;
        const Event& event = trace_.events()[number];
        const auto state = fibrix::to_string(event.state);
        const double begin = x(position(number));
        text_ += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"><title>{}{}{}"
                             "</title></rect>\n",
                             state, begin, y(task), std::max(.5, x(end) - begin), bar, state,
                             event.text != 0 ? ": " : "", markup(trace_.text(event)));
    }

    void draw_arrow(const Event& event, double at) {
        if (bars_ == most_bars) return;
        text_ += fmt::format("<path class=\"arrow\" d=\"M{0:.1f} {1}L{0:.1f} {2}\"/>\n", x(at),
                             y(event.cause) + bar / 2, y(event.task) + bar / 2);
    }

    void draw_axis(double bottom) {
        for (int i = 0; i <= ticks; ++i) {
            const double at = end_ * i / ticks;
            const auto label = axis_ == Axis::steps ? fmt::format("{:.0f}", at) : fmt::format("{:.4g} ms", at / 1e6);
            text_ += fmt::format("<path class=\"axis\" d=\"M{0:.1f} {1}V{2}\"/><text x=\"{0:.1f}\" y=\"{3}\" "
                                 "text-anchor=\"middle\">{4}</text>\n",
                                 x(at), top, bottom, top - 6, label);
        }
    }

    void draw_legend(std::size_t rows) {
        double at = left;
        constexpr double wide = 92;
        for (const auto* state : {"running", "ready", "sleeping", "waiting"}) {
            text_ += fmt::format("<rect class=\"{0}\" x=\"{1}\" y=\"8\" width=\"12\" height=\"12\"/><text x=\"{2}\" "
                                 "y=\"18\">{0}</text>\n",
                                 state, at, at + 16);
            at += wide;
        }
        std::string more = axis_ == Axis::steps ? "along: events" : "along: time";
        if (rows < trace_.tasks.size()) more += fmt::format("; {} more tasks", trace_.tasks.size() - rows);
        if (bars_ == most_bars) more += "; not all of it";
        text_ += fmt::format("<text x=\"{}\" y=\"18\">{}</text>\n", at, more);
    }

    const Trace& trace_;
    Axis axis_;
    std::vector<std::size_t> open_;  // the event with which a task's bar begins
    std::string text_;
    double end_ = 1;
    std::size_t bars_ = 0;
};

}  // namespace

std::string to_svg(const Trace& trace, Axis axis) { return Drawing(trace, axis).draw(); }

}  // namespace fibrix::trace
