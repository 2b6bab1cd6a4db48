#include "tools/lab/experiment.hpp"

#include <algorithm>

#include "kernel/policies/levelled.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/program/start.hpp"
#include "syscalls/sys.hpp"
#include "syscalls/table.hpp"
#include "syscalls/vfs/boot.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab {

void wait_until(Time instant) {
    SemaphoreCore nobody_gives;
    sys::semaphore_acquire(&nobody_gives, true, Deadline(instant));
}

void work(const std::vector<Burst>& bursts) {
    for (const auto& each : bursts) {
        sys::compute(each.compute).value();
        if (each.wait > Duration::zero()) wait_until(saturating_add(sys::now(), each.wait));
    }
}

Experiment::Experiment(std::unique_ptr<Policy> policy, const Conditions& conditions)
    : levelled_(dynamic_cast<Levelled*>(policy.get())),
      world_(conditions.seed),
      kernel_(std::make_unique<Kernel>(world_, syscall_table(), std::move(policy))) {
    world_.inside().on_output([this](Outside, std::string_view text) { output += text; });
    kernel_->processors().set(conditions.processors, conditions.switch_cost);
    mount_defaults(*kernel_, {.policy = "lab"});
    kernel_->attach(*this);
}

Experiment::~Experiment() { kernel_->detach(*this); }

void Experiment::add(const Job& job, std::function<void()> body) {
    StartOptions start{.name = job.name};
    for (const Outside outside : {0, 1, 2}) start.handles.emplace_back(make_object<Console>(outside));
    start.scheduling = job.scheduling;
    start.arrival = job.arrival;
    if (!job.program.empty()) {
        std::string why;
        const auto found = find_program(job.program.front(), why);
        if (!found) throw UsageError("job '" + job.name + "': " + why);
        auto made = replacement(*found->program, {job.program.begin() + 1, job.program.end()});
        start.arguments = std::move(made.arguments);
        start.stack = made.stack;
        start.body = std::move(made.body);
        start.code = found->code;
    } else if (body) {
        start.body = std::move(body);
    } else {
        start.body = [bursts = job.bursts] { work(bursts); };
    }
    const auto number = jobs_.size();
    jobs_.push_back(job);
    record_.fates.push_back({.arrival = job.arrival});
    job_of_process_.emplace(TaskId{static_cast<std::uint32_t>(number + 1), 0}, number);
    const auto id = kernel_->start(std::move(start));
    if (!id || id->slot != number + 1) throw UsageError("job '" + job.name + "': there is no room for so many");
}

Record Experiment::run() {
    if (kernel_->run().kind == Verdict::Kind::deadlock) record_.wrong = kernel_->verdict().text;
    record_.end = kernel_->fresh_now();
    return std::move(record_);
}

// A real program may start others; what they do is its job's.
std::size_t Experiment::job_of(const Task& task) const {
    for (const Process* process = task.process; process != nullptr; process = process->parent)
        if (const auto found = job_of_process_.find(process->id); found != job_of_process_.end()) return found->second;
    return nobody;
}

void Experiment::note(Event::Kind kind, std::size_t job) { record_.events.push_back({kernel_->now(), kind, job}); }

void Experiment::transition(const Task& task, State from, State to) {
    const auto found = job_of_process_.find(task.id);  // its process's first task alone
    if (found == job_of_process_.end()) return;
    const auto job = found->second;
    if (from == State::created) note(Event::Kind::arrived, job);
    if (to == State::sleeping || to == State::waiting) {
        blocked_since_[task.id] = kernel_->now();
        note(Event::Kind::waits, job);
    }
    if (from == State::sleeping || from == State::waiting) {
        record_.fates[job].blocked += kernel_->now() - blocked_since_[task.id];
        if (to != State::zombie) note(Event::Kind::woken, job);
    }
    if (to == State::zombie) {
        record_.fates[job].end = kernel_->now();
        note(Event::Kind::ended, job);
    }
}

void Experiment::decided(const Decision& decision) {
    const auto level = levelled_ != nullptr ? levelled_->level(*decision.task) : 0;
    picked_[decision.task->id] = {std::string(decision.reason), level};
    record_.decisions.push_back(job_of(*decision.task));
}

void Experiment::computed(const Task& task, int processor, Time from, Time to) {
    const auto job = job_of(task);
    if (job == nobody) return;
    Fate& fate = record_.fates[job];
    fate.first = std::min(fate.first, from);
    fate.computed += to - from;
    Picked& picked = picked_[task.id];
    const bool fresh = std::exchange(picked.fresh, false);
    auto& spans = record_.spans;
    const auto last =
        std::find_if(spans.rbegin(), spans.rend(), [&](const Span& each) { return each.processor == processor; });
    if (!fresh && last != spans.rend() && last->job == job && last->to == from) last->to = to;
    else spans.push_back({processor, job, from, to, picked.level, picked.reason});
}

}  // namespace fibrix::lab
