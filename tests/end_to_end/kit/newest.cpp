// A policy: who became ready last runs first.

#include "kernel/policy.hpp"

namespace {

using namespace fibrix;

class Newest final : public Policy {
public:
    void enqueue(Task& task, Why) override { stack_.push_front(task); }
    void remove(Task& task) override { stack_.remove(task); }
    Decision pick(Time, int) override { return {stack_.pop_front(), 128, "the newest"}; }

private:
    List<Task, &Task::queue> stack_;
};

const PolicyEntry entry{"newest", "Who became ready last runs first.",
                        []() -> std::unique_ptr<Policy> { return std::make_unique<Newest>(); }};

}  // namespace
