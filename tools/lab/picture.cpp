#include "tools/lab/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tools/lab/words.hpp"
#include "tools/markup.hpp"

namespace fibrix::lab {
namespace {

constexpr int left = 110, row = 26, bar = 18, top = 34, across = 860;

std::string_view colour(int processor) {
    constexpr std::array<std::string_view, 8> colours{"#3b6fb6", "#c2612c", "#3c8d5a", "#8a4fa3",
                                                      "#b03a52", "#4f8f9f", "#8a7a2e", "#5d5d5d"};
    return colours[static_cast<std::size_t>(processor) % colours.size()];
}

class Drawing {
public:
    explicit Drawing(const Trial& trial)
        : trial_(trial), end_(std::max(as_number(trial.record.end.time_since_epoch()), 1.0)) {}
    std::string draw() {
        const auto height = top + row * static_cast<int>(trial_.workload->jobs.size()) + 30;
        text_ = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
            "font-family=\"sans-serif\" font-size=\"12\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
            "<text x=\"8\" y=\"18\" font-weight=\"bold\">{2}</text>\n",
            left + across + 20, height, markup(trial_.policy));
        axis(height - 26);
        for (std::size_t job = 0; job < trial_.workload->jobs.size(); ++job) draw_job(job);
        draw_waits();
        for (const auto& span : trial_.record.spans) draw_span(span);
        return text_ + "</svg>\n";
    }

private:
    [[nodiscard]] double x(Time at) const { return left + as_number(at.time_since_epoch()) / end_ * across; }
    static int y(std::size_t job) { return top + row * static_cast<int>(job); }
    void rectangle(Time from, Time to, int at, int height, std::string_view fill, const std::string& title) {
        text_ += fmt::format("<rect x=\"{:.2f}\" y=\"{}\" width=\"{:.2f}\" height=\"{}\" fill=\"{}\"><title>{}</title>"
                             "</rect>\n",
                             x(from), at, x(to) - x(from), height, fill, markup(title));
    }
    void axis(int bottom) {
        double step = 1;
        while (end_ / step > 20) step *= 10;
        if (end_ / step < 4) step /= 2;
        for (double at = 0; at <= end_; at += step) {
            const double place = left + at / end_ * across;
            text_ += fmt::format("<line x1=\"{0:.2f}\" x2=\"{0:.2f}\" y1=\"{1}\" y2=\"{2}\" stroke=\"#ddd\"/>"
                                 "<text x=\"{0:.2f}\" y=\"{3}\" text-anchor=\"middle\" fill=\"#666\">{4:g}</text>\n",
                                 place, top - 6, bottom, bottom + 16, at);
        }
    }
    void draw_job(std::size_t job) {
        const Fate& fate = trial_.record.fates[job];
        text_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n", left - 8, y(job) + 13,
                             markup(trial_.workload->jobs[job].name));
        rectangle(fate.arrival, fate.end, y(job) + 6, bar - 12, "#d7d7d7", "ready, or waits");
    }
    void draw_waits() {
        std::vector<Time> since(trial_.record.fates.size());
        for (const auto& each : trial_.record.events) {
            if (each.kind == Event::Kind::waits) since[each.job] = each.at;
            if (each.kind == Event::Kind::woken)
                rectangle(since[each.job], each.at, y(each.job) + 6, bar - 12, "#f0c36d",
                          fmt::format("waits {} to {}", in_ticks(since[each.job]), in_ticks(each.at)));
        }
    }
    void draw_span(const Span& span) {
        rectangle(span.from, span.to, y(span.job), bar, colour(span.processor),
                  fmt::format("{}: {} to {} on processor {}: {}", trial_.workload->jobs[span.job].name,
                              in_ticks(span.from), in_ticks(span.to), span.processor, span.reason));
    }

    const Trial& trial_;
    double end_;  // in ticks
    std::string text_;
};

std::string table(const std::vector<Trial>& trials) {
    std::string text =
        "<table><tr><th>policy<th>response<th>turnaround<th>wait<th>end<th>fairness<th>utilisation<th>switches"
        "<th>late</tr>\n";
    for (const auto& trial : trials)
        text += fmt::format("<tr><td>{}<td>{:.2f}<td>{:.2f}<td>{:.2f}<td>{}<td>{:.3f}<td>{:.1f} %<td>{}<td>{}</tr>\n",
                            markup(trial.policy), trial.average.response, trial.average.turnaround, trial.average.wait,
                            in_ticks(trial.record.end), trial.fairness, 100 * trial.utilisation, trial.switches,
                            trial.missed);
    return text + "</table>\n";
}

}  // namespace

std::string as_svg(const Trial& trial) { return Drawing(trial).draw(); }

std::string as_html(const std::vector<Trial>& trials) {
    std::string text =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Fibrix: schedules</title>\n"
        "<style>body{font:14px sans-serif;margin:2em;max-width:1010px}table{border-collapse:collapse}"
        "td,th{padding:.2em .8em;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child"
        "{text-align:left}svg{display:block;margin:1em 0;max-width:100%}</style>\n<h1>Schedules</h1>\n" +
        table(trials);
    for (const auto& trial : trials) text += as_svg(trial);
    return text + "<p>Blue and the other colours: runs, a colour for each processor. Yellow: waits. Grey: is ready. "
                  "Point at a bar to read why this job was picked.</p></html>\n";
}

}  // namespace fibrix::lab
