// Beginnings and ends of tasks and processes, and waiting for them.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// A child process with this body, as a program would start it.
ProcessId start_child(TestSystem& system, std::string name, Closure body) {
    StartOptions options{.name = std::move(name)};
    options.body = std::move(body);
    options.parent = system.kernel.find(sys::get_tid())->process;
    return system.kernel.start(std::move(options)).value();
}

ExitStatus exited(int code) { return {ExitStatus::Reason::exited, code}; }

struct Noticed final : Object {
    static inline const ObjectKind kind{"noticed"};
    explicit Noticed(bool& flag) : Object(kind), gone(flag) {}
    ~Noticed() override { gone = true; }
    [[nodiscard]] std::string describe() const override { return "noticed"; }
    bool& gone;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle)

BOOST_AUTO_TEST_CASE(a_task_is_spawned_runs_and_gives_its_status) {
    TestSystem system;
    system.run([] {
        const auto returned = sys::spawn([] { return 3; }).value();
        const auto left = sys::spawn([] { sys::exit(4); }).value();
        BOOST_TEST(sys::wait(returned).value() == exited(3));
        BOOST_TEST(sys::wait(left).value() == exited(4));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_task_that_has_ended_long_ago_can_still_be_waited_for) {
    TestSystem system;
    system.run([] {
        const auto task = sys::spawn([] { return 3; }).value();
        sys::sleep(1s);
        BOOST_TEST(sys::wait(task).value() == exited(3));
        BOOST_TEST(sys::wait(task).error() == Errno::srch);
    });
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(wait_has_a_deadline_and_can_be_repeated) {
    TestSystem system;
    system.run([] {
        const auto task = sys::spawn([] { sys::sleep(3s); }).value();
        BOOST_TEST(sys::wait(task, Deadline::after(1s)).error() == Errno::timedout);
        BOOST_TEST(sys::wait_any(Deadline::after(1s)).error() == Errno::timedout);
        BOOST_TEST(sys::now() == Time(2s));
        BOOST_TEST(sys::wait(task, Deadline::after(1h)).value() == exited_well);
        BOOST_TEST(sys::now() == Time(3s));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(wait_any_takes_ends_in_their_order) {
    TestSystem system;
    system.run([&] {
        for (const int seconds : {3, 1, 2})
            sys::spawn([seconds] {
                sys::sleep(seconds * 1s);
                return seconds;
            }).value();
        start_child(system, "child", [] { sys::sleep(1500ms); });
        std::vector<int> codes;
        for (int i = 0; i < 4; ++i) codes.push_back(sys::wait_any().value().status.code);
        BOOST_TEST(codes == (std::vector{1, 0, 2, 3}), boost::test_tools::per_element());
        BOOST_TEST(sys::wait_any().error() == Errno::child);
    });
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_oneself_or_for_what_is_not_ones_own) {
    TestSystem system;
    system.start("stranger", [] { sys::sleep(1s); });
    system.run([] {
        BOOST_TEST(sys::wait(sys::get_tid()).error() == Errno::deadlk);
        BOOST_TEST(sys::wait(TaskId{1, 0}).error() == Errno::child);
        BOOST_TEST(sys::wait(TaskId{99, 0}).error() == Errno::srch);
        BOOST_TEST(sys::wait(TaskId{}).error() == Errno::srch);
        BOOST_TEST(sys::wait_any().error() == Errno::child);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(of_two_that_wait_for_one_task_the_first_gets_the_status) {
    TestSystem system;
    std::string told;
    system.run([&] {
        const auto target = sys::spawn([] {
                                sys::sleep(1s);
                                return 5;
                            }).value();
        const auto first = sys::spawn([&] { told += std::to_string(sys::wait(target).value().code) + " "; }).value();
        const auto second = sys::spawn([&] { told += to_string(sys::wait(target).error()); }).value();
        sys::wait(first).value();
        sys::wait(second).value();
    });
    BOOST_TEST(told == "5 ESRCH");
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(detached_tasks_are_waited_for_by_nobody_and_freed_at_their_end) {
    TestSystem system;
    system.run([&] {
        const auto born = sys::spawn([] { sys::sleep(1s); }, true).value();
        BOOST_TEST(sys::wait(born).error() == Errno::child);
        const auto later = sys::spawn([] { sys::sleep(1s); }).value();
        sys::detach(later).value();
        BOOST_TEST(sys::wait(later).error() == Errno::child);
        const auto ended = sys::spawn([] {}).value();
        sys::yield();
        sys::detach(ended).value();
        BOOST_TEST(sys::detach(ended).error() == Errno::srch);
        BOOST_TEST(sys::wait_any().error() == Errno::child);
        sys::sleep(2s);
        BOOST_TEST(system.kernel.tasks().count() == 1u);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_task_that_somebody_waits_for_is_not_detached) {
    TestSystem system;
    system.run([] {
        const auto target = sys::spawn([] { sys::sleep(1s); }).value();
        sys::spawn([=] { sys::wait(target).value(); }).value();
        sys::yield();
        BOOST_TEST(sys::detach(target).error() == Errno::inval);
        BOOST_TEST(sys::detach(sys::get_tid()).error() == Errno::child);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(who_waits_for_any_is_told_when_the_last_one_is_detached) {
    TestSystem system;
    system.run([] {
        const auto target = sys::spawn([] { sys::sleep(1h); }).value();
        sys::spawn(
            [=] {
                sys::sleep(1s);
                sys::detach(target).value();
            },
            true)
            .value();
        BOOST_TEST(sys::wait_any().error() == Errno::child);
        BOOST_TEST(sys::now() == Time(1s));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_slot_is_used_again_under_another_id_and_the_stale_one_is_nobodys) {
    TestSystem system;
    system.run([] {
        const auto before = sys::spawn([] {}).value();
        sys::wait(before).value();
        const auto after = sys::spawn([] { sys::sleep(1s); }).value();
        BOOST_TEST(after == (TaskId{before.slot, before.generation + 1}));
        BOOST_TEST(sys::kill(before).error() == Errno::srch);
        BOOST_TEST(sys::wait(before).error() == Errno::srch);
        BOOST_TEST(sys::detach(before).error() == Errno::srch);
        BOOST_TEST(sys::wait(after).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(orphans_go_to_init) {
    TestSystem system;
    ProcessId orphan, new_parent;
    std::vector<TaskId> collected;
    system.start("init", [&] {
        sys::adopt_orphans().value();
        BOOST_TEST(sys::adopt_orphans().error() == Errno::perm);
        const auto middle = start_child(system, "middle", [&] {
            start_child(system, "zombie", [] {});
            orphan = start_child(system, "orphan", [&] {
                sys::sleep(2s);
                new_parent = sys::get_parent();
            });
            sys::sleep(1s);
        });
        sys::wait(middle).value();
        while (auto ended = sys::wait_any()) collected.push_back(ended->id);
    });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST(new_parent == (TaskId{1, 0}));
    BOOST_TEST(collected.size() == 2u);
    BOOST_TEST(collected.back() == orphan);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(without_an_init_orphans_are_freed_when_they_end) {
    TestSystem system;
    system.run([&] {
        start_child(system, "zombie", [] {});
        start_child(system, "orphan", [] {
            sys::sleep(1s);
            BOOST_TEST(sys::get_parent() == TaskId{});
        });
        sys::yield();
    });
    BOOST_TEST(system.end_of("orphan") == exited_well);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_detached_child_process_goes_to_init) {
    TestSystem system;
    system.start("init", [&] {
        sys::adopt_orphans().value();
        const auto middle = start_child(system, "middle", [&] {
            const auto child = start_child(system, "child", [] { sys::sleep(2s); });
            sys::detach(child).value();
            BOOST_TEST(sys::wait(child).error() == Errno::child);
        });
        sys::wait(middle).value();
        BOOST_TEST(sys::wait_any().value().status == exited_well);
    });
    system.kernel.run();
    BOOST_TEST(system.end_of("init") == exited_well);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_process_ends_with_its_first_task_which_kills_the_rest) {
    TestSystem system;
    bool unwound = false;
    system.run([&] {
        const auto child = start_child(system, "child", [&] {
            sys::spawn([&] {
                const OnExit leave([&] { unwound = true; });
                sys::sleep(1h);
            }).value();
            sys::spawn([] { sys::sleep(1h); }, true).value();
            sys::yield();
            return 6;
        });
        BOOST_TEST(sys::wait(child).value() == exited(6));
        BOOST_TEST(unwound);
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(handles_are_let_go_when_a_process_ends) {
    TestSystem system;
    bool freed = false;
    StartOptions options{.name = "owner"};
    options.body = [&] { BOOST_TEST(!freed); };
    options.handles.emplace_back(make_object<Noticed>(freed));
    system.kernel.start(std::move(options)).value();
    system.kernel.run();
    BOOST_TEST(freed);
}

BOOST_AUTO_TEST_CASE(out_of_tasks_or_stacks_spawn_says_so_and_recovers) {
    TestSystem system;
    system.run([&] {
        const auto try_to_spawn = [] { return sys::spawn([] { sys::sleep(1s); }); };
        system.kernel.tasks().limit(2);
        const auto only = try_to_spawn().value();
        BOOST_TEST(try_to_spawn().error() == Errno::again);
        sys::wait(only).value();
        system.kernel.tasks().limit(100);
        system.kernel.stacks().limit(2);
        const auto other = try_to_spawn().value();
        BOOST_TEST(try_to_spawn().error() == Errno::again);
        sys::wait(other).value();
        BOOST_TEST(sys::wait(try_to_spawn().value()).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
    BOOST_TEST(system.kernel.stacks().in_use() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
