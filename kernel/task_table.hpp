// Where tasks are kept: by slot, in chunks that never move, so that an id finds its task in two steps.
#pragma once

#include <memory>
#include <vector>

#include "kernel/task.hpp"

namespace fibrix {

class TaskTable {
public:
    /// A fresh record under a new id; null if there are `limit` already.
    Task* create();
    /// Frees the slot; its next user gets the next generation.
    void destroy(Task& task) noexcept;
    /// Null if the id is nobody's, or no longer.
    [[nodiscard]] Task* find(TaskId id) const noexcept;
    /// The record in `slot`, which has been given out.
    [[nodiscard]] Task& at(std::uint32_t slot) const noexcept {
        auto* records = reinterpret_cast<Task*>(chunks_[slot >> chunk_bits].get());
        return records[slot & (chunk_size - 1)];
    }
    /// Calls `visit` for each task in the order of slots; `visit` may destroy the task it is given.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::uint32_t slot = 1; slot < used_; ++slot)
            if (Task& task = at(slot); task.id.valid()) visit(task);
    }
    /// True if `holds` does for a task; asks no further then.
    template <class Predicate>
    [[nodiscard]] bool any_of(Predicate holds) const {
        for (std::uint32_t slot = 1; slot < used_; ++slot)
            if (const Task& task = at(slot); task.id.valid() && holds(task)) return true;
        return false;
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    void limit(std::size_t tasks) noexcept { limit_ = tasks; }
    /// Begins to give ids from the first again; there must be no task, or only the first.
    void reset() noexcept;
    /// From now on no slot is given out twice until `reset`: an id then says nothing of who has ended before.
    void never_reuse() noexcept { reuses_ = false; }

private:
    static constexpr std::uint32_t chunk_bits = 10, chunk_size = 1u << chunk_bits;

    struct ChunkDeleter {
        void operator()(std::byte* memory) const noexcept;
    };
    std::vector<std::unique_ptr<std::byte, ChunkDeleter>> chunks_;
    std::uint32_t used_ = 1;  // slot 0 is nobody
    Task* free_ = nullptr;
    std::size_t count_ = 0;
    bool reuses_ = true;
    std::size_t limit_ = std::size_t{1} << 24;
};

}  // namespace fibrix
