// The chain hash: the same for the same, another for anything else, whoever else watches.

#include "kernel/observers/chain_hash.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

std::uint64_t hash_of(std::string_view policy, Duration nap, std::string_view text, Observer* other = nullptr) {
    ChainHash hash;
    TestSystem system(policy, 7);
    if (other != nullptr) system.kernel.attach(*other);
    system.kernel.attach(hash);
    system.run([nap, text] {
        Nursery nursery;
        for (int number = 0; number < 3; ++number) nursery.spawn([nap] { return sys::sleep(nap).value(); }).value();
        sys::print("{}\n", text);
    });
    BOOST_TEST(hash.steps() > 5u);
    return hash.value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chain_hash)

BOOST_AUTO_TEST_CASE(the_same_run_has_the_same_hash) {
    const auto hash = hash_of("rr", 1ms, "text");
    BOOST_TEST(hash_of("rr", 1ms, "text") == hash);
    ChainHash other;
    BOOST_TEST(hash_of("rr", 1ms, "text", &other) == hash);
    BOOST_TEST(other.value() == hash);
}

BOOST_AUTO_TEST_CASE(an_argument_and_a_decision_are_part_of_it) {
    const auto hash = hash_of("rr", 1ms, "text");
    BOOST_TEST(hash_of("rr", 2ms, "text") != hash);
    BOOST_TEST(hash_of("rr", 1ms, "test") != hash);
    BOOST_TEST(hash_of("batching", 1ms, "text") != hash);
}

BOOST_AUTO_TEST_CASE(order_and_length_of_bytes_are_part_of_it) {
    const auto hash = [](std::string_view first, std::string_view second) {
        RunningHash running;
        running.add(std::as_bytes(std::span(first)));
        running.add(std::as_bytes(std::span(second)));
        return running.value();
    };
    BOOST_TEST(hash("ab", "c") != hash("a", "bc"));
    BOOST_TEST(hash("12345678", "") != hash("", "12345678"));
    BOOST_TEST(hash("123456789", "") != hash("12345678", "9"));
    BOOST_TEST(hash("x", "") != hash(std::string_view("x\0", 2), ""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
