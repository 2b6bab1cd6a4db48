#include "userland/sh/shell.hpp"

#include <algorithm>
#include <charconv>

#include "userland/sh/names.hpp"

namespace fibrix::sh {
namespace {

Streams streams_of_this_process() {
    std::vector<bool> open;
    open.reserve(Streams::count);
    for (int number = 0; number < Streams::count; ++number) open.push_back(sys::is_terminal(number).has_value());
    return Streams(open);
}

}  // namespace

Shell::Shell(bool interactive, std::string name, std::vector<std::string> arguments, std::string place)
    : variables(sys::get_environment()),
      streams(streams_of_this_process()),
      interactive_(interactive),
      name_(std::move(name)),
      place_(std::move(place)),
      pid_(to_string(sys::get_pid())),
      arguments_(std::move(arguments)) {
    variables.set("PWD", sys::getcwd());
    variables.set("PPID", to_string(sys::get_parent()));
    if (!variables.find("HOME")) variables.set("HOME", "/");
    if (!interactive) return;
    for (const auto signal : persons_signals) catch_signal(signal);
}

Shell::Shell(const Shell& parent, Streams its_streams)
    : Context(),
      variables(parent.variables),
      functions(parent.functions),
      jobs(parent.jobs),
      streams(std::move(its_streams)),
      options(parent.options),
      interactive_(false),
      name_(parent.name_),
      place_(parent.place_),
      pid_(parent.pid_),
      arguments_(parent.arguments_),
      roots_(parent.roots_),
      tested_(parent.tested_),
      loops_(parent.loops_),
      calls_(parent.calls_),
      status_(parent.status_),
      line_(parent.line_) {
    jobs.forget();
}

bool Shell::print(std::string_view text) const {
    const auto written = sys::write_all(streams[1], text);
    if (!written) complain("cannot write to standard output: " + std::string(describe(written.error())));
    return written.has_value();
}

void Shell::complain_at(std::size_t line, const std::string& what) const {
    const bool alone = interactive_ && line == 1;
    const auto where = place_ + (alone ? "" : "line " + std::to_string(line) + ": ");
    // Where that cannot be written either, nothing is left to be said.
    [[maybe_unused]] const auto written = sys::write_all(streams[2], "sh: " + where + what + "\n");
}

void Shell::trace(const std::vector<std::string>& words) const {
    if (!options.traces) return;
    [[maybe_unused]] const auto written = sys::write_all(streams[2], fmt::format("+ {}\n", fmt::join(words, " ")));
}

void Shell::make_local(const std::string& name) { locals_.emplace_back(name, variables.save(name)); }

void Shell::tell_of_jobs() {
    jobs.look();
    for (const auto& job : jobs.take_ended())
        print(fmt::format("[{}] {}: {}\n", job.number, job.describe(), job.command));
}

bool Shell::may_leave() {
    if (!interactive_ || warned_) return true;
    jobs.look();
    const auto stopped = [](const Job& job) { return job.state() == Job::State::stopped; };
    warns_ = std::any_of(jobs.all().begin(), jobs.all().end(), stopped);
    if (warns_) complain("there are stopped jobs (see: jobs); exit once more leaves them behind");
    return !warns_;
}

std::optional<std::string> Shell::value(std::string_view name) {
    if (name == "?") return std::to_string(status_);
    if (name == "$") return pid_;
    if (name == "!") return jobs.last();
    if (name == "#") return std::to_string(arguments_.size());
    if (name == "-")
        return std::string(options.exit_on_error ? "e" : "") + (interactive_ ? "i" : "") +
               (options.unset_is_error ? "u" : "") + (options.traces ? "x" : "");
    if (name == "0") return name_;
    if (!is_digit(name.front())) return variables.find(name);
    std::size_t number = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
    if (parsed.ec != std::errc() || number > arguments_.size()) return std::nullopt;
    return arguments_[number - 1];
}

std::vector<std::string> Shell::names_in(const std::string& directory) {
    std::vector<std::string> names;
    const auto entries = list_directory(directory.empty() ? "." : directory);
    if (!entries) return names;
    for (const auto& each : *entries) names.push_back(each.name);
    return names;
}

bool Shell::exists(const std::string& path) { return sys::lstat(path).has_value(); }

bool Shell::is_directory(const std::string& path) {
    const auto status = sys::stat(path);
    return status && status->type == FileType::directory;
}

}  // namespace fibrix::sh
