#include "tests/bench/child.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace fibrix::bench {
namespace {

// On a machine with fewer CPUs it runs wherever it may.
void stay_on(int cpu) {
    if (cpu < 0) return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<unsigned>(cpu), &set);
    sched_setaffinity(0, sizeof set, &set);
}

void write_all(int descriptor, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const auto written = ::write(descriptor, text.data() + done, text.size() - done);
        if (written <= 0) return;
        done += static_cast<std::size_t>(written);
    }
}

std::string read_to_end(int descriptor) {
    std::string text;
    char piece[4096];
    for (ssize_t got = 0; (got = ::read(descriptor, piece, sizeof piece)) > 0;)
        text.append(piece, static_cast<std::size_t>(got));
    return text;
}

std::string to_text(const Sample& sample) {
    std::string text;
    for (const auto& [measure, unit, value] : sample)
        text += measure + "\t" + unit + "\t" + std::to_string(value) + "\n";
    return text;
}

Sample from_text(const std::string& text) {
    Sample sample;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = text.find('\t', at), second = text.find('\t', first + 1), end = text.find('\n', second);
        sample.push_back({text.substr(at, first - at), text.substr(first + 1, second - first - 1),
                          std::stod(text.substr(second + 1, end - second - 1))});
        at = end + 1;
    }
    return sample;
}

// Runs `body` with the writing end of a pipe in a child that dies with its parent; gives the reading end.
int fork_with_pipe(pid_t& pid, const std::function<void(int)>& body) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("bench: the host refuses a pipe");
    pid = ::fork();
    if (pid < 0) throw std::runtime_error("bench: the host refuses a process");
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        try {
            body(ends[1]);
        } catch (const std::exception& error) {
            write_all(STDERR_FILENO, std::string("fibrix: bench: ") + error.what() + "\n");
            ::_exit(1);
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    return ends[0];
}

}  // namespace

Sample in_child(const std::function<Sample()>& measurement, unsigned seconds, int cpu) {
    pid_t pid = -1;
    const int results = fork_with_pipe(pid, [&](int out) {
        ::alarm(seconds);
        stay_on(cpu);
        write_all(out, to_text(measurement()));
    });
    const auto text = read_to_end(results);
    ::close(results);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0) throw std::runtime_error("bench: a measurement has failed or took too long");
    return from_text(text);
}

ServerProcess::ServerProcess(std::vector<std::string> arguments, int cpu) {
    launch(
        [&](int out) {
            ::dup2(out, STDOUT_FILENO);
            std::vector<char*> argv;
            arguments.insert(arguments.begin(), "fibrix");
            for (auto& argument : arguments) argv.push_back(argument.data());
            argv.push_back(nullptr);
            ::execv("/proc/self/exe", argv.data());
        },
        cpu);
}

ServerProcess::ServerProcess(const std::function<void(int)>& serve, int cpu) { launch(serve, cpu); }

void ServerProcess::launch(const std::function<void(int)>& serve, int cpu) {
    const int out = fork_with_pipe(pid_, [&](int end) {
        stay_on(cpu);
        serve(end);
    });
    read_port(out);
    ::close(out);
}

void ServerProcess::read_port(int descriptor) {
    std::string line;
    for (char character = 0; ::read(descriptor, &character, 1) == 1 && character != '\n';) line += character;
    const auto colon = line.rfind(':');
    if (colon == line.npos) throw std::runtime_error("bench: a server has not started");
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
}

ServerProcess::~ServerProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

double memory_of_self(std::string_view key) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(key) && line.size() > key.size() && line[key.size()] == ':')
            return std::stod(line.substr(key.size() + 1)) * 1024;
    return 0;
}

}  // namespace fibrix::bench
