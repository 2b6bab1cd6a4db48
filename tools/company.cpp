#include "tools/company.hpp"

#include <unistd.h>

#include <utility>

#include "syscalls/console/console_object.hpp"
#include "syscalls/sys.hpp"

namespace fibrix {
namespace {

using namespace std::chrono_literals;

constexpr Duration until_it_is_there = 1s;
constexpr Duration left_alone = 10s;  // longer than anybody takes to say farewell
constexpr Duration longest_end = 60s;

// Holds back the first request of its process.
class LateStart final : public Filter {
public:
    FilterDecision taken(Task&, const Syscall&, Trap&) override {
        return std::exchange(held_, true) ? FilterDecision::pass() : FilterDecision::hold(until_it_is_there);
    }
    [[nodiscard]] std::string describe() const override { return "waits for servers"; }

private:
    bool held_ = false;
};

}  // namespace

// A process like others: it starts them, and waits as everybody does.
int Company::direct(Kernel& kernel, ProcessId program) const {
    const auto nothing = File::open("/dev/null").value();  // handle 0, the input of all: the real one is the program's
    for (const auto& server : servers_) sys::start("sh", {"-c", server}).value();
    if (client_.empty()) return sys::wait_any() ? 0 : 1;
    sys::sleep((servers_.empty() ? 1 : 2) * until_it_is_there).value();
    const auto client = sys::start("sh", {"-c", client_}).value();
    const auto status = sys::wait(client).value();
    sys::sleep(left_alone).value();
    const Process* process = kernel.find_process(program);
    if (process != nullptr && on_client_end) on_client_end(*process, status);
    sys::kill(program, Signal::term);
    sys::sleep(longest_end).value();
    sys::kill(program);
    return 0;
}

void Company::begin(Kernel& kernel, Process& program) {
    if (servers_.empty() && client_.empty()) return;
    if (!servers_.empty()) {
        program.filters.emplace_back(make_object<LateStart>());
        program.first->need(Attention::filtered);
    }
    StartOptions options{.name = "company"};
    options.body = [this, &kernel, id = program.id] { return direct(kernel, id); };
    options.handles.resize(STDERR_FILENO + 1);  // standard input is the program's
    for (const int out : {STDOUT_FILENO, STDERR_FILENO})
        options.handles[static_cast<std::size_t>(out)] = make_object<Console>(out);
    session_ = kernel.start(std::move(options)).value();
}

}  // namespace fibrix
