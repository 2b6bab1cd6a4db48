// What is explored: a set of tasks that share memory, run again and again from the same beginning, in all orders.
//
//     int x = 0;   // or Cells, mutexes, channels …: whatever the tasks reach through requests
//     explore::Subject subject;
//     subject.name = "lost_update";
//     subject.begin = [&] { cell.reset(0); };                       // before each execution, outside of any task
//     subject.tasks = {{"left", [&] { … }}, {"right", [&] { … }}};  // each called once per execution, as a task
//     subject.check = [&] { return cell.peek() == 2 ? "" : "an update was lost"; };
//     const explore::Result result = explore::explore(subject, options);
//
// All tasks exist before the first step, in the order given, as tasks of one process; they may spawn others. A step is
// one request carried out and the code up to the next; the end of a task and the check add none. A task that ends by
// an exception, or with an exit code other than 0, has failed an assertion: that ends the execution.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kernel/stack.hpp"
#include "tools/explore/options.hpp"
#include "tools/explore/result.hpp"

namespace fibrix::explore {

struct SubjectTask {
    std::string name;
    std::function<void()> body;
};

struct Subject {
    std::string name;
    std::vector<SubjectTask> tasks;
    std::function<void()> begin;  ///< brings the memory to its beginning; may be empty
    /// Looks at the memory when all tasks have ended: what is wrong with it, or nothing. Makes no request.
    std::function<std::string()> check;
    StackSize stack = StackSize::k64;
};

/// Searches the interleavings of `subject` as `options` say.
Result explore(const Subject& subject, const Options& options);

}  // namespace fibrix::explore
