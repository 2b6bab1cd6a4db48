// C++ exceptions belong to the task that throws or catches them, whatever other tasks do meanwhile.

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

std::string current_message() {
    try {
        throw;
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exceptions)

BOOST_AUTO_TEST_CASE(a_task_parked_inside_a_catch_still_has_its_own_exception) {
    TestSystem system;
    std::string seen;
    system.run([&] {
        const auto thrower = [&seen](const char* what) {
            return [&seen, what] {
                try {
                    throw std::runtime_error(what);
                } catch (const std::exception& error) {
                    sys::sleep(1s);
                    seen += current_message() + (std::string(error.what()) == what ? " " : "! ");
                }
            };
        };
        Nursery nursery;
        for (const auto* what : {"one", "two", "three"}) nursery.spawn(thrower(what)).value();
        nursery.join();
    });
    BOOST_TEST(seen == "one two three ");
}

BOOST_AUTO_TEST_CASE(rethrown_after_a_yield_it_is_the_same) {
    TestSystem system;
    std::string seen;
    system.run([&] {
        const auto other = sys::spawn([] {
                               try {
                                   throw std::logic_error("other");
                               } catch (const std::logic_error&) {
                                   for (int i = 0; i < 3; ++i) sys::yield();
                               }
                           }).value();
        try {
            try {
                throw std::runtime_error("mine");
            } catch (...) {
                sys::yield();
                throw;
            }
        } catch (const std::exception& error) {
            seen = error.what();
        }
        sys::wait(other).value();
    });
    BOOST_TEST(seen == "mine");
}

BOOST_AUTO_TEST_CASE(how_many_are_in_flight_is_counted_per_task) {
    TestSystem system;
    std::vector<int> counts;
    system.run([&] {
        const auto unwinding = sys::spawn([&] {
                                   try {
                                       const OnExit leave([&] {
                                           sys::yield();
                                           counts.push_back(std::uncaught_exceptions());
                                       });
                                       throw std::runtime_error("in flight");
                                   } catch (const std::runtime_error&) {
                                       counts.push_back(std::uncaught_exceptions());
                                   }
                               }).value();
        sys::yield();
        counts.push_back(std::uncaught_exceptions());
        BOOST_TEST(!std::current_exception());
        sys::wait(unwinding).value();
    });
    BOOST_TEST(counts == (std::vector{0, 1, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_fresh_task_on_a_used_stack_has_no_exceptions) {
    TestSystem system;
    system.run([] {
        const auto thrower = sys::spawn([] { throw std::runtime_error("left"); }).value();
        sys::wait(thrower).value();
        const auto next = sys::spawn([] { return std::uncaught_exceptions() + (std::current_exception() ? 10 : 0); });
        BOOST_TEST(sys::wait(next.value()).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(two_thousand_tasks_throw_across_yields) {
    TestSystem system;
    int right = 0;
    system.run([&] {
        Nursery nursery;
        for (int i = 0; i < 2000; ++i)
            nursery
                .spawn([&right, i] {
                    for (int round = 0; round < 3; ++round) try {
                            if (round != i % 3) sys::yield();
                            throw i;
                        } catch (int number) {
                            sys::yield();
                            right += number == i ? 1 : 0;
                        }
                })
                .value();
        BOOST_TEST(nursery.join() == exited_well);
    });
    BOOST_TEST(right == 6000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
