#include "tools/explore/jobs.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "tools/explore/hash.hpp"
#include "tools/explore/job_memory.hpp"
#include "tools/explore/job_message.hpp"

namespace fibrix::explore {
namespace {

constexpr std::size_t enough_parts = 48;   // for a few processes, however different the parts are
constexpr std::uint32_t most_steps = 300;  // by which parts are known apart
constexpr int look_milliseconds = 100;

std::string describe_end(int status) {
    if (WIFSIGNALED(status))
        return std::string("the process that ran it was ended by ") + ::strsignal(WTERMSIG(status));
    return "the process that ran it ended with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Jobs::Jobs(Machine& machine, const Options& options, Limits& limits, Tally& tally)
    : machine_(machine),
      options_(options),
      limits_(limits),
      tally_(tally),
      random_(options.strategy >= Strategy::random && !options.max_preemptions && !options.max_delays),
      workers_(options.jobs),
      shared_(Shared::make(options.jobs)) {}

Jobs::~Jobs() {
    for (auto& each : workers_) stop(each);
    Shared::give_back(shared_, workers_.size());
}

bool Jobs::run(std::optional<Schedule>& failing) {
    if (random_) {
        part_count_ =
            options_.max_executions == 0 ? UINT64_MAX : (options_.max_executions + random_part - 1) / random_part;
    } else {
        const auto begun = find_parts(failing);
        if (begun != Beginnings::parts) return begun == Beginnings::all_there_is;
        part_count_ = parts_.size();
    }
    for (std::size_t i = 0; i < workers_.size(); ++i) start(i);
    while (put_together_ < part_count_) {
        const bool somebody_works = wait_for_news();
        if (!put_together(failing)) return false;
        if (!somebody_works) break;
        tell_progress();
    }
    return complete_ && put_together_ == part_count_ && !random_;
}

// Longer beginnings until there are enough of them: most programs begin with steps that only one task can make. Where a
// beginning crashes the shorter ones are the parts.
Jobs::Beginnings Jobs::find_parts(std::optional<Schedule>& failing) {
    machine_.unwind_what_is_cut(true);
    auto found = Beginnings::parts;
    for (std::uint32_t steps = 1; found == Beginnings::parts && parts_.size() < enough_parts && steps < most_steps;
         steps += 1 + steps / 8) {
        if (!survives_beginnings(steps)) {
            if (parts_.empty()) crash_ = tell_crash(machine_, shared_->worker(0).trail.schedule(), "it crashes");
            if (parts_.empty()) found = Beginnings::cut_short;
            break;
        }
        if (!search_beginnings(steps, failing)) found = Beginnings::cut_short;
        else if (parts_.empty()) found = Beginnings::all_there_is;
    }
    machine_.unwind_what_is_cut(false);
    return found;
}

// Tried by a process that may crash.
bool Jobs::survives_beginnings(std::uint32_t steps) {
    std::fflush(nullptr);
    const int pid = ::fork();
    if (pid == 0) {
        machine_.leave_trail(&shared_->worker(0).trail);
        std::optional<Schedule> failing;
        search_beginnings(steps, failing);
        ::_exit(0);
    }
    int status = 0;
    return pid < 0 || (::waitpid(pid, &status, 0) == pid && status == 0);
}

bool Jobs::search_beginnings(std::uint32_t steps, std::optional<Schedule>& failing) {
    parts_.clear();
    tally_ = {};
    failing.reset();
    const auto search = make_beginnings(options_);
    search->stop_before(steps);
    for (bool more = true; more;) {
        const Ending ending = machine_.run(*search);
        const bool goes_on = ending.kind == Ending::Kind::cut && ending.steps == steps;
        if (goes_on) parts_.push_back(search->rest());
        else if (tally_.add(ending, options_.count_classes)) failing = machine_.schedule();
        if (failing && options_.stop_at_failure) return false;
        more = search->advance(ending);
        if (more && !limits_.allow(tally_.result)) return false;
    }
    return true;
}

void Jobs::start(std::size_t number) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    std::fflush(nullptr);
    const int pid = ::fork();
    if (pid == 0) {
        ::close(ends[0]);
        work(number, ends[1]);
    }
    ::close(ends[1]);
    workers_[number] = {pid, ends[0], {}};
    if (pid < 0) stop(workers_[number]);
}

void Jobs::stop(Worker& worker) const {
    if (worker.pid > 0) {
        ::kill(worker.pid, SIGKILL);
        ::waitpid(worker.pid, nullptr, 0);
    }
    if (worker.pipe >= 0) ::close(worker.pipe);
    worker = {};
}

// False if nobody works any more.
bool Jobs::wait_for_news() {
    std::vector<pollfd> looks;
    looks.reserve(workers_.size());
    for (const auto& each : workers_) looks.push_back({each.pipe, POLLIN, 0});
    const int ready = ::poll(looks.data(), looks.size(), look_milliseconds);
    for (std::size_t i = 0; ready > 0 && i < looks.size(); ++i)
        if (looks[i].revents != 0) take_news(i);
    for (const auto& each : workers_)
        if (each.pipe >= 0) return true;
    return false;
}

void Jobs::take_news(std::size_t number) {
    constexpr std::size_t room = 1 << 16;
    Worker& worker = workers_[number];
    const auto before = worker.received.size();
    worker.received.resize(before + room);
    const auto got = ::read(worker.pipe, worker.received.data() + before, room);
    worker.received.resize(before + static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    if (got > 0) take_found(worker);
    else if (got == 0 || errno != EINTR) bury(number);
}

void Jobs::take_found(Worker& worker) {
    for (auto& message : take_messages(worker.received)) {
        Found found{message.counted, std::move(message.classes), {}, {}};
        if (!message.failing.empty()) found.failing = Schedule::parse(message.failing);
        found_.emplace(message.part, std::move(found));
    }
}

// It has no more to do; or it has crashed, and what it has left of its part is not searched.
void Jobs::bury(std::size_t number) {
    Worker& worker = workers_[number];
    int status = 0;
    ::waitpid(worker.pid, &status, 0);
    worker.pid = -1;
    stop(worker);
    auto& mine = shared_->worker(number);
    const auto part = mine.part.load();
    if (part == JobMemory::no_part) return;
    const auto schedule = mine.trail.schedule();
    Found found;
    found.failing = schedule;
    found.crash = describe_end(status);
    found.counted.executions = 1;
    found.counted.min_preemptions = 0;
    std::uint64_t hash = 0;
    for (const auto task : schedule.tasks()) hash = mix(hash, task);
    found.classes.push_back({hash, Failure::crash});
    found_.emplace(part, std::move(found));
    mine.clear();
    if (options_.stop_at_failure) shared_->want_no_more_than(part);
    start(number);
}

// In the order of the parts. False when the search is over before its end.
bool Jobs::put_together(std::optional<Schedule>& failing) {
    for (auto next = found_.begin(); next != found_.end() && next->first == put_together_; next = found_.erase(next)) {
        ++put_together_;
        Found& found = next->second;
        complete_ &= found.counted.complete;
        const bool best = tally_.add(found.counted, found.classes);
        if (found.crash.empty() && best) failing = found.failing;
        if (!found.crash.empty() && !crash_)
            crash_ = tell_crash(machine_, found.failing.value_or(Schedule{}), found.crash);
        if (options_.stop_at_failure && (failing || crash_)) return false;
        if (options_.max_seconds > 0 && limits_.passed() > options_.max_seconds) return false;
    }
    return true;
}

// Parts have classes of their own only where they are reduced; else only those count that were put together.
void Jobs::tell_progress() const {
    Progress all{tally_.result.executions, tally_.result.classes, tally_.result.blocked, 0, {}};
    for (const auto& [part, found] : found_) {
        all.executions += found.counted.executions;
        all.classes += found.classes.size();
        all.blocked += found.counted.blocked;
    }
    for (std::size_t i = 0; i < workers_.size(); ++i) shared_->worker(i).add_to(all);
    const bool reduced = options_.strategy == Strategy::sleep || options_.strategy == Strategy::dpor;
    if (!reduced) all.classes = tally_.result.classes;
    limits_.tell(all);
}

}  // namespace fibrix::explore
