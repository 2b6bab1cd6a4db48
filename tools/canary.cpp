#include "tools/canary.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "tools/captured_input.hpp"
#include "tools/complain.hpp"

namespace fibrix {
namespace {

struct Close {
    void operator()(FILE* file) const noexcept { std::fclose(file); }
};

// One of the two runs, seen from outside.
struct Run {
    pid_t pid = -1;
    std::unique_ptr<FILE, Close> events{};
};

// A line of a run: the hash in 16 digits, a space, and what has happened. Empty when the run is over.
class Lines {
public:
    explicit Lines(FILE* file) noexcept : file_(file) {}
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
    ~Lines() { std::free(text_); }  // NOLINT(cppcoreguidelines-no-malloc): getline has made it
    std::string_view next() {
        const auto size = ::getline(&text_, &room_, file_);
        return size <= 0 ? std::string_view{} : std::string_view(text_, static_cast<std::size_t>(size) - 1);
    }

private:
    FILE* file_;
    char* text_ = nullptr;
    std::size_t room_ = 0;
};

constexpr std::size_t hash_digits = 16;

std::string in_words(std::string_view line) {
    if (line.size() <= hash_digits) return "the run is over";
    return "'" + std::string(line.substr(hash_digits + 1)) + "'";
}

// The same command line, which writes its events instead of being a canary.
[[noreturn]] void become_run(std::vector<std::string> words, int input, int events, bool silent) {
    const auto events_option = fmt::format("--events={}", events);
    const auto option = std::find(words.begin(), words.end(), "--canary");
    if (option != words.end()) *option = events_option;
    std::vector<char*> arguments{const_cast<char*>("fibrix")};
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::dup2(input, STDIN_FILENO);
    if (silent) {
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
    }
    ::execv("/proc/self/exe", arguments.data());
    ::_exit(static_cast<int>(ReservedCode::system));
}

Run begin(const Launch& launch, const std::string& input, bool silent) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw UsageError("--canary: the host has no pipe left");
    const int text = input_with(input);
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::fcntl(pipe[1], F_SETFD, 0);
        become_run(launch.words, text, pipe[1], silent);
    }
    ::close(pipe[1]);
    ::close(text);
    if (pid < 0) throw UsageError("--canary: the host has no process left");
    return {pid, std::unique_ptr<FILE, Close>(::fdopen(pipe[0], "r"))};
}

int end_of(const Run& run) {
    int status = 0;
    ::waitpid(run.pid, &status, 0);
    constexpr int signal_base = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : signal_base + WTERMSIG(status);
}

int tell_difference(std::uint64_t event, std::string_view first, std::string_view second) {
    const bool same_words = in_words(first) == in_words(second);
    complain(fmt::format("canary: two runs of the same differ at event {}: {}, then {}{}", event, in_words(first),
                         in_words(second), same_words ? " with other bytes" : ""));
    return static_cast<int>(ReservedCode::system);
}

}  // namespace

int run_canary(const Launch& launch) {
    if (launch.options.world == "host") throw UsageError("--canary: only a simulation is the same twice (--world sim)");
    const auto input = read_input();
    const Run one = begin(launch, input, false), other = begin(launch, input, true);
    Lines first(one.events.get()), second(other.events.get());
    std::uint64_t event = 0;
    std::string hash(hash_digits, '0');
    for (;;) {
        const auto here = first.next(), there = second.next();
        ++event;
        if (here != there) {
            ::kill(one.pid, SIGTERM);
            ::kill(other.pid, SIGTERM);
            return tell_difference(event, here, there);
        }
        if (here.empty()) break;
        hash = here.substr(0, hash_digits);
    }
    const int code = end_of(one);
    if (const int again = end_of(other); again != code) {
        complain(fmt::format("canary: two runs of the same end differently: with exit code {}, then {}", code, again));
        return static_cast<int>(ReservedCode::system);
    }
    fmt::print(stderr, "canary: both runs are the same: {} events, hash {}\n", event - 1, hash);
    return code;
}

}  // namespace fibrix
