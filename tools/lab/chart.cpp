#include "tools/lab/chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/lab/words.hpp"

namespace fibrix::lab {
namespace {

// How much of each column's time a job has run, has been ready, and has waited: what was most is shown.
struct Column {
    Duration ran{}, blocked{};
    int processor = 0;
};

struct Scale {
    Duration step;
    std::size_t columns;
};

Scale scale_for(Duration all, std::size_t width) {
    Duration step = tick;
    while (all / step >= static_cast<std::int64_t>(width)) {
        const auto times = step / tick;
        auto power = times;
        while (power >= 10) power /= 10;
        step += power == 1 ? step : power == 2 ? step * 3 / 2 : step;  // 1, 2, 5, 10 …
    }
    return {step, static_cast<std::size_t>((all + step - Duration(1)) / step)};
}

void spread(std::vector<Column>& row, const Scale& scale, Time from, Time to, Duration Column::*what, int processor) {
    for (std::size_t i = static_cast<std::size_t>(from.time_since_epoch() / scale.step); i < row.size(); ++i) {
        const Time begin{static_cast<std::int64_t>(i) * scale.step};
        if (begin >= to) return;
        row[i].*what += std::min(to, begin + scale.step) - std::max(from, begin);
        if (what == &Column::ran) row[i].processor = processor;
    }
}

char mark(const Column& column, bool there, Duration step, bool several) {
    if (!there) return ' ';
    if (2 * column.ran >= step || (column.ran > Duration::zero() && column.ran >= column.blocked))
        return several ? static_cast<char>(column.processor < 10 ? '0' + column.processor
                                                                 : 'A' + (column.processor - 10) % 26)
                       : '#';
    return 2 * column.blocked >= step ? '~' : '.';
}

std::vector<std::vector<Column>> fill(const Trial& trial, const Scale& scale) {
    std::vector<std::vector<Column>> rows(trial.record.fates.size(), std::vector<Column>(scale.columns));
    for (const auto& span : trial.record.spans)
        spread(rows[span.job], scale, span.from, span.to, &Column::ran, span.processor);
    std::map<std::size_t, Time> since;
    for (const auto& each : trial.record.events) {
        if (each.kind == Event::Kind::waits) since[each.job] = each.at;
        if (each.kind == Event::Kind::woken)
            spread(rows[each.job], scale, since[each.job], each.at, &Column::blocked, 0);
    }
    return rows;
}

std::string ruler(const Scale& scale) {
    constexpr std::size_t every = 10;
    std::string line;
    for (std::size_t i = 0; i < scale.columns; i += every) {
        line.resize(i, ' ');
        line += in_ticks(static_cast<std::int64_t>(i) * scale.step);
    }
    return line;
}

}  // namespace

std::string chart(const Trial& trial, std::size_t width) {
    const Scale scale = scale_for(trial.record.end.time_since_epoch(), width);
    const auto rows = fill(trial, scale);
    std::size_t widest = 4;
    for (const auto& job : trial.workload->jobs) widest = std::max(widest, job.name.size());
    std::string text = fmt::format("{:{}}  {}\n", "", widest, ruler(scale));
    for (std::size_t job = 0; job < rows.size(); ++job) {
        const Fate& fate = trial.record.fates[job];
        text += fmt::format("{:{}}  ", trial.workload->jobs[job].name, widest);
        std::string line;
        for (std::size_t i = 0; i < scale.columns; ++i) {
            const Time begin{static_cast<std::int64_t>(i) * scale.step};
            const bool there = begin + scale.step > fate.arrival && begin < fate.end;
            line += mark(rows[job][i], there, scale.step, trial.workload->conditions.processors > 1);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    const std::string_view runs = trial.workload->conditions.processors > 1 ? "0, 1 … runs there" : "# runs";
    return text +
           fmt::format("{:{}}  a column is {}; {}, . is ready, ~ waits\n", "", widest, in_ticks(scale.step), runs);
}

}  // namespace fibrix::lab
