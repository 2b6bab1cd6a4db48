// A hash table whose entries lie in the order of their hashes.
//
// Open addressing: an entry's home is given by the upper bits of its hash, and runs of neighbours are kept sorted. So
// a search stops at the first larger hash, growing is one pass from the old table to the new, and a scan needs no more
// than the hash where it goes on: it misses nothing and repeats nothing, however the table has grown meanwhile.
// There is no wrap-around; behind the last home lies a tail for the run that ends there.
#pragma once

#include <algorithm>
#include <bit>
#include <memory>
#include <new>
#include <utility>

#include "userland/kv/hash.hpp"

namespace fibrix::kv {

/// A key with its value, in one piece of memory.
template <class Value>
class Node {
public:
    [[nodiscard]] std::string_view key() const noexcept { return {reinterpret_cast<const char*>(this + 1), length_}; }
    Value value{};

    static Node* make(std::string_view key) {
        void* const memory = ::operator new(sizeof(Node) + key.size());
        std::copy(key.begin(), key.end(), static_cast<char*>(memory) + sizeof(Node));
        return ::new (memory) Node(key.size());
    }
    static void destroy(Node* node) noexcept {
        node->~Node();
        ::operator delete(node);
    }
    [[nodiscard]] std::size_t memory() const noexcept { return sizeof(Node) + length_; }

private:
    explicit Node(std::size_t length) noexcept : length_(static_cast<std::uint32_t>(length)) {}
    ~Node() = default;
    std::uint32_t length_;
};

template <class Value>
class HashTable {
public:
    using Entry = Node<Value>;

    HashTable() noexcept = default;
    HashTable(HashTable&& other) noexcept { swap(other); }
    HashTable& operator=(HashTable&& other) noexcept {
        swap(other);
        return *this;
    }
    ~HashTable() { clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Bytes taken by the table, the keys and the values as far as these lie in it.
    [[nodiscard]] std::size_t memory() const noexcept { return nodes_memory_ + length() * sizeof(Slot); }

    /// Null if there is none.
    [[nodiscard]] Entry* find(std::string_view key) const noexcept {
        if (size_ == 0) return nullptr;
        const auto hash = hash_of(key);
        const Slot* slot = slots_.get() + home(hash);
        while (slot->node != nullptr && slot->hash < hash) ++slot;
        for (; slot->node != nullptr && slot->hash == hash; ++slot)
            if (slot->node->key() == key) return slot->node;
        return nullptr;
    }
    /// A new entry for `key`, which has none.
    Entry& add(std::string_view key) {
        if ((size_ + 1) * 4 > buckets() * 3) rebuild(std::max(least_buckets, buckets() * 2), tail_);
        const auto hash = hash_of(key);
        Slot* free = find_free(hash);
        while (free == last()) {  // the last slot stays empty: it ends every search
            rebuild(buckets(), tail_ * 2);
            free = find_free(hash);
        }
        auto* const node = Entry::make(key);
        while (free != slots_.get() && free[-1].node != nullptr && free[-1].hash > hash &&
               free != slots_.get() + home(hash))
            *free = free[-1], --free;
        *free = {hash, node};
        ++size_;
        nodes_memory_ += node->memory();
        return *node;
    }
    void erase(Entry& entry) noexcept {
        Slot* slot = slots_.get() + home(hash_of(entry.key()));
        while (slot->node != &entry) ++slot;
        for (; slot[1].node != nullptr && slots_.get() + home(slot[1].hash) <= slot; ++slot) *slot = slot[1];
        slot->node = nullptr;
        --size_;
        nodes_memory_ -= entry.memory();
        Entry::destroy(&entry);
        if (buckets() > least_buckets && size_ < buckets() / 8) shrink();
    }
    void clear() noexcept {
        for_each([](Entry& entry) { Entry::destroy(&entry); });
        slots_.reset();
        size_ = nodes_memory_ = 0;
        tail_ = least_tail;
    }

    /// In the order of the hashes. `visit` must not change the table.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < length(); ++i)
            if (slots_[i].node != nullptr) visit(*slots_[i].node);
    }
    /// Visits `count` entries, or a few more, from `cursor` on; 0 begins. Gives the next cursor; 0 at the end.
    template <class Visit>
    std::uint64_t scan(std::uint64_t cursor, std::size_t count, Visit visit) const {
        std::size_t visited = 0;
        std::uint64_t latest = 0;
        for (const Slot* slot = first_from(cursor); slot != end(); ++slot) {
            if (slot->node == nullptr) continue;
            if (visited >= count && slot->hash != latest) return slot->hash;
            latest = slot->hash;
            visit(*slot->node);
            ++visited;
        }
        return 0;
    }

private:
    struct Slot {
        std::uint64_t hash = 0;
        Entry* node = nullptr;
    };
    static constexpr std::size_t least_buckets = 8;
    static constexpr std::uint32_t least_tail = 8;

    [[nodiscard]] std::size_t buckets() const noexcept {
        return slots_ == nullptr ? 0 : std::size_t{1} << (64 - shift_);
    }
    [[nodiscard]] std::size_t length() const noexcept { return slots_ == nullptr ? 0 : buckets() + tail_; }
    [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept { return hash >> shift_; }
    [[nodiscard]] const Slot* end() const noexcept { return slots_.get() + length(); }
    [[nodiscard]] const Slot* last() const noexcept { return end() - 1; }

    // The first slot from the home of `hash` on that is empty.
    Slot* find_free(std::uint64_t hash) noexcept {
        Slot* slot = slots_.get() + home(hash);
        while (slot->node != nullptr) ++slot;
        return slot;
    }
    [[nodiscard]] const Slot* first_from(std::uint64_t hash) const noexcept {
        if (slots_ == nullptr) return end();
        const Slot* slot = slots_.get() + home(hash);
        while (slot != end() && (slot->node == nullptr || slot->hash < hash)) ++slot;
        return slot;
    }
    // From table to table in one pass: the order is the same.
    void rebuild(std::size_t wanted, std::uint32_t tail) {
        auto slots = std::make_unique<Slot[]>(wanted + tail);
        const auto shift = static_cast<std::uint32_t>(64 - std::countr_zero(wanted));
        std::size_t next = 0;
        for (std::size_t i = 0; i < length(); ++i) {
            if (slots_[i].node == nullptr) continue;
            next = std::max(next, static_cast<std::size_t>(slots_[i].hash >> shift));
            if (next + 1 >= wanted + tail) return rebuild(wanted, tail * 2);
            slots[next++] = slots_[i];
        }
        slots_ = std::move(slots);
        tail_ = tail;
        shift_ = shift;
    }
    void shrink() noexcept {
        try {
            rebuild(buckets() / 2, least_tail);
        } catch (const std::bad_alloc&) {
            return;  // it is only larger than it has to be
        }
    }
    void swap(HashTable& other) noexcept {
        std::swap(slots_, other.slots_);
        std::swap(tail_, other.tail_);
        std::swap(shift_, other.shift_);
        std::swap(size_, other.size_);
        std::swap(nodes_memory_, other.nodes_memory_);
    }

    std::unique_ptr<Slot[]> slots_;
    std::size_t size_ = 0, nodes_memory_ = 0;
    std::uint32_t tail_ = least_tail, shift_ = 0;
};

}  // namespace fibrix::kv
