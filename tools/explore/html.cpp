#include "tools/explore/html.hpp"

#include <fmt/format.h>

#include "tools/explore/report.hpp"
#include "tools/markup.hpp"

namespace fibrix::explore {
namespace {

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24;"
    "background:#fff}h1{font-size:1.4rem}pre,td,th,code{font-family:ui-monospace,monospace;font-size:.9rem}"
    "pre{background:#f4f5f7;padding:.8rem;overflow-x:auto}table{border-collapse:collapse}"
    "th,td{padding:.15rem .8rem;text-align:left;vertical-align:top;border-left:1px solid #d8dce2}"
    "th:first-child,td:first-child{border:0;text-align:right;color:#667}tr.preempts td{border-top:2px solid #b35900}"
    "tr.critical{background:#fde8e8}.mark{color:#b35900}"
    "@media(prefers-color-scheme:dark){body{background:#15181c;color:#dfe3e8}pre{background:#20252b}"
    "th,td{border-color:#39414a}tr.critical{background:#4a2024}}";

std::string row(const Counterexample& told, std::size_t number) {
    const Step& step = told.steps[number];
    std::string kind = step.preemption ? "preempts" : "";
    if (told.critical == number) kind += " critical";
    std::string text = fmt::format("<tr class=\"{}\"><td>{}{}</td>", kind, number + 1,
                                   step.preemption ? " <span class=\"mark\">*</span>" : "");
    for (std::size_t task = 0; task < told.tasks.size(); ++task) {
        text += "<td>";
        if (task == step.task) text += markup(step.request);
        if (task == step.task && !step.result.empty() && step.result != "0") text += " = " + markup(step.result);
        text += "</td>";
    }
    return text + "</tr>\n";
}

}  // namespace

std::string to_html(const std::string& whose, const Counterexample& told) {
    const auto title = markup(fmt::format("{}: {}", whose, to_string(told.failure)));
    std::string text = fmt::format("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">"
                                   "<meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title>"
                                   "<style>{1}</style>\n<h1>{0}</h1>\n<pre>{2}</pre>\n",
                                   title, style, markup(told.what));
    text += "<p>A row is a step, a column a task. * marks a preemption: the task before could have gone on.";
    if (told.critical) text += " After the step that is marked red every continuation fails.";
    text += "</p>\n<table><tr><th></th>";
    for (const auto& name : told.tasks) text += "<th>" + markup(name) + "</th>";
    text += "</tr>\n";
    for (std::size_t i = 0; i < told.steps.size(); ++i) text += row(told, i);
    text += "</table>\n";
    if (!told.again.empty()) text += "<p>To make it again:</p>\n<pre>" + markup(told.again) + "</pre>\n";
    if (!told.replay.empty()) text += "<p>To go through it:</p>\n<pre>" + markup(told.replay) + "</pre>\n";
    return text + "</html>\n";
}

}  // namespace fibrix::explore
