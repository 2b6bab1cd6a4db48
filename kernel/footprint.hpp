// A footprint: which objects a request reads and writes. What an explorer of interleavings knows two steps apart by.
//
// Two steps of different tasks commute if neither writes what the other reads or writes. A request that does not say
// writes the world: it conflicts with all others. An object is named by any address that is its own while it lives;
// whoever shows or orders footprints numbers the objects first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace fibrix {

class Footprint {
public:
    struct Access {
        const void* object = nullptr;
        bool writes = false;
    };

    void reads(const void* object) noexcept { add(object, false); }
    void writes(const void* object) noexcept { add(object, true); }
    void writes_world() noexcept { world_ = true; }
    [[nodiscard]] bool world() const noexcept { return world_; }
    [[nodiscard]] std::span<const Access> accesses() const noexcept { return {accesses_.data(), count_}; }

private:
    static constexpr std::uint8_t most = 6;  // who has more to say writes the world

    void add(const void* object, bool writes) noexcept {
        if (count_ == most) world_ = true;
        else accesses_[count_++] = {object, writes};
    }

    std::array<Access, most> accesses_;
    std::uint8_t count_ = 0;
    bool world_ = false;
};

}  // namespace fibrix
