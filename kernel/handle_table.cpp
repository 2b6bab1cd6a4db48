#include "kernel/handle_table.hpp"

#include <algorithm>

namespace fibrix {

Result<Handle> HandleTable::add(Ref<Object> object) {
    while (lowest_free_ < objects_.size() && objects_[lowest_free_]) ++lowest_free_;
    if (lowest_free_ >= limit_) return Errno::mfile;
    if (lowest_free_ == objects_.size()) objects_.emplace_back();
    objects_[lowest_free_] = std::move(object);
    ++open_;
    return static_cast<Handle>(lowest_free_++);
}

void HandleTable::assign(Handle handle, Ref<Object> object) {
    const auto index = static_cast<std::size_t>(handle);
    if (index >= objects_.size()) objects_.resize(index + 1);
    if (!objects_[index]) ++open_;
    objects_[index] = std::move(object);
}

Ref<Object> HandleTable::remove(Handle handle) noexcept {
    const auto index = static_cast<std::size_t>(handle);
    if (index >= objects_.size() || !objects_[index]) return {};
    --open_;
    lowest_free_ = std::min(lowest_free_, index);
    return std::exchange(objects_[index], {});
}

void HandleTable::clear() noexcept {
    for (std::size_t i = 0; i < objects_.size(); ++i) remove(static_cast<Handle>(i));
    objects_.clear();
    lowest_free_ = 0;
}

}  // namespace fibrix
