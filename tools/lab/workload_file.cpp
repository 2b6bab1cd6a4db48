// Workload files: a line for each job, and one for what it runs on.

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "kernel/policy_settings.hpp"
#include "tools/lab/words.hpp"
#include "tools/lab/workload.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab {
namespace {

class LineReader {
public:
    LineReader(const std::string& file, std::size_t number, std::string_view line)
        : where_(fmt::format("'{}', line {}", file, number)) {
        const auto colon = line.find(" : ");
        for (const auto word : split(line.substr(0, colon), ' '))
            if (!word.empty()) words_.push_back(word);
        if (colon == line.npos) return;
        for (const auto word : split(line.substr(colon + 3), ' '))
            if (!word.empty()) command_.emplace_back(word);
    }
    void read_into(Workload& workload) {
        if (words_.empty()) return;
        if (words_[0] == "job") workload.jobs.push_back(job());
        else if (words_[0] == "cpus") workload.conditions.processors = processors();
        else if (words_[0] == "switch") workload.conditions.switch_cost = time(single());
        else if (words_[0] == "cache") read_cache(workload);
        else wrong(fmt::format("'{}' is none of job, cpus, switch, cache", words_[0]));
    }

private:
    [[noreturn]] void wrong(const std::string& what) const { throw UsageError("workload " + where_ + ": " + what); }
    Duration time(std::string_view text) const {
        Duration value{};
        if (!read_duration(text, value)) wrong(fmt::format("'{}' is no time", text));
        return value;
    }
    template <class Number>
    Number number(std::string_view text, Number least, Number most) const {
        Number value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
            wrong(fmt::format("'{}' is no number from {} to {}", text, least, most));
        return value;
    }
    [[nodiscard]] std::string_view single() const {
        if (words_.size() != 2) wrong(fmt::format("{}: one value is needed", words_[0]));
        return words_[1];
    }
    [[nodiscard]] int processors() const { return number(single(), 1, 64); }

    void read_cache(Workload& workload) const {
        workload.has_caches = true;
        for (std::size_t i = 1; i < words_.size(); ++i) {
            const auto [name, value] = pair(words_[i]);
            if (name == "size") workload.cache.size = number(value, 0, 1'000'000);
            else if (name == "warmup") workload.cache.warmup = number(value, 1, 1'000'000);
            else if (name == "rate") workload.cache.warm_rate = number(value, 1, 1000);
            else wrong(fmt::format("'{}' is none of size, warmup, rate", name));
        }
    }
    [[nodiscard]] std::pair<std::string_view, std::string_view> pair(std::string_view word) const {
        const auto sign = word.find('=');
        if (sign == word.npos) wrong(fmt::format("'{}': NAME=VALUE is needed", word));
        return {word.substr(0, sign), word.substr(sign + 1)};
    }

    Job job() {
        if (words_.size() < 2) wrong("job: a name is needed");
        Job made{.name = std::string(words_[1])};
        made.program = command_;
        std::optional<Duration> run;
        Duration every{}, wait = 5 * tick;
        for (std::size_t i = 2; i < words_.size(); ++i) {
            const auto [name, value] = pair(words_[i]);
            if (name == "at") made.arrival = Time(time(value));
            else if (name == "run") run = time(value);
            else if (name == "every") every = time(value);
            else if (name == "wait") wait = time(value);
            else if (name == "bursts") made.bursts = bursts(value);
            else if (name == "set") made.working_set = number(value, 0, 1'000'000);
            else if (!scheduling(made.scheduling, name, value))
                wrong(fmt::format("'{}' is none of at, run, every, wait, bursts, burst, tickets, priority, deadline, "
                                  "cpus, set",
                                  name));
        }
        const int ways = (run ? 1 : 0) + (made.bursts.empty() ? 0 : 1) + (command_.empty() ? 0 : 1);
        if (ways != 1) wrong("a job has either run=, or bursts=, or a program behind ' : '");
        if (run) made.bursts = in_bursts(*run, every, wait);
        if (made.scheduling.burst == Duration::zero()) made.scheduling.burst = made.computes();
        return made;
    }
    bool scheduling(Scheduling& known, std::string_view name, std::string_view value) const {
        if (name == "tickets") known.tickets = number(value, 0u, 1'000'000u);
        else if (name == "priority") known.priority = number(value, -1'000'000, 1'000'000);
        else if (name == "burst") known.burst = time(value);
        else if (name == "deadline") known.deadline = Time(time(value));
        else if (name == "cpus") {
            for (const auto each : split(value, '+')) known.processors |= std::uint64_t{1} << number(each, 0, 63);
        } else return false;
        return true;
    }
    // "5/3+7": computes 5, waits 3, computes 7.
    [[nodiscard]] std::vector<Burst> bursts(std::string_view text) const {
        std::vector<Burst> all;
        for (const auto piece : split(text, '+')) {
            const auto slash = piece.find('/');
            const auto wait = slash == piece.npos ? Duration::zero() : time(piece.substr(slash + 1));
            all.push_back({time(piece.substr(0, slash)), wait});
        }
        return all;
    }

    std::string where_;
    std::vector<std::string_view> words_;
    std::vector<std::string> command_;
};

}  // namespace

Workload parse_workload(std::string_view text, const std::string& name) {
    Workload workload;
    std::size_t number = 0;
    for (auto line : split(text, '\n')) {
        ++number;
        line = line.substr(0, line.find('#'));
        LineReader(name, number, line).read_into(workload);
    }
    if (workload.jobs.empty()) throw UsageError("workload '" + name + "': there is no job in it");
    return workload;
}

}  // namespace fibrix::lab
