// What the programs of the zoo share.
//
// Each file has a broken program and its right twin, from one text: `if constexpr (right)` stands where they differ.
// The help of the broken one says in parentheses what an explorer must find.
#pragma once

#include <stdexcept>
#include <utility>

#include "syscalls/sys.hpp"

namespace fibrix::zoo {

/// Whatever is wrong ends the task, and says so.
struct Wrong : std::logic_error {
    using std::logic_error::logic_error;
};
inline void expect(bool holds, const char* otherwise) {
    if (!holds) throw Wrong(otherwise);
}

/// Each of `bodies` as a task; all have ended when it returns. Parks.
template <class... Bodies>
void together(Bodies&&... bodies) {
    Nursery nursery;
    (nursery.spawn(std::forward<Bodies>(bodies)).value(), ...);
    expect(nursery.join().ok(), "a task has failed");
}

/// `body(0)` … `body(tasks-1)`, each as a task. Parks.
template <class Body>
void crowd(int tasks, Body body) {
    Nursery nursery;
    for (int each = 0; each < tasks; ++each) nursery.spawn([body, each] { body(each); }).value();
    expect(nursery.join().ok(), "a task has failed");
}

/// At most so many tasks may be in it at once.
class Room {
public:
    explicit Room(int most = 1) : most_(most) {}
    void visit() {
        expect(inside_.fetch_add(1) < most_, "too many are inside at once");
        inside_.fetch_add(-1);
    }

private:
    int most_;
    Cell<int> inside_{0, "inside"};
};

/// A program that takes no arguments.
template <void (*body)()>
int run(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    body();
    return 0;
}

}  // namespace fibrix::zoo
