// A policy with several queues, for who draws pictures of it.
#pragma once

#include "kernel/policy.hpp"

namespace fibrix {

class Levelled {
public:
    Levelled() = default;
    Levelled(const Levelled&) = delete;
    Levelled& operator=(const Levelled&) = delete;
    virtual ~Levelled() = default;

    /// On which level `task` is; the lowest is 0.
    [[nodiscard]] virtual std::size_t level(const Task& task) = 0;
};

}  // namespace fibrix
