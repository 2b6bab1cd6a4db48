// Marks: a footprint in numbers, so that it can be compared with that of another execution with the same beginning.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace fibrix::explore {

class Marks {
public:
    static constexpr std::uint8_t most = 10;

    Marks() noexcept {}  // NOLINT(modernize-use-equals-default): leaves the room as it is
    Marks(const Marks& other) noexcept { *this = other; }
    Marks& operator=(const Marks& other) noexcept {
        std::copy_n(other.packed_.data(), other.count_, packed_.data());
        count_ = other.count_;
        world_ = other.world_;
        return *this;
    }
    ~Marks() = default;

    void add(std::uint32_t object, bool writes) noexcept {
        if (count_ == most) world_ = true;
        else packed_[count_++] = object << 1 | static_cast<std::uint32_t>(writes);
    }
    void add_world() noexcept { world_ = true; }
    void merge(const Marks& other) noexcept {
        world_ |= other.world_;
        for (const auto each : other.all())
            if (const auto mine = all(); std::find(mine.begin(), mine.end(), each) == mine.end())
                add(object_of(each), writes(each));
    }
    void clear() noexcept { count_ = 0, world_ = false; }
    [[nodiscard]] bool world() const noexcept { return world_; }
    [[nodiscard]] std::span<const std::uint32_t> all() const noexcept { return {packed_.data(), count_}; }
    [[nodiscard]] static std::uint32_t object_of(std::uint32_t packed) noexcept { return packed >> 1; }
    [[nodiscard]] static bool writes(std::uint32_t packed) noexcept { return (packed & 1) != 0; }

    /// One of them writes what the other reads or writes: their order can be seen.
    [[nodiscard]] bool conflict_with(const Marks& other) const noexcept {
        if (world_ || other.world_) return true;
        for (const auto mine : all())
            for (const auto its : other.all())
                if (object_of(mine) == object_of(its) && ((mine | its) & 1) != 0) return true;
        return false;
    }

private:
    std::array<std::uint32_t, most> packed_;  // the first `count_` mean something
    std::uint8_t count_ = 0;
    bool world_ = false;
};

}  // namespace fibrix::explore
