#include "kernel/world/nap.hpp"

#include <boost/test/unit_test.hpp>

using fibrix::Nap;

namespace {

void wait_for(Nap& nap, int events) {
    nap.arrived(events);
    nap.waits();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nap)

BOOST_AUTO_TEST_CASE(is_for_many_events_a_wait) {
    Nap nap;
    for (int i = 0; i < 100; ++i) wait_for(nap, 8);
    BOOST_TEST(nap.is_worth_it());
    for (int i = 0; i < 100; ++i) wait_for(nap, 1);
    BOOST_TEST(!nap.is_worth_it());
}

BOOST_AUTO_TEST_CASE(is_not_for_the_first_burst) {
    Nap nap;
    wait_for(nap, 8);
    BOOST_TEST(!nap.is_worth_it());
}

BOOST_AUTO_TEST_CASE(counts_what_came_while_it_only_looked) {
    Nap nap;
    for (int i = 0; i < 100; ++i) {
        for (int look = 0; look < 8; ++look) nap.arrived(1);
        nap.waits();
    }
    BOOST_TEST(nap.is_worth_it());
}

BOOST_AUTO_TEST_CASE(never_counts_too_far) {
    Nap nap;
    for (int i = 0; i < 1000; ++i) nap.arrived(256);
    nap.waits();
    BOOST_TEST(nap.is_worth_it());
    for (int i = 0; i < 40; ++i) wait_for(nap, 1);
    BOOST_TEST(!nap.is_worth_it());
}

BOOST_AUTO_TEST_SUITE_END()
