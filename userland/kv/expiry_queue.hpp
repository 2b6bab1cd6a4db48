// Which entry goes next: a heap of those that have a time, each of which knows its place there.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace fibrix::kv {

/// An entry's part of it. `Entry::value.expiry` is one.
struct Expiry {
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    std::int64_t at = never;
    std::uint32_t place = 0;  ///< in the heap, if it has a time
};

template <class Entry>
class ExpiryQueue {
public:
    [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }
    [[nodiscard]] std::int64_t next() const noexcept { return heap_.empty() ? Expiry::never : of(heap_.front()).at; }
    [[nodiscard]] Entry& front() const noexcept { return *heap_.front(); }

    /// Sets, moves or (with `never`) takes away the time of `entry`.
    void set(Entry& entry, std::int64_t at) {
        auto& expiry = of(&entry);
        if (at == Expiry::never) return remove(entry);
        if (std::exchange(expiry.at, at) == Expiry::never) {
            expiry.place = static_cast<std::uint32_t>(heap_.size());
            heap_.push_back(&entry);
        }
        rise(expiry.place);
        sink(expiry.place);
    }
    void remove(Entry& entry) noexcept {
        auto& expiry = of(&entry);
        if (std::exchange(expiry.at, Expiry::never) == Expiry::never) return;
        const auto place = expiry.place;
        Entry* const last = heap_.back();
        heap_.pop_back();
        if (last == &entry) return;
        put(place, last);
        rise(place);
        sink(of(last).place);
    }
    void clear() noexcept { heap_.clear(); }

private:
    static Expiry& of(Entry* entry) noexcept { return entry->value.expiry; }
    [[nodiscard]] bool earlier(std::size_t a, std::size_t b) const noexcept {
        return of(heap_[a]).at < of(heap_[b]).at;
    }
    void put(std::size_t place, Entry* entry) noexcept {
        heap_[place] = entry;
        of(entry).place = static_cast<std::uint32_t>(place);
    }
    void exchange(std::size_t a, std::size_t b) noexcept {
        Entry* const other = heap_[a];
        put(a, heap_[b]);
        put(b, other);
    }
    void rise(std::size_t place) noexcept {
        for (; place > 0 && earlier(place, (place - 1) / 2); place = (place - 1) / 2) exchange(place, (place - 1) / 2);
    }
    void sink(std::size_t place) noexcept {
        for (;;) {
            auto first = place;
            for (const auto child : {2 * place + 1, 2 * place + 2})
                if (child < heap_.size() && earlier(child, first)) first = child;
            if (first == place) return;
            exchange(place, first);
            place = first;
        }
    }

    std::vector<Entry*> heap_;
};

}  // namespace fibrix::kv
