// A hash as a value: fields with their values, in the order of the fields' hashes.
#pragma once

#include <string>

#include "userland/kv/hash_table.hpp"

namespace fibrix::kv {

/// Bytes that a string takes outside of itself.
inline std::size_t memory_of(const std::string& text) noexcept {
    constexpr std::size_t in_place = 15;
    return text.capacity() > in_place ? text.capacity() + 1 : 0;
}

class Hash {
public:
    using Field = Node<std::string>;

    [[nodiscard]] std::size_t size() const noexcept { return fields_.size(); }
    [[nodiscard]] bool empty() const noexcept { return fields_.empty(); }
    [[nodiscard]] std::size_t memory() const noexcept { return fields_.memory() + texts_; }

    /// Null if there is no such field.
    [[nodiscard]] const std::string* get(std::string_view field) const noexcept {
        const auto* const found = fields_.find(field);
        return found == nullptr ? nullptr : &found->value;
    }
    /// True if the field is new.
    bool set(std::string_view field, std::string_view text) {
        Field* found = fields_.find(field);
        const bool made = found == nullptr;
        if (made) found = &fields_.add(field);
        texts_ -= memory_of(found->value);
        found->value.assign(text);
        texts_ += memory_of(found->value);
        return made;
    }
    /// True if it was there.
    bool erase(std::string_view field) {
        Field* const found = fields_.find(field);
        if (found == nullptr) return false;
        texts_ -= memory_of(found->value);
        fields_.erase(*found);
        return true;
    }
    /// Calls `visit` with each field and its value.
    template <class Visit>
    void for_each(Visit visit) const {
        fields_.for_each([&](const Field& each) { visit(each.key(), std::string_view(each.value)); });
    }

private:
    HashTable<std::string> fields_;
    std::size_t texts_ = 0;
};

}  // namespace fibrix::kv
