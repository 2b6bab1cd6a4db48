// A set of hashes that have been seen.
#pragma once

#include <cstdint>
#include <vector>

namespace fibrix::explore {

class Seen {
public:
    /// False if it was there already.
    bool add(std::uint64_t hash) {
        if ((count_ + 1) * 2 > slots_.size()) grow();
        return put(hash == 0 ? 1 : hash);
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    bool put(std::uint64_t hash) noexcept {
        auto at = hash & (slots_.size() - 1);
        while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & (slots_.size() - 1);
        if (slots_[at] == hash) return false;
        slots_[at] = hash;
        ++count_;
        return true;
    }
    void grow() {
        auto old = std::move(slots_);
        slots_.assign(old.empty() ? 64 : old.size() * 2, 0);
        count_ = 0;
        for (const auto each : old)
            if (each != 0) put(each);
    }

    std::vector<std::uint64_t> slots_;  // 0: free
    std::size_t count_ = 0;
};

}  // namespace fibrix::explore
