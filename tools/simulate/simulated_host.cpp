#include "tools/simulate/simulated_host.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "syscalls/console/console_object.hpp"
#include "syscalls/program/start.hpp"
#include "syscalls/sync/sync.hpp"
#include "syscalls/vfs/boot.hpp"
#include "tools/simulate/fault_filter.hpp"

namespace fibrix::simulate {
namespace {

constexpr Duration restart_after = std::chrono::milliseconds(100);

}  // namespace

SimulatedHost::SimulatedHost(simulated::Simulation& simulation, const HostPlan& plan, const SyscallTable& table,
                             std::string policy, Listener listener)
    : simulation_(simulation),
      plan_(plan),
      table_(table),
      policy_(std::move(policy)),
      listener_(std::move(listener)),
      world_(simulation, plan.name) {
    world_.on_output([this](Outside where, std::string_view text) { take_output(where, text); });
    running_.resize(plan.commands.size());
    client_of_.resize(plan.commands.size());
    for (std::size_t i = 0; i < plan.commands.size(); ++i) {
        if (!plan.commands[i].client) continue;
        client_of_[i] = clients_.size();
        clients_.push_back({fmt::format("{}", fmt::join(plan.commands[i].words, " "))});
    }
}

SimulatedHost::~SimulatedHost() {
    listener_ = nullptr;
    lose_power();
}

void SimulatedHost::boot() {
    ++boots_;
    world_.set_power(true);
    kernel_ = std::make_unique<Kernel>(world_, table_, PolicyEntry::find(policy_)->make());
    kernel_->on_process_end = [this](const Process& process) { ended(process); };
    mount_defaults(*kernel_, {.policy = policy_});
    if (!plan_.disk.empty()) static_cast<void>(mount_host_directory(*kernel_, "sim:/", plan_.disk, false));
    for (std::size_t i = 0; i < plan_.commands.size(); ++i)
        if (!plan_.commands[i].client || !clients_[client_of_[i]].status) start(i);
}

// Nobody is asked, and nothing that a destructor does has any effect.
void SimulatedHost::lose_power() {
    if (!kernel_) return;
    world_.set_power(false);
    kernel_->on_process_end = nullptr;
    std::vector<ProcessId> all;
    kernel_->tasks().for_each([&](const Task& task) {
        if (task.process->first == &task && !task.process->ended) all.push_back(task.id);
    });
    for (const auto id : all)
        if (Process* process = kernel_->find_process(id)) kernel_->kill(*process);
    running_.assign(running_.size(), std::nullopt);
    blow_.reset();
    kernel_.reset();
    partial_line_.clear();
}

void SimulatedHost::start(std::size_t number) {
    const auto& command = plan_.commands[number];
    std::string why;
    auto found = find_program(command.words.front(), why);
    if (!found) return;  // it was looked for before the run began
    StartOptions options{.name = std::string(found->program->name),
                         .arguments = {command.words.begin() + 1, command.words.end()}};
    options.stack = found->program->stack;
    options.code = found->code;
    for (const Outside outside : {0, 1, 2}) options.handles.emplace_back(make_object<Console>(outside));
    if (!command.client)
        options.filters.emplace_back(make_object<FaultFilter>(simulation_.faults, *this, plan_.lies_about_fsync));
    options.own_group = true;
    options.body = [program = found->program, words = options.arguments] {
        Arguments arguments(program->name, program->help, words);
        return program->main(arguments);
    };
    if (const auto pid = kernel_->start(std::move(options))) running_[number] = *pid;
}

// A server is started again after a while.
void SimulatedHost::ended(const Process& process) {
    for (std::size_t i = 0; i < running_.size(); ++i) {
        if (running_[i] != process.id) continue;
        running_[i].reset();
        if (plan_.commands[i].client) {
            clients_[client_of_[i]].status = process.status;
            continue;
        }
        simulation_.timeline.after(restart_after, [this, i, boot = boots_] {
            if (kernel_ && boot == boots_ && !running_[i]) start(i);
        });
    }
}

bool SimulatedHost::kill_a_server(std::uint64_t draw) {
    std::vector<Process*> servers;
    for (std::size_t i = 0; i < running_.size() && kernel_; ++i) {
        const auto& id = running_[i];
        if (!id || plan_.commands[i].client) continue;
        if (Process* process = kernel_->find_process(*id)) servers.push_back(process);
    }
    if (servers.empty()) return false;
    kernel_->kill(*servers[draw % servers.size()]);
    return true;
}

void SimulatedHost::strike(simulated::Fault fault, const Task& task) { blow_ = Blow{fault, task.process->id}; }

bool SimulatedHost::kill(ProcessId process) {
    Process* struck = kernel_ ? kernel_->find_process(process) : nullptr;
    if (struck != nullptr) kernel_->kill(*struck);
    return struck != nullptr;
}

// Only if it still waits for a signal then.
void SimulatedHost::wake_soon(const Task& task) {
    auto& faults = simulation_.faults;
    constexpr Duration longest = std::chrono::milliseconds(1);
    simulation_.timeline.after(faults.details(simulated::Fault::spurious).between(Duration{}, longest),
                               [this, &faults, boot = boots_, id = task.id, requests = task.requests] {
                                   Task* waiter = kernel_ && boot == boots_ ? kernel_->find(id) : nullptr;
                                   if (waiter == nullptr || waiter->requests != requests || !waiter->parked()) return;
                                   if (static_cast<Frame<sys::ConditionWait>*>(waiter->trap)->scratch.signalled) return;
                                   if (kernel_->call(*waiter)) faults.count(simulated::Fault::spurious);
                               });
}

std::size_t SimulatedHost::run_ready(std::size_t most) {
    std::size_t steps = 0;
    while (kernel_ && !blow_ && steps < most && kernel_->step() == Step::ran) ++steps;
    return steps;
}

std::string SimulatedHost::deadlock() const {
    if (!kernel_ || kernel_->verdict().kind != Verdict::Kind::deadlock) return {};
    return kernel_->verdict().text;
}

void SimulatedHost::take_output(Outside, std::string_view text) {
    partial_line_ += text;
    for (auto end = partial_line_.find('\n'); end != std::string::npos; end = partial_line_.find('\n')) {
        last_line_ = partial_line_.substr(0, end);
        partial_line_.erase(0, end + 1);
        if (listener_) listener_(plan_.name, last_line_);
    }
}

}  // namespace fibrix::simulate
