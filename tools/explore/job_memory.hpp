// Memory that all processes of a search see: who takes which part, and how far each is.
#pragma once

#include <atomic>
#include <cstdint>

#include "tools/explore/jobs.hpp"
#include "tools/explore/options.hpp"
#include "tools/explore/trail.hpp"

namespace fibrix::explore {

inline constexpr std::uint64_t random_part = 256;  // executions

struct JobMemory {
    static constexpr std::uint64_t no_part = UINT64_MAX;

    std::atomic<std::uint64_t> part = no_part;                            ///< that is being searched
    std::atomic<std::uint64_t> executions = 0, classes = 0, blocked = 0;  ///< of that part
    Trail trail;

    void clear() noexcept { part = no_part, executions = classes = blocked = 0; }
    void add_to(Progress& progress) const noexcept {
        progress.executions += executions;
        progress.classes += classes;
        progress.blocked += blocked;
    }
};

struct Jobs::Shared {
    std::atomic<std::uint64_t> next = 0;                       ///< the part that nobody has taken yet
    std::atomic<std::uint64_t> last = JobMemory::no_part - 1;  ///< parts behind this one are not wanted
    std::atomic<std::uint64_t> made = 0;                       ///< executions, in all parts that are done

    /// Throws std::bad_alloc if the host has no memory.
    static Shared* make(std::size_t workers);
    static void give_back(Shared* shared, std::size_t workers) noexcept;
    [[nodiscard]] JobMemory& worker(std::size_t number) noexcept {
        return reinterpret_cast<JobMemory*>(this + 1)[number];
    }
    void want_no_more_than(std::uint64_t part) noexcept {
        auto known = last.load();
        while (part < known && !last.compare_exchange_weak(known, part)) continue;
    }
};

}  // namespace fibrix::explore
