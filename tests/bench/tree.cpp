// A tree of tasks with a million leaves: each task spawns ten and adds up what they find.

#include <array>

#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"

namespace fibrix::bench {
namespace {

constexpr std::uint64_t fan_out = 10;

struct Node {
    std::uint64_t number, leaves, sum;
};

void visit(Node& node) {
    if (node.leaves == 1) {
        node.sum = node.number;
        return;
    }
    std::array<Node, fan_out> children;
    std::array<TaskId, fan_out> tasks;
    const auto leaves = node.leaves / fan_out;
    for (std::size_t i = 0; i < fan_out; ++i) {
        children[i] = {node.number + i * leaves, leaves, 0};
        tasks[i] = sys::spawn([child = &children[i]] { visit(*child); }).value();
    }
    node.sum = 0;
    for (std::size_t i = 0; i < fan_out; ++i) {
        sys::wait(tasks[i]).value();
        node.sum += children[i].sum;
    }
}

// Depth first: the parent resumes its child, so that at most as many stacks are in use as the tree is deep.
void visit_bare(BareStacks& stacks, Node& node) {
    if (node.leaves == 1) {
        node.sum = node.number;
        return;
    }
    const auto leaves = node.leaves / fan_out;
    node.sum = 0;
    for (std::uint64_t i = 0; i < fan_out; ++i) {
        Node child{node.number + i * leaves, leaves, 0};
        auto fiber = make_bare_fiber(stacks, [&stacks, &child](boost::context::fiber&& back) {
            visit_bare(stacks, child);
            return std::move(back);
        });
        fiber = std::move(fiber).resume();
        node.sum += child.sum;
    }
}

Sample report(const Node& root, double seconds) {
    if (root.sum != root.leaves * (root.leaves - 1) / 2) throw std::runtime_error("the tree's sum is wrong");
    return {{"CPU time", "ms", seconds * 1e3}, {"peak memory", "MiB", memory_of_self("VmHWM") / (1 << 20)}};
}

Sample measure_tree(std::uint64_t leaves) {
    Node root{0, leaves, 0};
    KernelRun kernel;
    const Stopwatch watch;
    kernel.run([&] { visit(root); });
    return report(root, watch.seconds());
}

Sample measure_bare_tree(std::uint64_t leaves) {
    Node root{0, leaves, 0};
    BareStacks stacks;
    const Stopwatch watch;
    visit_bare(stacks, root);
    return report(root, watch.seconds());
}

void run(Bench& bench) {
    const auto leaves = static_cast<std::uint64_t>(bench.scaled(1'000'000, 10'000));
    bench.compare(
        "fan-out 10", 5, [=] { return in_child([=] { return measure_tree(leaves); }, 120); },
        [=] { return in_child([=] { return measure_bare_tree(leaves); }, 120); });
}

const Benchmark benchmark{"tree", "a million tasks as a tree, beside fibers that run depth first", run};

}  // namespace
}  // namespace fibrix::bench
