// State per process: sys::local.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

std::vector<std::string>* ends = nullptr;  // what was destroyed, in order

struct Counter {
    int value = 0;
    Counter() = default;
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;
    ~Counter() { ends->push_back("counter " + std::to_string(value)); }
};

struct Second {
    Second() = default;
    Second(const Second&) = delete;
    Second& operator=(const Second&) = delete;
    ~Second() { ends->emplace_back("second"); }
};

// Made slowly, and its end takes requests: one that is a release, and one that is none.
struct Slow {
    int value = 0;
    Slow() { sys::sleep(1ms); }
    Slow(const Slow&) = delete;
    Slow& operator=(const Slow&) = delete;
    ~Slow() {
        static_cast<void>(sys::kill(TaskId{999, 0}));
        ends->push_back(sys::sleep(1ms) ? "slow" : "slow, canceled");
    }
};

struct Noted {
    std::vector<std::string> in_order;
    Noted() { ends = &in_order; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(local)

BOOST_AUTO_TEST_CASE(the_tasks_of_a_process_share_it_and_processes_do_not) {
    const Noted noted;
    TestSystem system;
    const auto body = [] {
        const auto other = sys::spawn([] { ++sys::local<Counter>().value; }).value();
        sys::wait(other).value();
        return ++sys::local<Counter>().value;
    };
    system.start("one", body);
    system.start("two", body);
    system.kernel.run();
    BOOST_TEST(system.end_of("one").code == 2);
    BOOST_TEST(system.end_of("two").code == 2);
    BOOST_TEST(noted.in_order == (std::vector<std::string>{"counter 2", "counter 2"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(it_outlives_all_tasks_and_the_newest_goes_first) {
    const Noted noted;
    TestSystem system;
    system.run([] {
        ++sys::local<Counter>().value;
        sys::local<Second>();
        sys::spawn([] {
            const OnExit leave([] { ++sys::local<Counter>().value; });  // killed by the end of the first
            sys::sleep(1h).value();
        }).value();
        sys::yield();
    });
    BOOST_TEST(noted.in_order == (std::vector<std::string>{"second", "counter 2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_two_that_are_made_at_once_one_is_kept) {
    const Noted noted;
    TestSystem system;
    system.run([] {
        Nursery nursery;
        for (int i = 0; i < 2; ++i) nursery.spawn([] { ++sys::local<Slow>().value; });
        BOOST_TEST(nursery.join().ok());
        BOOST_TEST(sys::local<Slow>().value == 2);
        BOOST_TEST(ends->size() == 1u);
    });
    BOOST_TEST(noted.in_order == (std::vector<std::string>{"slow", "slow"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_end_of_a_killed_process_destroys_it_and_its_requests_do_not_throw) {
    const Noted noted;
    TestSystem system;
    const auto victim = system.start("victim", [] {
        sys::local<Slow>();
        sys::sleep(1h).value();
    });
    system.start("killer", [victim] {
        sys::sleep(1s).value();
        sys::kill(victim).value();
    });
    system.kernel.run();
    BOOST_TEST((system.end_of("victim") == killed));
    BOOST_TEST(noted.in_order == (std::vector<std::string>{"slow, canceled"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_destructor_makes_anew_is_destroyed_too) {
    struct Late {
        ~Late() { ++sys::local<Counter>().value; }
    };
    const Noted noted;
    TestSystem system;
    system.run([] {
        sys::local<Counter>().value = 7;
        sys::local<Late>();
    });
    BOOST_TEST(noted.in_order == (std::vector<std::string>{"counter 8"}), boost::test_tools::per_element());
    TestSystem another;
    another.run([] { sys::local<Late>(); });
    BOOST_TEST(noted.in_order.back() == "counter 1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
