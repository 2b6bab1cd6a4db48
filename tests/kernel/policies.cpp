// The order in which tasks run under each policy.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// Three tasks that note their name and make a request that completes at once, `rounds` times each.
std::string interleaving(std::string_view policy, int rounds) {
    TestSystem system(policy);
    std::string order;
    for (const char name : {'a', 'b', 'c'})
        system.start(std::string(1, name), [&order, name, rounds] {
            for (int i = 0; i < rounds; ++i) {
                order += name;
                sys::get_tid();
            }
        });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    return order;
}

// The last shall be first: who gives way gets the CPU back.
class LastFirst final : public Policy {
public:
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int) override {
        Task* last = queue_.back();
        if (last != nullptr) queue_.remove(*last);
        return {last, 1, "it came last"};
    }

private:
    List<Task, &Task::queue> queue_;
};

const PolicyEntry last_first{"test_last_first", "for tests",
                             []() -> std::unique_ptr<Policy> { return std::make_unique<LastFirst>(); }};

}  // namespace

BOOST_AUTO_TEST_SUITE(policies)

BOOST_AUTO_TEST_CASE(killer_tells_the_truth_of_a_victim_that_has_never_run) {
    for (const auto& [policy, said] : {std::pair("rr", "the victim turns; killing it\nthe victim was killed\n"
                                                       "its destructors have run\n"),
                                       std::pair("test_last_first", "the victim has not begun, as the policy wants it; "
                                                                    "killing it\nthe victim was killed\n"
                                                                    "there was nothing to unwind\n")}) {
        TestSystem system(policy);
        system.run([] { BOOST_TEST(sys::wait(sys::start("killer").value()).value().ok()); });
        BOOST_TEST(system.output == said);
    }
}

BOOST_AUTO_TEST_CASE(round_robin_sends_each_trap_to_the_tail) { BOOST_TEST(interleaving("rr", 4) == "abcabcabcabc"); }

BOOST_AUTO_TEST_CASE(round_robin_runs_a_new_task_after_those_that_are_ready_as_pyos_does) {
    TestSystem system("rr");
    std::string order;
    system.start("parent", [&] {
        for (const char name : {'1', '2'}) {
            order += "p";
            sys::spawn([&order, name] {
                order += name;
                sys::yield();
                order += name;
            }).value();
        }
        order += "p";
    });
    system.start("other", [&] {
        for (int i = 0; i < 3; ++i) {
            order += "o";
            sys::yield();
        }
    });
    system.kernel.run();
    BOOST_TEST(order == "po1po12po2");
}

BOOST_AUTO_TEST_CASE(batching_keeps_a_task_for_128_requests) {
    const auto order = interleaving("batching", 300);
    std::string expected;
    for (const int batch : {128, 128, 44})
        for (const char name : {'a', 'b', 'c'}) expected.append(static_cast<std::size_t>(batch), name);
    // A task's last note is made before its 128th request, so a batch begins with the note after it.
    BOOST_TEST(order == expected);
}

BOOST_AUTO_TEST_CASE(batching_lets_go_at_a_yield) {
    TestSystem system;
    std::string order;
    for (const char name : {'a', 'b'})
        system.start(std::string(1, name), [&order, name] {
            for (int i = 0; i < 3; ++i) {
                order += name;
                sys::yield();
            }
        });
    system.kernel.run();
    BOOST_TEST(order == "ababab");
}

BOOST_AUTO_TEST_CASE(every_policy_runs_everything_to_its_end) {
    for (const auto* entry : PolicyEntry::list()) {
        TestSystem system(entry->name);
        int ended = 0;
        const auto kind = system.run([&] {
            Nursery nursery;
            for (int i = 0; i < 50; ++i)
                nursery
                    .spawn([&ended, i] {
                        for (int round = 0; round < i; ++round) sys::yield();
                        sys::sleep(1s);
                        ++ended;
                    })
                    .value();
        });
        BOOST_TEST(kind == Verdict::Kind::done, entry->name);
        BOOST_TEST(ended == 50, entry->name);
    }
}

BOOST_AUTO_TEST_CASE(policies_are_listed_by_name_and_say_what_they_do) {
    const auto all = PolicyEntry::list();
    BOOST_TEST(all.size() >= 2u);
    for (std::size_t i = 0; i < all.size(); ++i) {
        BOOST_TEST(!all[i]->help.empty());
        BOOST_TEST((i == 0 || all[i - 1]->name < all[i]->name));
    }
    BOOST_TEST(PolicyEntry::find("rr") != nullptr);
    BOOST_TEST(PolicyEntry::find("no such policy") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
