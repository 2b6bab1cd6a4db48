// The contents of a file in memory: bytes with holes.
//
// They lie in blocks of 64 KiB; what lies in none is zero. A block that is not full has room for what was written, up
// to the next power of two, so that a small file is small. All memory is taken from a budget.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>

#include "kernel/result.hpp"

namespace fibrix {

/// How much memory a filesystem may use.
struct MemoryBudget {
    std::uint64_t limit;
    std::uint64_t used = 0;

    /// False if there is not so much left.
    [[nodiscard]] bool take(std::uint64_t bytes) noexcept {
        if (bytes > limit - used) return false;
        used += bytes;
        return true;
    }
    [[nodiscard]] std::uint64_t left() const noexcept { return limit - used; }
    void give_back(std::uint64_t bytes) noexcept { used -= bytes; }
};

class SparseBytes {
public:
    /// `budget` must outlive it.
    explicit SparseBytes(MemoryBudget& budget) noexcept : budget_(budget) {}
    SparseBytes(const SparseBytes&) = delete;
    SparseBytes& operator=(const SparseBytes&) = delete;
    ~SparseBytes();

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    /// Gives how much was read: less than `into` has room for only at the end.
    std::size_t read(std::uint64_t at, std::span<std::byte> into) const noexcept;
    /// Gives how much was written: less only if no memory is left; none is ENOSPC, or ENOMEM if the host has none.
    Result<std::size_t> write(std::uint64_t at, std::span<const std::byte> from);
    void resize(std::uint64_t size);

private:
    static constexpr std::size_t block_size = 64 * 1024, smallest = 64;
    struct Block {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t room = 0;
    };

    Result<std::size_t> write_block(std::uint64_t number, std::size_t at, std::span<const std::byte> from);
    Result<void> grow(Block& block, std::size_t at, std::size_t end);
    void free_from(std::uint64_t number);

    MemoryBudget& budget_;
    std::map<std::uint64_t, Block> blocks_;
    std::uint64_t size_ = 0;
};

}  // namespace fibrix
