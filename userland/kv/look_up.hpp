// How commands get at a value of the type they are about.
#pragma once

#include "userland/kv/command.hpp"

namespace fibrix::kv {

template <class T>
struct LookedUp {
    Entry* entry = nullptr;
    T* value = nullptr;
    bool refused = false;  ///< there is a value of another type, and the client has been told
    explicit operator bool() const noexcept { return value != nullptr; }
};

template <class T>
LookedUp<T> look_up(Client& client, std::string_view key) {
    Entry* const entry = client.store.find(key);
    if (entry == nullptr) return {};
    if (T* const value = std::get_if<T>(&entry->value.value)) [[likely]]
        return {entry, value};
    client.out.error(wrong_type);
    return {.refused = true};
}

/// The same, but where there is none an empty one is made. To be filled before anything else happens.
template <class T>
LookedUp<T> look_up_or_add(Client& client, std::string_view key) {
    auto found = look_up<T>(client, key);
    if (found || found.refused) return found;
    Entry& entry = client.store.add(key);
    return {&entry, &entry.value.value.template emplace<T>()};
}

/// The position that an index means, which counts from the end if it is negative; it may lie outside.
inline std::int64_t position_of(std::int64_t index, std::size_t size) noexcept {
    return index < 0 ? index + static_cast<std::int64_t>(size) : index;
}

struct Range {
    std::size_t first = 0, count = 0;
};

/// What the indices [first, last] leave of `size` elements.
inline Range range_of(std::int64_t first, std::int64_t last, std::size_t size) noexcept {
    const auto begin = std::max<std::int64_t>(0, position_of(first, size));
    const auto end = std::min(position_of(last, size), static_cast<std::int64_t>(size) - 1);
    if (begin > end) return {};
    return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin + 1)};
}

}  // namespace fibrix::kv
