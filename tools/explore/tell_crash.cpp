// An execution that ends the process in which it is made, told by a process that makes it and writes down each step
// before it is carried out.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <sstream>

#include "tools/explore/explorer.hpp"
#include "tools/explore/jobs.hpp"

namespace fibrix::explore {
namespace {

std::string describe_end(int status) {
    if (WIFSIGNALED(status))
        return std::string("the process that runs it is ended by ") + ::strsignal(WTERMSIG(status));
    return "the process that runs it ends with exit code " + std::to_string(WEXITSTATUS(status));
}

[[noreturn]] void make_it(Machine& machine, const Schedule& schedule, int pipe) {
    tell(machine, schedule, [pipe](const Step& step) {
        const auto line = std::to_string(step.task) + ' ' + step.request + '\n';
        [[maybe_unused]] const auto put = ::write(pipe, line.data(), line.size());
    });
    ::_exit(0);
}

std::string read_all(int pipe) {
    std::string text;
    std::array<char, 4096> room;
    for (ssize_t got = 0; (got = ::read(pipe, room.data(), room.size())) > 0;)
        text.append(room.data(), static_cast<std::size_t>(got));
    return text;
}

}  // namespace

std::optional<Counterexample> tell_crash(Machine& machine, const Schedule& schedule, const std::string& why) {
    int ends[2];
    if (::pipe(ends) != 0) return {};
    const int pid = ::fork();
    if (pid == 0) make_it(machine, schedule, ends[1]);
    ::close(ends[1]);
    std::istringstream lines(read_all(ends[0]));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (status == 0 && why.empty()) return {};
    Counterexample told;
    told.failure = Failure::crash;
    told.ends_the_process = true;
    told.what = status == 0 ? why : describe_end(status);
    told.schedule = schedule.text_to_paste();
    told.max_steps = machine.max_steps();
    told.fewest = false;
    Step step;
    for (std::string line; lines >> step.task && std::getline(lines.ignore(), step.request);)
        told.steps.push_back(step);
    name_tasks(machine, told);
    return told;
}

}  // namespace fibrix::explore
