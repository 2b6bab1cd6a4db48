// Any of those that are ready, with equal chances.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Random final : public Policy {
public:
    explicit Random(Duration quantum) : quantum_(quantum) {}
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        std::uint64_t count = 0;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each)) count += may_run(*each, cpu);
        if (count == 0) return {};
        auto left = draw(count, cpu);
        Task* drawn = queue_.front();
        while (!may_run(*drawn, cpu) || left-- > 0) drawn = TaskList::next(*drawn);
        queue_.remove(*drawn);
        return {drawn, batch, "it was drawn", quantum_};
    }
    [[nodiscard]] bool charges() const override { return true; }

private:
    Duration quantum_;
    TaskList queue_;
};

const PolicyEntry entry{"random",
                        "any of those that are ready, with equal chances",
                        {{"quantum", PolicyParameter::Kind::duration, "10ms", "how long a turn is"}},
                        "Chance alone decides.",
                        [](const PolicySettings& set) -> std::unique_ptr<Policy> {
                            return std::make_unique<Random>(set.duration("quantum"));
                        }};

}  // namespace
}  // namespace fibrix
