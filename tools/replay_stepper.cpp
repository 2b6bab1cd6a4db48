#include "tools/replay_stepper.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <vector>

#include "tools/complain.hpp"

namespace fibrix {
namespace {

std::string named(const Task& task) { return fmt::format("task {} ({})", to_string(task.id), task.process->name); }

// A line of standard input, byte by byte: what follows it is for whoever comes next. False at its end.
bool read_line(std::string& line) {
    line.clear();
    for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1;) {
        if (c == '\n') return true;
        line += c;
    }
    return !line.empty();
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
    return number;
}

}  // namespace

void leave(int code) {
    std::fflush(nullptr);
    ::_exit(code);
}

bool ReplayStepper::shows_output() const noexcept {
    if (stop_.before_end) return false;
    return !stop_.silent || !stop_.at || steps() >= first_;
}

void ReplayStepper::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    StepChecker::taken(task, syscall, trap);
    if (!stop_.at || steps() < first_) return;
    if (!stop_.asks) {
        show_tasks(task, syscall, trap);
        leave(0);
    }
    std::string text;
    syscall.print_request(trap, text);
    fmt::print("{:8} {}: {}\n", steps(), named(task), text);
    if (steps() == *stop_.at) ask();
}

void ReplayStepper::answered(const Task& task, const Syscall& syscall, const Trap& trap) {
    StepChecker::answered(task, syscall, trap);
    if (!stop_.at || !stop_.asks || steps() < first_) return;
    std::string text;
    syscall.print_result(trap, text);
    fmt::print("{:8} {}: {} = {}\n", "", named(task), syscall.name, text);
}

void ReplayStepper::show_tasks(const Task& running, const Syscall& syscall, const Trap& trap) const {
    fmt::print("step {} at {:.6f} s\n", steps(), static_cast<double>(kernel_.now().time_since_epoch().count()) / 1e9);
    fmt::print("{:>6} {:16} {:11} {:>9}  {}\n", "TASK", "PROGRAM", "STATE", "REQUESTS", "ASKS");
    kernel_.tasks().for_each([&](const Task& task) {
        std::string asks = kernel_.wait_reason(task);
        if (&task == &running) syscall.print_request(trap, asks);
        fmt::print("{:>6} {:16} {:11} {:>9}  {}\n", to_string(task.id), task.process->name, to_string(task.state),
                   task.requests, asks);
    });
}

void ReplayStepper::ask() {
    for (std::string line;;) {
        if (::isatty(STDIN_FILENO) == 1) fmt::print("(Enter, a number, b, q) ");
        std::fflush(stdout);
        if (!read_line(line)) leave(0);
        if (obey(line)) return;
        fmt::print("Enter: one request; N: so many; b or b N: back; q: quit\n");
    }
}

// False if it is no command.
bool ReplayStepper::obey(const std::string& command) {
    if (command == "q") leave(0);
    if (command.starts_with("b")) {
        const auto rest = std::string_view(command).substr(std::min<std::size_t>(2, command.size()));
        const auto count = rest.empty() ? 1 : number_in(rest);
        if (count) run_again(*count < steps() ? steps() - *count : 1);
        return false;
    }
    const auto count = command.empty() ? 1 : number_in(command);
    if (count) stop_.at = steps() + *count;
    return count.has_value();
}

void ReplayStepper::run_again(std::uint64_t step) const {
    std::fflush(nullptr);
    std::vector<std::string> words{"fibrix", "replay", "--silent", fmt::format("--to={}", step)};
    if (stop_.asks) words.emplace_back("--step");
    words.insert(words.end(), {"--", stop_.file});
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv("/proc/self/exe", arguments.data());
    complain("replay: cannot begin again");
    leave(static_cast<int>(ReservedCode::system));
}

void ReplayStepper::at_end() {
    if (stop_.before_end) run_again(steps() > *stop_.before_end ? steps() - *stop_.before_end : 1);
    if (stop_.at && steps() < *stop_.at)
        complain(fmt::format("replay: there is no step {}: the recording has {}", *stop_.at, steps()));
}

}  // namespace fibrix
