#include "userland/sh/jobs.hpp"

#include <algorithm>

namespace fibrix::sh {

Job* Jobs::find(TaskId id) noexcept {
    const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& job) { return job.id == id; });
    return found == jobs_.end() ? nullptr : &*found;
}

void Jobs::look() {
    for (;;) {
        const auto ended = sys::wait_any(Deadline::after(Duration::zero()));
        if (!ended) return;
        if (Job* job = find(ended->id)) job->status = ended->status;
    }
}

Result<ExitStatus> Jobs::wait(TaskId id) {
    Job* job = find(id);
    const auto status = job != nullptr && job->status ? Result<ExitStatus>(*job->status) : sys::wait(id);
    if (status && job != nullptr) jobs_.erase(jobs_.begin() + (job - jobs_.data()));
    return status;
}

void Jobs::wait_for_all() {
    while (!jobs_.empty()) wait(jobs_.front().id).value();
}

std::vector<Job> Jobs::take_ended() {
    std::vector<Job> ended;
    for (auto& job : jobs_)
        if (job.status) ended.push_back(job);
    std::erase_if(jobs_, [](const Job& job) { return job.status.has_value(); });
    return ended;
}

}  // namespace fibrix::sh
