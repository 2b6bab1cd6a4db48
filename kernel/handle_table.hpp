// The handle table of a process: small numbers that stand for objects, the lowest free one first, as in POSIX.
#pragma once

#include <cstddef>
#include <vector>

#include "kernel/object.hpp"
#include "kernel/result.hpp"

namespace fibrix {

using Handle = int;

class HandleTable {
public:
    static constexpr std::size_t default_limit = 1 << 20;

    /// The lowest free handle for `object`; EMFILE at the limit.
    Result<Handle> add(Ref<Object> object);
    /// Whether `handle` is one that may be given out.
    [[nodiscard]] bool allows(Handle handle) const noexcept {
        return handle >= 0 && static_cast<std::size_t>(handle) < limit_;
    }
    /// Makes `handle`, which is allowed, stand for `object`, whatever it stood for before.
    void assign(Handle handle, Ref<Object> object);
    /// Null if `handle` stands for nothing.
    [[nodiscard]] Object* find(Handle handle) const noexcept {
        const auto index = static_cast<std::size_t>(handle);
        return index < objects_.size() ? objects_[index].get() : nullptr;
    }
    /// Frees the handle and gives what it stood for; null if it stood for nothing.
    Ref<Object> remove(Handle handle) noexcept;
    void clear() noexcept;
    /// True if `add` would give EMFILE.
    [[nodiscard]] bool full() const noexcept { return open_ >= limit_; }
    [[nodiscard]] std::size_t open() const noexcept { return open_; }
    [[nodiscard]] std::size_t size() const noexcept { return objects_.size(); }
    void limit(std::size_t handles) noexcept { limit_ = handles; }

private:
    std::vector<Ref<Object>> objects_;
    std::size_t lowest_free_ = 0;
    std::size_t open_ = 0;
    std::size_t limit_ = default_limit;
};

}  // namespace fibrix
