#define BOOST_TEST_MODULE fibrix
#include <boost/test/unit_test.hpp>
