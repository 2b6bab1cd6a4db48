#include "tools/lab/quiz.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>

#include "tools/lab/words.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab {
namespace {

struct Question {
    std::string name;
    double answer;
};

std::vector<Question> ask(const Trial& trial) {
    std::vector<Question> all;
    for (std::size_t i = 0; i < trial.record.fates.size(); ++i) {
        const Fate& fate = trial.record.fates[i];
        const auto& name = trial.workload->jobs[i].name;
        all.push_back({name + ".response", as_number(fate.response())});
        all.push_back({name + ".turnaround", as_number(fate.turnaround())});
        all.push_back({name + ".wait", as_number(fate.wait())});
    }
    all.push_back({"average.response", trial.average.response});
    all.push_back({"average.turnaround", trial.average.turnaround});
    all.push_back({"average.wait", trial.average.wait});
    return all;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto begin = text.find_first_not_of(blank);
    return begin == text.npos ? std::string_view() : text.substr(begin, text.find_last_not_of(blank) + 1 - begin);
}

std::string describe(const Job& job) {
    auto text = fmt::format("# job {}: arrives at {}", job.name, in_ticks(job.arrival));
    for (const auto& each : job.bursts) {
        text += fmt::format(", computes {}", in_ticks(each.compute));
        if (each.wait > Duration::zero()) text += fmt::format(", waits {}", in_ticks(each.wait));
    }
    const Scheduling& known = job.scheduling;
    text += fmt::format("; tickets {}, priority {}", known.tickets, known.priority);
    if (known.deadline != never) text += fmt::format(", deadline {}", in_ticks(known.deadline));
    return text + "\n";
}

}  // namespace

std::string questions(const Trial& trial) {
    auto text = fmt::format("# policy {}\n", trial.policy);
    for (const auto& job : trial.workload->jobs) text += describe(job);
    text += "# Fill in the numbers; averages to two digits.\n";
    for (const auto& each : ask(trial)) text += each.name + " = \n";
    return text;
}

Marks mark_answers(const Trial& trial, std::string_view answers) {
    std::map<std::string, std::string, std::less<>> given;
    for (const auto whole : split(answers, '\n')) {
        const auto line = trimmed(whole.substr(0, whole.find('#')));
        if (line.empty()) continue;
        const auto sign = line.find('=');
        if (sign == line.npos) throw UsageError(fmt::format("--check: '{}' is not NAME = NUMBER", line));
        given[std::string(trimmed(line.substr(0, sign)))] = trimmed(line.substr(sign + 1));
    }
    Marks marks;
    for (const auto& each : ask(trial)) {
        constexpr double exact = 0.0051;
        const auto& answer = given[each.name];
        double value = 0;
        const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), value);
        const bool right = error == std::errc() && end == answer.data() + answer.size() && !answer.empty() &&
                           std::abs(value - each.answer) <= exact;
        marks.points += right ? 1 : 0;
        marks.text += fmt::format("{:<5} {} = {}{}\n", right ? "right" : "wrong", each.name,
                                  answer.empty() ? "(nothing)" : answer,
                                  right ? "" : fmt::format("; it is {:.6g}", std::round(each.answer * 100) / 100));
        marks.all.push_back({each.name, answer, right});
        given.erase(each.name);
    }
    for (const auto& [name, answer] : given) throw UsageError(fmt::format("--check: nobody has asked for '{}'", name));
    return marks;
}

}  // namespace fibrix::lab
