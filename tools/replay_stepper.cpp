#include "tools/replay_stepper.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>
#include <vector>

#include "tools/complain.hpp"

namespace fibrix {
namespace {

constexpr std::string_view help =
    "Enter: one request more; 5: five more; c: on to the end; b: one back; b 5: five back; t: all tasks; q: quit\n";

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
    if (!std::exchange(told_, true) && !stop_.silent) introduce(task);
    std::string text;
    syscall.print_request(trap, text);
    print_line(std::to_string(steps()), task, text);
    if (steps() != *stop_.at) return;
    asking_ = {&task, &syscall, &trap};
    ask();
}

void ReplayStepper::introduce(const Task& task) const {
    fmt::print("A recording of '{}', request by request. A request is shown before anything comes of it;\n"
               "what came of it stands behind '->', which may be later, when others have run.\n{}\n",
               task.process->name, help);
    fmt::print("{:>8} {:>12} {:>6} {:14} {}\n", "STEP", "SECONDS", "TASK", "PROGRAM", "REQUEST");
}

void ReplayStepper::print_line(const std::string& step, const Task& task, const std::string& text) const {
    fmt::print("{:>8} {:>12.6f} {:>6} {:14} {}\n", step, seconds(), to_string(task.id), task.process->name, text);
}

double ReplayStepper::seconds() const { return static_cast<double>(kernel_.now().time_since_epoch().count()) / 1e9; }

void ReplayStepper::answered(const Task& task, const Syscall& syscall, const Trap& trap) {
    StepChecker::answered(task, syscall, trap);
    if (!stop_.at || !stop_.asks || steps() < first_) return;
    std::string text = "    -> " + std::string(syscall.name) + " = ";
    syscall.print_result(trap, text);
    print_line("", task, text);
}

void ReplayStepper::show_tasks(const Task& running, const Syscall& syscall, const Trap& trap) const {
    fmt::print("step {} at {:.6f} s: {} makes this request, and nothing has come of it yet\n", steps(), seconds(),
               named(running));
    fmt::print("{:>6} {:16} {:11} {:>9}  {}\n", "TASK", "PROGRAM", "STATE", "REQUESTS", "ITS REQUEST");
    kernel_.tasks().for_each([&](const Task& task) {
        std::string asks = kernel_.wait_reason(task);
        if (&task == &running) syscall.print_request(trap, asks);
        fmt::print("{:>6} {:16} {:11} {:>9}  {}\n", to_string(task.id), task.process->name, to_string(task.state),
                   task.requests, asks);
    });
}

void ReplayStepper::ask() {
    for (std::string line;;) {
        if (::isatty(STDIN_FILENO) == 1) fmt::print("step {}: Enter, 5, c, b, t or q? ", steps());
        std::fflush(stdout);
        if (!read_line(line)) leave(0);
        if (obey(line)) return;
    }
}

// True if it goes on.
bool ReplayStepper::obey(const std::string& command) {
    if (command == "q") leave(0);
    if (command == "t" && asking_.task != nullptr) {
        show_tasks(*asking_.task, *asking_.syscall, *asking_.trap);
        return false;
    }
    if (command == "c") {
        stop_.at = endless;
        return true;
    }
    if (command == "b" || command.starts_with("b ")) go_back(std::string_view(command).substr(1));
    const auto count = command.empty() ? 1 : number_in(command);
    if (count) stop_.at = steps() + *count;
    else fmt::print("{}", help);
    return count.has_value();
}

// Comes back if that is no number. At the end one back is the last request.
void ReplayStepper::go_back(std::string_view rest) const {
    const auto count = rest.empty() ? 1 : number_in(rest.substr(1));
    const auto here = steps() + (asking_.task == nullptr ? 1 : 0);
    if (count) run_again(*count < here ? here - *count : 1);
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
    if (stop_.at && steps() < *stop_.at && *stop_.at != endless)
        complain(fmt::format("replay: there is no step {}: the recording has {}", *stop_.at, steps()));
    if (stop_.asks && ::isatty(STDIN_FILENO) == 1) ask_at_end();
}

// There a person can only go back, or leave.
void ReplayStepper::ask_at_end() {
    asking_ = {};
    fmt::print("{:>8} that was all: {} requests\n", "", steps());
    for (std::string line;;) {
        fmt::print("the end: b or b 5 to go back, Enter or q to leave? ");
        std::fflush(stdout);
        if (!read_line(line) || line.empty() || line == "q") return;
        if (line.starts_with("b")) go_back(std::string_view(line).substr(1));
    }
}

}  // namespace fibrix
