// A wait queue: the requests that are parked until something about an object changes, first come first served.
//
// Waking does not take a request off the queue. It asks the kernel to carry the request out again; only when that
// gives a result (or the wait is undone) do its places go, so a request that still cannot go on keeps its turn. The
// kernel does this after the handler that woke has ended, hence nobody can get in between.
#pragma once

#include "kernel/wait_node.hpp"

namespace fibrix {

class WaitQueue {
public:
    [[nodiscard]] bool empty() const noexcept { return nodes_.empty(); }
    [[nodiscard]] WaitNode* front() const noexcept { return nodes_.front(); }
    [[nodiscard]] static WaitNode* next(const WaitNode& node) noexcept { return Nodes::next(node); }
    [[nodiscard]] std::size_t count() const noexcept { return nodes_.count(); }

    void add(WaitNode& node, Task& task) noexcept {
        node.task = &task;
        node.queue = this;
        nodes_.push_back(node);
    }
    void remove(WaitNode& node) noexcept {
        nodes_.remove(node);
        node.queue = nullptr;
    }

private:
    using Nodes = List<WaitNode, &WaitNode::link>;
    Nodes nodes_;
};

}  // namespace fibrix
