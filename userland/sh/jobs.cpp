#include "userland/sh/jobs.hpp"

#include <algorithm>

namespace fibrix::sh {
namespace {

using Reason = ExitStatus::Reason;

void take(Member& member, const ExitStatus& news) {
    member.stopped = news.reason == Reason::stopped;
    if (member.stopped || news.reason == Reason::continued) return;
    member.status = news;
}

}  // namespace

Job::State Job::state() const noexcept {
    bool stopped = false;
    for (const auto& each : members) {
        if (!each.status && !each.stopped) return State::running;
        stopped = stopped || each.stopped;
    }
    return stopped ? State::stopped : State::ended;
}

std::string Job::describe() const {
    switch (state()) {
        case State::running: return "running";
        case State::stopped: return "stopped";
        case State::ended: break;
    }
    const auto last = members.empty() ? std::nullopt : members.back().status;
    return last ? to_string(*last) : "ended";
}

int Job::status() const noexcept {
    constexpr int after_stop = 128 + static_cast<int>(Signal::tstp);
    if (members.empty()) return 0;
    const auto& last = members.back();
    if (!last.status) return after_stop;
    return last.subshell && last.status->reason == Reason::exited ? last.status->code : last.status->shell_code();
}

bool Job::has(ProcessId id) const noexcept {
    return std::any_of(members.begin(), members.end(), [&](const Member& each) { return each.id == id; });
}

bool Job::ended_by(Signal signal) const noexcept {
    const ExitStatus status{Reason::signaled, static_cast<int>(signal)};
    return std::any_of(members.begin(), members.end(), [&](const Member& each) { return each.status == status; });
}

bool Job::send(Signal signal) const {
    if (group.valid()) return sys::kill_group(group, signal).has_value();
    bool reached = false;
    for (const auto& each : members)
        if (!each.status) reached = sys::kill(each.id, signal).has_value() || reached;
    return reached;
}

bool Jobs::wait(Job& job, bool or_stopped) {
    for (auto& member : job.members) {
        while (!member.status && !(or_stopped && member.stopped)) {
            const auto news = sys::wait_change(member.id);
            if (!news && news.error() == Errno::intr) return false;
            if (news) sh::take(member, *news);
            else member.status = ExitStatus{Reason::killed, 0};  // somebody else has waited for it
        }
    }
    return true;
}

Job& Jobs::add(Job job) {
    if (job.number == 0) {
        job.number = 1;
        for (const auto& each : jobs_) job.number = std::max(job.number, each.number + 1);
    }
    return jobs_.emplace_back(std::move(job));
}

Job* Jobs::current() noexcept { return jobs_.empty() ? nullptr : &jobs_.back(); }

Job* Jobs::find(const std::string& name) noexcept {
    if (name == "%%" || name == "%+" || name == "%") return current();
    const auto id = parse_task_id(name);
    for (auto& each : jobs_)
        if (name == "%" + std::to_string(each.number) || (id && each.has(*id))) return &each;
    return nullptr;
}

Job Jobs::take(const Job& job) {
    const auto place = jobs_.begin() + (&job - jobs_.data());
    Job taken = std::move(*place);
    jobs_.erase(place);
    return taken;
}

void Jobs::look() {
    for (auto& job : jobs_)
        for (auto& member : job.members)
            while (!member.status) {
                const auto news = sys::wait_change(member.id, Deadline::after(Duration::zero()));
                if (!news) break;
                sh::take(member, *news);
            }
}

std::vector<Job> Jobs::take_ended() {
    std::vector<Job> ended;
    for (auto& job : jobs_)
        if (job.state() == Job::State::ended) ended.push_back(job);
    std::erase_if(jobs_, [](const Job& job) { return job.state() == Job::State::ended; });
    return ended;
}

}  // namespace fibrix::sh
