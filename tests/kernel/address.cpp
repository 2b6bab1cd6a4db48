#include "kernel/world/address.hpp"

#include <boost/test/unit_test.hpp>

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(numbers_are_read_and_written) {
    BOOST_TEST(to_string(SocketAddress::loopback(80)) == "127.0.0.1:80");
    BOOST_TEST(to_string(SocketAddress::numeric("10.0.0.255", 65535).value()) == "10.0.0.255:65535");
    BOOST_TEST(to_string(SocketAddress::numeric("::1", 7).value()) == "[::1]:7");
    BOOST_TEST(to_string(SocketAddress::numeric("[fe80::2]", 0).value()) == "[fe80::2]:0");
    BOOST_TEST(to_string(SocketAddress{}) == "none");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_a_name) {
    for (const auto* name : {"", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "[]", "[::1", ":::", "1.2.3.4 "})
        BOOST_TEST(!SocketAddress::numeric(name, 1).has_value(), name);
    BOOST_TEST(!SocketAddress::numeric(std::string(1000, '1'), 1).has_value());
}

BOOST_AUTO_TEST_CASE(paths_of_unix_sockets_have_a_limit) {
    BOOST_TEST(to_string(SocketAddress::local("/run/x").value()) == "unix:/run/x");
    BOOST_TEST(!SocketAddress::local("").has_value());
    const std::string longest(SocketAddress::longest_path, 'x');
    BOOST_TEST(SocketAddress::local(longest)->path() == longest);
    BOOST_TEST(!SocketAddress::local(longest + "x").has_value());
}

BOOST_AUTO_TEST_CASE(addresses_are_equal_if_all_of_them_is) {
    BOOST_TEST((SocketAddress::loopback(1) == SocketAddress::numeric("127.0.0.1", 1)));
    BOOST_TEST((SocketAddress::loopback(1) != SocketAddress::loopback(2)));
    BOOST_TEST((SocketAddress::local("/a") != SocketAddress::local("/b")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
