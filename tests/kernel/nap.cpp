#include "kernel/world/nap.hpp"

#include <boost/test/unit_test.hpp>

using fibrix::Nap;

BOOST_AUTO_TEST_SUITE(nap)

BOOST_AUTO_TEST_CASE(is_for_many_events_a_wait) {
    Nap nap;
    for (int i = 0; i < 100; ++i) nap.count(8, true);
    BOOST_TEST(nap.is_worth_it());
    for (int i = 0; i < 100; ++i) nap.count(1, true);
    BOOST_TEST(!nap.is_worth_it());
}

BOOST_AUTO_TEST_CASE(is_not_for_the_first_burst) {
    Nap nap;
    nap.count(8, true);
    BOOST_TEST(!nap.is_worth_it());
}

BOOST_AUTO_TEST_CASE(counts_what_came_while_it_only_looked) {
    Nap nap;
    for (int i = 0; i < 100; ++i) {
        for (int look = 0; look < 8; ++look) nap.count(1, false);
        nap.count(1, true);
    }
    BOOST_TEST(nap.is_worth_it());
}

BOOST_AUTO_TEST_CASE(never_counts_too_far) {
    Nap nap;
    for (int i = 0; i < 1000; ++i) nap.count(256, false);
    nap.count(0, true);
    BOOST_TEST(nap.is_worth_it());
    for (int i = 0; i < 40; ++i) nap.count(1, true);
    BOOST_TEST(!nap.is_worth_it());
}

BOOST_AUTO_TEST_SUITE_END()
