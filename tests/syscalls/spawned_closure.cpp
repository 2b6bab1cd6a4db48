// What a spawned task's closure owns is let go on a task's stack, whatever becomes of the task.
#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace fibrix;

BOOST_AUTO_TEST_SUITE(spawned_closure)

BOOST_AUTO_TEST_CASE(a_task_killed_before_it_ran_closes_the_handles_of_its_closure) {
    testing::TestSystem system;
    bool ran = false;
    system.start("owner", [&ran] {
        OwnedHandle owned(sys::nursery_open().value());
        const Handle handle = owned.get();
        const auto task = sys::spawn([owned = std::move(owned), &ran] { ran = true; }).value();
        sys::kill(task).value();
        BOOST_TEST((sys::wait(task).value().reason == ExitStatus::Reason::killed));
        BOOST_TEST((sys::close(handle).error() == Errno::badf));
    });
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::done));
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_process_closes_them_too) {
    testing::TestSystem system;
    system.run([] {
        sys::spawn([owned = OwnedHandle(sys::nursery_open().value())] {}, true).value();
        return 3;
    });
    BOOST_REQUIRE(system.ends.size() == 1u);
    BOOST_TEST(system.ends.front().second.code == 3);
}

BOOST_AUTO_TEST_CASE(a_spawn_that_fails_leaves_the_closure_to_its_caller) {
    testing::TestSystem system;
    system.kernel.stacks().limit(1);
    system.run([] {
        OwnedHandle owned(sys::nursery_open().value());
        const Handle handle = owned.get();
        BOOST_TEST((sys::spawn([owned = std::move(owned)] {}).error() == Errno::again));
        BOOST_TEST((sys::close(handle).error() == Errno::badf));
    });
    BOOST_REQUIRE(system.ends.size() == 1u);
    BOOST_TEST(system.ends.front().second.ok());
}

BOOST_AUTO_TEST_SUITE_END()
