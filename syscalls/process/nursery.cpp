#include "syscalls/process/nursery.hpp"

#include "syscalls/handle/handle.hpp"
#include "syscalls/process/nursery_object.hpp"

namespace fibrix {

Nursery::~Nursery() {
    if (std::uncaught_exceptions() > exceptions_) sys::nursery_cancel(handle_);
    sys::nursery_join(handle_);
    sys::close(handle_);
}

NurseryObject::~NurseryObject() {
    for (Task* member : find_members()) member->group = nullptr;
    kernel_.cancel_all(joiners);
}

std::vector<Task*> NurseryObject::find_members() const {
    std::vector<Task*> found;
    for (Task* task = process_.tasks.front(); task != nullptr; task = List<Task, &Task::member>::next(*task))
        if (task->group == this) found.push_back(task);
    return found;
}

void NurseryObject::ended(Kernel& kernel, Task& member) {
    --members_;
    if (!member.status.ok() && !cancelled_) {
        failure_ = member.status;
        cancel();
    }
    if (members_ == 0) kernel.wake_all(joiners);
}

void NurseryObject::cancel() {
    cancelled_ = true;
    std::vector<TaskId> members;  // by id: one kill may lead to another
    for (const Task* member : find_members()) members.push_back(member->id);
    for (const auto id : members)
        if (Task* task = kernel_.find(id)) kernel_.kill(*task);
}

}  // namespace fibrix
