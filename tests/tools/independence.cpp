// Steps that are declared independent: carried out in both orders, they must leave the same behind.
//
// At many places of many executions of the zoo's programs two tasks could go, and their steps do not conflict. Each
// such pair is made in one order and in the other, with everything else as it was; then every task must make the same
// requests with the same results to its end. So a footprint that says too little is noticed by what it hides.

#include <boost/test/unit_test.hpp>
#include <map>

#include "syscalls/program/start.hpp"
#include "tools/explore/hash.hpp"
#include "tools/explore/machine.hpp"
#include "tools/explore/program_run.hpp"
#include "tools/explore/script.hpp"

namespace fibrix::testing {
namespace {

using namespace explore;

/// What each task has asked, and what it was told.
class Told final : public Observer {
public:
    explicit Told(const Machine& machine) : machine_(machine) {}
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override {
        auto& text = by_task[machine_.number_of(task)];
        if (syscall.print_request != nullptr) syscall.print_request(trap, text);
    }
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override {
        auto& text = by_task[machine_.number_of(task)];
        if (syscall.print_result != nullptr) syscall.print_result(trap, text += " = ");
        text += '\n';
    }
    void transition(const Task& task, State, State to) override {
        if (to == State::zombie) by_task[machine_.number_of(task)] += to_string(task.status) + '\n';
    }
    std::map<std::uint32_t, std::string> by_task;

private:
    const Machine& machine_;
};

struct Pair {
    Schedule before;
    std::uint32_t one, other;
};

/// A random walk, and the pairs on its way that could go in both orders.
class Walk final : public Decider {
public:
    explicit Walk(std::uint64_t seed) : chance_(mix(seed, 1)) {}
    std::size_t choose(const Moment& moment) override {
        for (const auto one : moment.enabled)
            for (const auto other : moment.enabled)
                if (one < other && !moment.held[one].posted.conflict_with(moment.held[other].posted))
                    pairs.push_back({way_, moment.held[one].number, moment.held[other].number});
        chance_ = mix(chance_, moment.step);
        const auto chosen = chance_ % moment.enabled.size();
        way_.add(moment.held[moment.enabled[chosen]].number);
        return chosen;
    }
    std::size_t choose_value(std::size_t options) override {
        chance_ = mix(chance_, options);
        if (!way_.tasks().empty()) way_.add_value(chance_ % options);
        return chance_ % options;
    }
    [[nodiscard]] bool looks_ahead() const override { return true; }
    std::vector<Pair> pairs;

private:
    std::uint64_t chance_;
    Schedule way_;
};

/// Follows a schedule, and keeps what two of its steps have done.
class Follower final : public Decider {
public:
    Follower(const Schedule& schedule, std::size_t first) : script_(schedule), first_(first) {}
    std::size_t choose(const Moment& moment) override {
        if (moment.step == first_ + 2) could_go = moment.enabled.size();
        // Behind the two it goes on in a way that does not depend on which was the last.
        return moment.step < first_ + 2 ? script_.choose(moment) : moment.step % moment.enabled.size();
    }
    std::size_t choose_value(std::size_t options) override { return script_.choose_value(options); }
    void happened(const explore::Event& event) override {
        if (step_ == first_ || step_ == first_ + 1) done[step_ - first_] = event.marks;
        failed |= event.failed;
        ++step_;
    }
    [[nodiscard]] bool followed() const { return script_.followed() && step_ >= first_ + 2; }
    Marks done[2];
    std::size_t could_go = 0;
    bool failed = false;

private:
    Script script_;
    std::size_t first_, step_ = 0;
};

struct Made {
    std::map<std::uint32_t, std::string> told;
    std::size_t could_go = 0;
    Failure failure = Failure::none;
    bool followed = false, independent = false;
};

Made make(Machine& machine, const Pair& pair, bool turned) {
    Schedule schedule = pair.before;
    schedule.add(turned ? pair.other : pair.one);
    schedule.add(turned ? pair.one : pair.other);
    Follower follower(schedule, pair.before.tasks().size());
    Told told(machine);
    machine.kernel().attach(told);
    const auto ending = machine.run(follower);
    machine.kernel().detach(told);
    Made outcome{std::move(told.by_task), follower.could_go, ending.failure, follower.followed(), false};
    // A step that fails ends the execution: nothing comes after it.
    outcome.independent = !follower.failed && outcome.followed && !follower.done[0].conflict_with(follower.done[1]);
    return outcome;
}

std::size_t check(Machine& machine, const Pair& pair, const std::string& name) {
    const auto straight = make(machine, pair, false);
    if (!straight.independent) return 0;
    const auto turned = make(machine, pair, true);
    BOOST_TEST_CONTEXT(name << ": " << pair.before.text() << " and then " << pair.one << " and " << pair.other) {
        BOOST_TEST(turned.followed);
        BOOST_TEST(turned.could_go == straight.could_go);
        BOOST_TEST((turned.failure == straight.failure));
        for (const auto& [task, text] : straight.told) BOOST_TEST(turned.told.at(task) == text);
    }
    return 1;
}

std::size_t check_program(FoundProgram program, const Options& options) {
    constexpr std::uint64_t walks = 3;
    constexpr std::size_t most = 12;  // pairs of a walk
    const std::string name(program.program->name);
    ProgramRun runnable(std::move(program), {});
    Machine machine(runnable, options);
    std::size_t checked = 0;
    for (std::uint64_t seed = 0; seed < walks; ++seed) {
        Walk walk(seed);
        machine.run(walk);
        const auto between = std::max<std::size_t>(1, walk.pairs.size() / most);
        for (std::size_t i = 0; i < walk.pairs.size(); i += between) checked += check(machine, walk.pairs[i], name);
    }
    return checked;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(independence)

BOOST_AUTO_TEST_CASE(what_is_declared_independent_commutes) {
    Options options;
    options.max_steps = 300;
    std::size_t checked = 0;
    for (const auto* program : Program::list()) {
        if (!program->name.starts_with("zoo_")) continue;
        std::string why;
        auto found = find_program(std::string(program->name), why);
        BOOST_REQUIRE(found);
        checked += check_program(std::move(*found), options);
    }
    BOOST_TEST(checked > 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
