#include "kernel/task_table.hpp"

#include <new>

namespace fibrix {

void TaskTable::ChunkDeleter::operator()(std::byte* memory) const noexcept {
    ::operator delete(memory, std::align_val_t{alignof(Task)});
}

Task* TaskTable::create() {
    if (count_ >= limit_) return nullptr;
    TaskId id{used_, 0};
    void* place = free_;
    if (free_ != nullptr && reuses_) {
        id = {free_->free_slot, free_->id.generation};
        free_ = free_->queue.next;
    } else {
        if (used_ >> chunk_bits == chunks_.size())
            chunks_.emplace_back(
                static_cast<std::byte*>(::operator new(chunk_size * sizeof(Task), std::align_val_t{alignof(Task)})));
        place = &at(used_++);
    }
    auto* task = new (place) Task;
    task->id = id;
    ++count_;
    return task;
}

void TaskTable::destroy(Task& task) noexcept {
    const auto id = task.id;
    task.body.clear();
    task.id = {0, id.generation + 1};
    task.free_slot = id.slot;
    task.queue.next = free_;
    free_ = &task;
    --count_;
}

Task* TaskTable::find(TaskId id) const noexcept {
    if (id.slot == 0 || id.slot >= used_) return nullptr;
    Task& task = at(id.slot);
    return task.id == id ? &task : nullptr;
}

void TaskTable::reset() noexcept {
    used_ = 1 + static_cast<std::uint32_t>(count_);
    free_ = nullptr;
}

}  // namespace fibrix
