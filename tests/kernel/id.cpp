#include "kernel/id.hpp"

#include <boost/test/unit_test.hpp>

using namespace fibrix;

BOOST_AUTO_TEST_SUITE(id)

BOOST_AUTO_TEST_CASE(a_first_generation_is_shown_as_a_small_number) {
    BOOST_TEST(to_string(TaskId{7, 0}) == "7");
    BOOST_TEST(to_string(TaskId{7, 2}) == "7.2");
}

BOOST_AUTO_TEST_CASE(what_is_shown_can_be_read_back) {
    BOOST_TEST((parse_task_id("7") == TaskId{7, 0}));
    BOOST_TEST((parse_task_id("7.2") == TaskId{7, 2}));
    for (const auto* wrong : {"", "0", "x", "7.", ".2", "7.2.1", "-1", "99999999999"})
        BOOST_TEST(!parse_task_id(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()
