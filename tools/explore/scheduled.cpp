#include "tools/explore/scheduled.hpp"

namespace fibrix::explore {

/// Whatever the system runs: nothing of it is looked at.
class Scheduled::Anything final : public Runnable {
public:
    [[nodiscard]] std::string name() const override { return {}; }
    void begin(Kernel&) override {}
    std::string check() override { return {}; }
    void clear(Kernel&) override {}
    [[nodiscard]] std::string blame(const Task&, std::uint32_t) const override { return {}; }
    [[nodiscard]] std::string name_of(std::uint32_t) const override { return {}; }
};

Scheduled::Scheduled(Options options)
    : options_(std::move(options)),
      runnable_(std::make_unique<Anything>()),
      script_(Schedule::parse(options_.schedule).value_or(Schedule{})),
      policy_(std::make_unique<HeldTasks>(*runnable_, options_)),
      world_(std::make_unique<SearchingWorld>(options_.seed)),
      held_(policy_.get()) {
    world_->ask(held_);
}

Scheduled::~Scheduled() = default;

std::unique_ptr<World> Scheduled::take_world() noexcept { return std::move(world_); }

std::unique_ptr<Policy> Scheduled::take_policy() noexcept { return std::move(policy_); }

void Scheduled::begin(Kernel& kernel) {
    held_->attach(kernel);
    kernel.hold_requests(options_.plain_memory);
    held_->begin(&script_);
}

}  // namespace fibrix::explore
