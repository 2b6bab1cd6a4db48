// A group of tasks that somebody answers for: told of each member's end, before anybody who waits for it.
#pragma once

#include "kernel/object.hpp"

namespace fibrix {

class Kernel;
struct Task;

class Group : public Object {
public:
    using Object::Object;
    /// `member` has ended; its status is final.
    virtual void ended(Kernel& kernel, Task& member) = 0;
    [[nodiscard]] bool bound_to_process() const override { return true; }
};

}  // namespace fibrix
