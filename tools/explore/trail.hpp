// The steps of an execution as they are begun, in memory that outlives the process that makes them.
#pragma once

#include <array>
#include <cstdint>

#include "tools/explore/schedule.hpp"

namespace fibrix::explore {

class Trail {
public:
    void begin() noexcept { count_ = 0; }
    void add(std::uint32_t task) noexcept { put(task << 1); }
    void add_value(std::size_t value) noexcept { put(static_cast<std::uint32_t>(value) << 1 | 1); }
    [[nodiscard]] Schedule schedule() const {
        Schedule schedule;
        for (std::uint32_t i = 0; i < count_; ++i) {
            if ((entries_[i] & 1) == 0) schedule.add(entries_[i] >> 1);
            else schedule.add_value(entries_[i] >> 1);
        }
        return schedule;
    }

private:
    static constexpr std::size_t most = 1 << 16;  // what comes later is not kept

    void put(std::uint32_t entry) noexcept {
        if (count_ < most) entries_[count_++] = entry;
    }

    std::uint32_t count_ = 0;
    std::array<std::uint32_t, most> entries_;
};

}  // namespace fibrix::explore
