// What a policy may know of a task besides that it is ready: set by the task, or by whoever starts it.
#pragma once

#include <cstdint>

#include "kernel/time.hpp"

namespace fibrix {

struct Scheduling {
    std::int32_t priority = 0;     ///< the higher, the sooner
    std::uint32_t tickets = 100;   ///< its share, beside those of the others
    Duration burst{};              ///< how long it will compute in all; 0: nobody knows
    Time deadline = never;         ///< when it should be done
    std::uint64_t processors = 0;  ///< where it may run: bit n for processor n; 0: anywhere
    friend bool operator==(const Scheduling&, const Scheduling&) = default;

    [[nodiscard]] bool allows(int processor) const noexcept {
        return processors == 0 || (processors >> processor & 1u) != 0;
    }
};

}  // namespace fibrix
