#include "userland/sh/shell.hpp"

namespace fibrix::sh {
namespace {

constexpr int not_found = static_cast<int>(ReservedCode::not_found);
constexpr int cannot_run = static_cast<int>(ReservedCode::usage);

bool applies(Condition condition, int status) noexcept {
    return condition == Condition::always || (condition == Condition::after_success) == (status == 0);
}

}  // namespace

void Shell::complain(const std::string& what) const {
    if (at_terminal_) sys::print_error("sh: {}\n", what);
    else sys::print_error("sh: line {}: {}\n", lines_, what);
}

void Shell::run(const std::string& line) {
    ++lines_;
    try {
        for (const auto& command : parse_line(line)) {
            if (applies(command.condition, status_)) status_ = run(command);
            if (left_) return;
        }
    } catch (const SyntaxError& error) {
        complain(error.what());
        status_ = usage_error;
        left_ = !at_terminal_;
    }
}

int Shell::run(const Command& command) {
    std::vector<std::string> words;
    words.reserve(command.words.size());
    for (const auto& word : command.words) words.push_back(expand(word, std::to_string(status_), jobs.last()));
    const Builtin* builtin = find_builtin(words.front());
    if (builtin == nullptr) return start(std::move(words), command.background);
    if (command.background) {
        complain(words.front() + ": only programs run in the background");
        return usage_error;
    }
    words.erase(words.begin());
    return builtin->run(*this, words);
}

int Shell::refuse_start(const std::string& program, Errno why) const {
    if (why == Errno::noent) {
        complain("there is no program '" + program + "' (see: help)");
        return not_found;
    }
    const bool its_file = program.find('/') != std::string::npos && why != Errno::again;
    complain("'" + program + "' cannot be started: " + std::string(describe(why)) +
             (its_file ? " (fibrix check says more)" : ""));
    return its_file ? cannot_run : 1;
}

int Shell::start(std::vector<std::string> words, bool background) {
    const auto command = fmt::format("{}", fmt::join(words, " "));
    const auto program = words.front();
    words.erase(words.begin());
    const auto id = sys::start(program, std::move(words));
    if (!id) return refuse_start(program, id.error());
    if (!background) return sys::wait(*id).value().shell_code();
    jobs.add(*id, command);
    if (at_terminal_) sys::print("[{}] {}\n", to_string(*id), command);
    return 0;
}

void Shell::tell_of_jobs() {
    jobs.look();
    for (const auto& job : jobs.take_ended())
        sys::print("[{}] {}: {}\n", to_string(job.id), to_string(job.status.value_or(ExitStatus{})), job.command);
}

}  // namespace fibrix::sh
