#include "userland/tasks.hpp"

#include <charconv>
#include <sstream>

namespace fibrix {
namespace {

constexpr double billion = 1e9;

// A line of the table, by the names of its columns.
class Row {
public:
    Row(const std::map<std::string, std::size_t>& columns, const std::string& line) : columns_(columns) {
        std::istringstream rest(line);
        for (std::string field; std::getline(rest, field, '\t');) fields_.push_back(std::move(field));
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        const auto column = columns_.find(name);
        return column != columns_.end() && column->second < fields_.size() ? fields_[column->second] : "";
    }
    [[nodiscard]] std::uint64_t number(const std::string& name) const {
        const auto field = text(name);
        std::uint64_t value = 0;
        std::from_chars(field.data(), field.data() + field.size(), value);
        return value;
    }

private:
    const std::map<std::string, std::size_t>& columns_;
    std::vector<std::string> fields_;
};

std::map<std::string, std::size_t> columns_of(const std::string& line) {
    std::map<std::string, std::size_t> columns;
    std::istringstream rest(line);
    for (std::string name; std::getline(rest, name, '\t');) columns.emplace(name, columns.size());
    return columns;
}

TaskLine task_of(const Row& row) {
    TaskLine task{row.text("tid"),     row.text("pid"),   row.text("parent"),
                  row.text("program"), row.text("state"), row.text("waits_for")};
    task.service = row.text("service") == "yes";
    task.dying = row.text("dying") == "yes";
    task.ran = static_cast<double>(row.number("ran_ns")) / billion;
    task.age = static_cast<double>(row.number("age_ns")) / billion;
    task.switches = row.number("switches");
    task.syscalls = row.number("syscalls");
    task.stack_used = row.number("stack_used");
    task.stack_size = row.number("stack_size");
    return task;
}

}  // namespace

Result<std::vector<TaskLine>> read_tasks() {
    const auto text = read_file("/proc/tasks");
    if (!text) return text.error();
    std::istringstream lines(*text);
    std::string line;
    std::getline(lines, line);
    const auto columns = columns_of(line);
    std::vector<TaskLine> tasks;
    while (std::getline(lines, line)) tasks.push_back(task_of(Row(columns, line)));
    return tasks;
}

Result<std::map<std::string, std::string>> read_values(std::string_view path) {
    const auto text = read_file(path);
    if (!text) return text.error();
    std::map<std::string, std::string> values;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(":\t");
        if (colon != line.npos) values[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return values;
}

std::uint64_t number_of(const std::map<std::string, std::string>& values, const std::string& name) {
    const auto found = values.find(name);
    std::uint64_t value = 0;
    if (found != values.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return value;
}

Result<double> read_uptime() {
    const auto text = read_file("/proc/uptime");
    if (!text) return text.error();
    double seconds = 0;
    std::from_chars(text->data(), text->data() + text->size(), seconds);
    return seconds;
}

std::string as_clock(double seconds) {
    constexpr std::uint64_t minute = 60, hour = 60 * minute, day = 24 * hour;
    const auto whole = static_cast<std::uint64_t>(seconds);
    std::string text;
    if (whole >= day) text = fmt::format("{} day{}, ", whole / day, whole / day == 1 ? "" : "s");
    if (whole >= hour)
        return text + fmt::format("{}:{:02}:{:02}", whole % day / hour, whole % hour / minute, whole % minute);
    return fmt::format("{}:{:02}", whole / minute, whole % minute);
}

}  // namespace fibrix
