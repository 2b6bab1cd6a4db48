// The objects of one execution, numbered in the order of first use: addresses say nothing from one run to the next.
//
// With each goes what the hash of a class needs: who wrote it last, and who has read it since.
#pragma once

#include <cstdint>
#include <vector>

namespace fibrix::explore {

class Objects {
public:
    struct State {
        std::uint64_t written = 0;  ///< hash of the step that wrote it last
        std::uint64_t read = 0;     ///< sum of the hashes of those that have read it since
    };

    Objects() : slots_(first_size) {}
    [[nodiscard]] std::uint32_t number_of(const void* object);
    [[nodiscard]] State& state(std::uint32_t number) noexcept { return states_[number]; }
    /// Before the next execution.
    void forget() noexcept {
        states_.clear();
        ++stamp_;
    }

private:
    static constexpr std::size_t first_size = 64;
    struct Slot {
        const void* object = nullptr;
        std::uint32_t number = 0;
        std::uint32_t stamp = 0;  ///< of the execution in which it was used
    };
    [[nodiscard]] std::size_t place_of(const void* object) const noexcept;
    void grow();

    std::vector<Slot> slots_;
    std::vector<State> states_;
    std::uint32_t stamp_ = 1;
};

}  // namespace fibrix::explore
