// A Decider that follows a schedule; behind its end, or where it cannot be followed, it goes on in the default order:
// who made the last step, else the next in turn.
#pragma once

#include "tools/explore/decider.hpp"
#include "tools/explore/schedule.hpp"

namespace fibrix::explore {

class Script final : public Decider {
public:
    explicit Script(Schedule schedule) : schedule_(std::move(schedule)) {}

    std::size_t choose(const Moment& moment) override;
    std::size_t choose_value(std::size_t options) override;
    /// False if a step was asked for that could not be made.
    [[nodiscard]] bool followed() const noexcept { return followed_; }

private:
    Schedule schedule_;
    std::size_t next_value_ = 0;
    bool followed_ = true;
};

}  // namespace fibrix::explore
