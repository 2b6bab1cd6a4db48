// The data set: keys, each with a value of some type, and perhaps an instant at which it is gone.
//
// Time is the calendar in milliseconds; whoever carries out commands sets it before. An entry whose time has come is
// never found; it is erased when somebody looks for it, or by `expire`. None of this ever parks.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>

#include "userland/kv/expiry_queue.hpp"
#include "userland/kv/hash_value.hpp"
#include "userland/kv/list.hpp"

namespace fibrix::kv {

using Value = std::variant<std::string, List, Hash>;

/// What TYPE says of it.
std::string_view type_name(const Value& value) noexcept;

struct Item {
    Value value;
    Expiry expiry;
};

using Entry = Node<Item>;

class Store {
public:
    void set_now(std::int64_t milliseconds) noexcept { now_ = milliseconds; }
    [[nodiscard]] std::int64_t now() const noexcept { return now_; }

    /// Null if there is none, or its time has come.
    [[nodiscard]] Entry* find(std::string_view key) {
        Entry* const entry = table_.find(key);
        if (entry == nullptr || entry->value.expiry.at > now_) [[likely]]
            return entry;
        erase_expired(*entry);
        return nullptr;
    }
    /// An entry for `key`, which has none, with an empty string.
    Entry& add(std::string_view key) { return table_.add(key); }
    void erase(Entry& entry) noexcept;
    /// Gives `entry` another key; what that had is gone.
    void rename(Entry& entry, std::string_view key);
    void clear() noexcept;

    /// From `at` on the entry is gone; `Expiry::never` keeps it.
    void set_expiry(Entry& entry, std::int64_t at);
    /// The instant when the next one goes; `Expiry::never` if none does.
    [[nodiscard]] std::int64_t next_expiry() const noexcept { return expiries_.next(); }
    /// Erases up to `most` entries whose time has come; true if there are more.
    bool expire(std::size_t most);

    [[nodiscard]] std::size_t size() const noexcept { return table_.size(); }
    [[nodiscard]] std::size_t volatile_size() const noexcept { return expiries_.size(); }
    [[nodiscard]] std::size_t expired() const noexcept { return expired_; }
    /// Bytes that the data set takes.
    [[nodiscard]] std::size_t memory() const noexcept { return table_.memory() + values_memory_; }

    /// Keys that are there, in the order of their hashes.
    template <class Visit>
    void for_each(Visit visit) const {
        table_.for_each([&](const Entry& entry) {
            if (entry.value.expiry.at > now_) visit(entry);
        });
    }
    /// The same from `cursor` on, `count` or a few more; gives where to go on, 0 at the end.
    template <class Visit>
    std::uint64_t scan(std::uint64_t cursor, std::size_t count, Visit visit) const {
        return table_.scan(cursor, count, [&](const Entry& entry) {
            if (entry.value.expiry.at > now_) visit(entry);
        });
    }
    /// Some entry; null if there is none. Which one depends only on how often this was asked before.
    const Entry* any();

    /// A change of an entry's value. When it is over, the memory is added up, and a list or hash that is empty then is
    /// erased.
    class Change {
    public:
        Change(Store& store, Entry& entry) noexcept : store_(store), entry_(entry), before_(memory_of_value(entry)) {}
        Change(const Change&) = delete;
        Change& operator=(const Change&) = delete;
        ~Change();

    private:
        Store& store_;
        Entry& entry_;
        std::size_t before_;
    };

private:
    static std::size_t memory_of_value(const Entry& entry) noexcept;
    void erase_expired(Entry& entry) noexcept;

    HashTable<Item> table_;
    ExpiryQueue<Entry> expiries_;
    std::int64_t now_ = 0;
    std::size_t values_memory_ = 0, expired_ = 0;
    std::uint64_t choices_ = 0;
};

}  // namespace fibrix::kv
