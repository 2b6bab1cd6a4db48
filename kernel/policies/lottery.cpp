// Lottery: at each decision a ticket is drawn, and whose it is runs. Shares are in proportion to tickets, by chance.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Lottery final : public Policy {
public:
    explicit Lottery(Duration quantum) : quantum_(quantum) {}
    void enqueue(Task& task, Why) override {
        Task* place = queue_.front();
        while (place != nullptr && place->id.slot < task.id.slot) place = TaskList::next(*place);
        queue_.insert_before(place, task);
    }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        std::uint64_t total = 0;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each))
            total += may_run(*each, cpu) ? known(*each).tickets : 0;
        if (total == 0) return {take_first(queue_, cpu), batch, "nobody has a ticket: the first", quantum_};
        auto ticket = draw(total, cpu);
        for (Task* each = queue_.front();; each = TaskList::next(*each)) {
            const auto its = may_run(*each, cpu) ? known(*each).tickets : 0;
            if (ticket >= its) {
                ticket -= its;
                continue;
            }
            queue_.remove(*each);
            return {each, batch, "its ticket was drawn", quantum_};
        }
    }
    [[nodiscard]] bool charges() const override { return true; }

private:
    Duration quantum_;
    TaskList queue_;  // by number
};

const PolicyEntry entry{"lottery",
                        "who holds the ticket that is drawn; shares are in proportion to tickets",
                        {{"quantum", PolicyParameter::Kind::duration, "10ms", "how long a turn is"}},
                        "Tickets lie in the order of the tasks' numbers; a draw is a random number modulo their sum.\n"
                        "Who has no tickets runs only when nobody has any, the lowest number first.",
                        [](const PolicySettings& set) -> std::unique_ptr<Policy> {
                            return std::make_unique<Lottery>(set.duration("quantum"));
                        }};

}  // namespace
}  // namespace fibrix
