// What makes something that waits for an instant an element of the timer wheel.
#pragma once

#include <cstdint>

#include "kernel/list.hpp"
#include "kernel/time.hpp"

namespace fibrix {

struct TimerNode {
    Time at;                 ///< the instant it waits for
    std::uint64_t sequence;  ///< equal instants go in the order in which they were set
    void* owner;             ///< whatever the user of the wheel needs to know
    std::uint16_t slot;      ///< where it is on the wheel
    Link<TimerNode> link;
};

}  // namespace fibrix
