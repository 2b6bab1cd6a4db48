#include "syscalls/vfs/sparse_bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace fibrix {

SparseBytes::~SparseBytes() { free_from(0); }

std::size_t SparseBytes::read(std::uint64_t at, std::span<std::byte> into) const noexcept {
    if (at >= size_) return 0;
    into = into.first(std::min<std::uint64_t>(into.size(), size_ - at));
    const auto total = into.size();
    while (!into.empty()) {
        const auto offset = at % block_size;
        const auto count = std::min(into.size(), block_size - offset);
        const auto found = blocks_.find(at / block_size);
        const auto room = found == blocks_.end() ? 0 : found->second.room;
        const auto known = offset < room ? std::min(count, room - offset) : 0;
        if (known > 0) std::memcpy(into.data(), found->second.bytes.get() + offset, known);
        std::memset(into.data() + known, 0, count - known);
        into = into.subspan(count);
        at += count;
    }
    return total;
}

Result<std::size_t> SparseBytes::write(std::uint64_t at, std::span<const std::byte> from) {
    std::size_t written = 0;
    while (written < from.size()) {
        const auto offset = at % block_size;
        const auto count = std::min(from.size() - written, block_size - offset);
        const auto done = write_block(at / block_size, offset, from.subspan(written, count));
        if (!done && written == 0) return done.error();
        if (!done) break;
        written += *done;
        at += *done;
        size_ = std::max(size_, at);
        if (*done < count) break;
    }
    return written;
}

// Gives how much was written: less only if there is no room for more.
Result<std::size_t> SparseBytes::write_block(std::uint64_t number, std::size_t at, std::span<const std::byte> from) {
    Block& block = blocks_[number];
    if (const auto end = at + from.size(); end > block.room)
        if (const auto grown = grow(block, at, end); !grown && at >= block.room) {
            if (block.room == 0) blocks_.erase(number);
            return grown.error();
        }
    const auto count = std::min(from.size(), block.room - at);
    std::memcpy(block.bytes.get() + at, from.data(), count);
    return count;
}

// Makes room up to `end`, or as far as the budget allows. What lies between `at` and there is about to be written.
Result<void> SparseBytes::grow(Block& block, std::size_t at, std::size_t end) {
    const auto room = std::min(std::max(smallest, std::bit_ceil(end)), block.room + budget_.left());
    end = std::min(end, room);
    if (room <= std::max(at, block.room) || !budget_.take(room - block.room)) return Errno::nospc;
    std::unique_ptr<std::byte[]> bytes(new (std::nothrow) std::byte[room]);
    if (!bytes) {
        budget_.give_back(room - block.room);
        return Errno::nomem;
    }
    if (block.room > 0) std::memcpy(bytes.get(), block.bytes.get(), block.room);
    if (at > block.room) std::memset(bytes.get() + block.room, 0, at - block.room);
    std::memset(bytes.get() + end, 0, room - end);
    block = {std::move(bytes), room};
    return {};
}

void SparseBytes::resize(std::uint64_t size) {
    if (size < size_) {
        free_from((size + block_size - 1) / block_size);
        const auto kept = size % block_size;
        const auto last = blocks_.find(size / block_size);
        if (last != blocks_.end() && kept < last->second.room)  // it may grow again, and is zero then
            std::memset(last->second.bytes.get() + kept, 0, last->second.room - kept);
    }
    size_ = size;
}

void SparseBytes::free_from(std::uint64_t number) {
    const auto first = blocks_.lower_bound(number);
    for (auto each = first; each != blocks_.end(); ++each) budget_.give_back(each->second.room);
    blocks_.erase(first, blocks_.end());
}

}  // namespace fibrix
