#include "tools/explore/machine.hpp"

#include <vector>

#include "syscalls/table.hpp"
#include "tools/explore/standstill.hpp"

namespace fibrix::explore {
namespace {

std::unique_ptr<HeldTasks> make_policy(const Runnable& runnable, const Options& options, HeldTasks*& place) {
    auto made = std::make_unique<HeldTasks>(runnable, options);
    place = made.get();
    return made;
}

}  // namespace

Machine::Machine(Runnable& runnable, const Options& options)
    : runnable_(runnable),
      free_time_(options.free_time),
      world_(options.seed),
      kernel_(world_, syscall_table(), make_policy(runnable, options, held_)) {
    held_->attach(kernel_);
    world_.ask(held_);
    kernel_.hold_requests(options.plain_memory);
}

Machine::~Machine() { held_->close(); }

std::string Machine::name_of(std::uint32_t number) const {
    if (is_time(number)) return "time";
    return runnable_.name_of(free_time_ ? number - 1 : number);
}

Ending Machine::run(Decider& decider) {
    held_->begin(&decider);
    runnable_.begin(kernel_);
    const bool deadlock = kernel_.run().kind == Verdict::Kind::deadlock;
    held_->conclude();
    Ending ending = held_->ending();
    what_ = held_->what();
    if (deadlock && ending.kind == Ending::Kind::done) {
        ending.failure = Failure::deadlock;
        what_ = describe_standstill(kernel_, runnable_);
    }
    if (ending.kind == Ending::Kind::done && ending.failure == Failure::none) {
        what_ = runnable_.check();
        if (!what_.empty()) ending.failure = Failure::assertion;
    }
    if (ending.kind == Ending::Kind::done && ending.failure == Failure::none) {
        what_ = runnable_.leaks();
        if (!what_.empty()) ending.failure = Failure::leak;
    }
    // A cut execution is run to its end, which is cheaper than to unwind it.
    held_->finish();
    if (ending.kind != Ending::Kind::done && !unwinds_) kernel_.run();
    held_->close();
    runnable_.clear(kernel_);
    return ending;
}

}  // namespace fibrix::explore
