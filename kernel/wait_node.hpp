// One place on one wait queue, held by one parked request.
#pragma once

#include "kernel/list.hpp"

namespace fibrix {

class WaitQueue;
struct Task;

struct WaitNode {
    Task* task = nullptr;
    WaitQueue* queue = nullptr;
    WaitNode* also = nullptr;  ///< the next node of the same request
    Link<WaitNode> link;
};

}  // namespace fibrix
