// A stack without locks: its head is the same again, but what lies below has changed meanwhile.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// Node 0 is the end. The head is a node, and in the right stack also a number that is never the same again.
class Stack {
public:
    explicit Stack(bool counts) : step_(counts ? 16 : 0) {
        for (int node = 3; node > 0; --node) push(node);
    }
    int pop() {
        for (;;) {
            const int head = head_.load(), node = head % 16;
            if (node == 0) return 0;
            const int next = next_[static_cast<std::size_t>(node)].load();
            if (head_.compare_exchange(head, head - node + step_ + next)) return node;
        }
    }
    void push(int node) {
        for (;;) {
            const int head = head_.load();
            next_[static_cast<std::size_t>(node)].store(head % 16);
            if (head_.compare_exchange(head, head - head % 16 + step_ + node)) return;
        }
    }

private:
    int step_;
    Cell<int> head_{0, "head"};
    std::array<Cell<int>, 4> next_;
};

template <bool right>
void aba_stack() {
    Stack stack(right);
    int mine = 0, kept = 0;
    together([&] { mine = stack.pop(); },
             [&] {
                 const int first = stack.pop();
                 kept = stack.pop();
                 if (first != 0) stack.push(first);
             });
    for (int node = stack.pop(), nodes = 0; node != 0; node = stack.pop()) {
        expect(node != mine && node != kept, "a node is in the stack and somebody has it");
        expect(++nodes < 4, "the stack has become a circle");
    }
    expect(mine != kept, "two have popped the same node");
}

const Program broken_program{"zoo_aba_stack",
                             "Broken (assertion): a lock-free stack that takes an old head for the same.",
                             run<aba_stack<false>>};
const Program right_program{"zoo_aba_stack_right", "Right: the head carries a count.", run<aba_stack<true>>};

}  // namespace
