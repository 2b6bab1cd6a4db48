// Things that register themselves: one definition in one file, and they can be found by name.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace fibrix {

/// A base for entries with a `name`, defined at namespace scope. They are listed by name, whatever the order of
/// linking. One in a shared object is listed with those of the binary, and gone when the object is closed; of two with
/// the same name the one that was there first is found.
template <class Entry>
class Registered {
public:
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;

    static std::vector<const Entry*> list() {
        std::vector<const Entry*> all;
        for (const auto* each = first_; each; each = each->next_) all.push_back(static_cast<const Entry*>(each));
        std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->name < b->name; });
        return all;
    }
    /// Null if there is none of that name.
    static const Entry* find(std::string_view name) {
        const Entry* found = nullptr;
        for (const auto* each = first_; each; each = each->next_)
            if (static_cast<const Entry*>(each)->name == name) found = static_cast<const Entry*>(each);
        return found;
    }

protected:
    Registered() noexcept : next_(first_) { first_ = this; }
    ~Registered() {
        Registered** at = &first_;
        while (*at != this) at = &(*at)->next_;
        *at = next_;
    }

private:
    // The latest. Visible, so that there is one for the binary and all shared objects that it loads.
    [[gnu::visibility("default")]] static inline Registered* first_ = nullptr;
    Registered* next_;
};

}  // namespace fibrix
