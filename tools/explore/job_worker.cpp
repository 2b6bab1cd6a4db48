// The processes that search, one part after the other.

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <new>

#include "tools/explore/explorer.hpp"
#include "tools/explore/job_memory.hpp"
#include "tools/explore/job_message.hpp"

namespace fibrix::explore {

Jobs::Shared* Jobs::Shared::make(std::size_t workers) {
    void* memory = ::mmap(nullptr, sizeof(Shared) + workers * sizeof(JobMemory), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    auto* shared = new (memory) Shared;
    for (std::size_t i = 0; i < workers; ++i) new (&shared->worker(i)) JobMemory;
    return shared;
}

void Jobs::Shared::give_back(Shared* shared, std::size_t workers) noexcept {
    ::munmap(shared, sizeof(Shared) + workers * sizeof(JobMemory));
}

void Jobs::work(std::size_t number, int pipe) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto& mine = shared_->worker(number);
    machine_.leave_trail(&mine.trail);
    for (;;) {
        const auto part = shared_->next.fetch_add(1);
        if (part >= part_count_ || part > shared_->last) break;
        mine.part = part;
        const auto found = search(part, number);
        const JobMessage message{part, found.counted, found.classes, found.failing ? found.failing->text() : ""};
        if (!write_message(pipe, message)) break;
        mine.clear();
        if (options_.max_seconds > 0 && limits_.passed() > options_.max_seconds) break;
    }
    ::_exit(0);
}

// What is left of the limits, which are those of all together.
Options Jobs::options_for(std::uint64_t part, std::size_t number) {
    Options options = options_;
    if (random_) {
        const auto first = part * random_part;
        options.max_executions =
            options_.max_executions == 0 ? random_part : std::min(random_part, options_.max_executions - first);
    } else if (options_.max_executions > 0) {
        const auto made = shared_->made.load();
        options.max_executions = made < options_.max_executions ? options_.max_executions - made : 1;
    }
    constexpr double at_once = 1e-9;
    if (options_.max_seconds > 0) options.max_seconds = std::max(at_once, options_.max_seconds - limits_.passed());
    options.on_progress = [&mine = shared_->worker(number)](const Progress& progress) {
        mine.executions = progress.executions;
        mine.classes = progress.classes;
        mine.blocked = progress.blocked;
    };
    return options;
}

Jobs::Found Jobs::search(std::uint64_t part, std::size_t number) {
    const Options options = options_for(part, number);
    Tally tally;
    Limits limits(options);
    Found found;
    tally.note_classes(&found.classes);
    const auto search = random_ ? make_search(options) : std::move(parts_[part]);
    if (random_) search->jump_to(part * random_part);
    found.counted.complete = search_all(machine_, *search, options, limits, tally, found.failing);
    const bool complete = found.counted.complete || (random_ && tally.result.executions == options.max_executions);
    found.counted = tally.result;
    found.counted.complete = complete;
    shared_->made += tally.result.executions + tally.result.blocked;
    if (found.failing && options.stop_at_failure) shared_->want_no_more_than(part);
    return found;
}

}  // namespace fibrix::explore
