#include "syscalls/kit/test_kernel.hpp"

#include <stdexcept>

#include "kernel/world/simulated/simulation.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/program/start.hpp"
#include "syscalls/table.hpp"

namespace fibrix {
namespace {

std::unique_ptr<Policy> policy_of(std::string_view name) {
    std::string why;
    auto made = fibrix::make_policy(name, why);
    if (made == nullptr) throw std::invalid_argument(why);
    return made;
}

}  // namespace

class TestKernel::Notices final : public Observer {
public:
    [[nodiscard]] bool watches_tasks() const override { return false; }
    void notice(Level, const Task*, std::string_view text) override { lines.emplace_back(text); }
    std::vector<std::string> lines;
};

TestKernel::TestKernel(std::string_view policy, std::uint64_t seed)
    : world_(seed), notices_(std::make_unique<Notices>()), kernel_(world_, syscall_table(), policy_of(policy)) {
    world_.on_output([this](Outside, std::string_view text) { output_ += text; });
    kernel_.attach(*notices_);
    kernel_.on_process_end = [this](const Process& process) { ended_[process.id] = process.status; };
}

TestKernel::~TestKernel() { kernel_.on_process_end = nullptr; }

std::vector<Ref<Object>> TestKernel::console() {
    std::vector<Ref<Object>> handles;
    for (const Outside outside : {0, 1, 2}) handles.emplace_back(make_object<Console>(outside));
    return handles;
}

ProcessId TestKernel::with_mock(ProcessId id) {
    auto mock = make_object<MockFilter>();
    Process& process = *kernel_.find_process(id);
    process.filters.emplace_back(mock);
    process.first->need(Attention::filtered);
    mocks_[id] = std::move(mock);
    return id;
}

ProcessId TestKernel::start(std::string name, Closure body) {
    StartOptions options{.name = std::move(name)};
    options.body = std::move(body);
    options.handles = console();
    return with_mock(kernel_.start(std::move(options)).value());
}

ProcessId TestKernel::start_program(const std::string& name, std::vector<std::string> arguments) {
    std::string why;
    auto found = find_program(name, why);
    if (!found) {
        notices_->lines.push_back(why);
        throw SystemError(found.error());
    }
    ProgramStart options{.arguments = std::move(arguments), .handles = console(), .code = std::move(found->code)};
    return with_mock(fibrix::start_program(kernel_, *found->program, std::move(options)).value());
}

bool TestKernel::step() {
    const auto before = kernel_.dispatches();
    while (kernel_.step() == Step::ran)
        if (kernel_.dispatches() != before) return true;
    return kernel_.dispatches() != before;
}

std::size_t TestKernel::run_until_idle(std::size_t most) {
    std::size_t steps = 0;
    while (steps < most && step()) ++steps;
    return steps;
}

void TestKernel::advance(Duration span) {
    const Time until = saturating_add(now(), span);
    run_until_idle();
    while (now() < until) {
        const Time due = std::min(kernel_.next_deadline(), world_.simulation().timeline.next());
        world_.advance(std::min(due, until) - now());
        run_until_idle();
    }
}

void TestKernel::reset() {
    kernel_.reset();
    mocks_.clear();
    ended_.clear();
    output_.clear();
    notices_->lines.clear();
}

State TestKernel::state(TaskId task) const {
    const Task* found = kernel_.find(task);
    return found == nullptr ? State::zombie : found->state;
}

std::string TestKernel::wait_reason(TaskId task) const {
    const Task* found = kernel_.find(task);
    return found == nullptr ? "" : kernel_.wait_reason(*found);
}

const ExitStatus& TestKernel::status(ProcessId process) const { return ended_.at(process); }

const std::vector<std::string>& TestKernel::notices() const noexcept { return notices_->lines; }

}  // namespace fibrix
