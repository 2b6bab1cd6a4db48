// Counting executions and their classes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "tools/explore/ending.hpp"
#include "tools/explore/result.hpp"
#include "tools/explore/seen.hpp"

namespace fibrix::explore {

class Tally {
public:
    /// True if it fails with fewer preemptions than all before.
    bool add(const Ending& ending, bool count_classes);
    /// The same of many executions that were counted elsewhere; `classes` are theirs.
    struct Class {
        std::uint64_t hash;
        Failure failure;
    };
    bool add(const Result& counted, std::span<const Class> classes);
    /// From now on the classes that are new go there.
    void note_classes(std::vector<Class>* classes) noexcept { noted_ = classes; }
    Result result;

private:
    void count(std::uint64_t hash, Failure failure);

    Seen classes_;
    std::vector<Class>* noted_ = nullptr;
};

}  // namespace fibrix::explore
