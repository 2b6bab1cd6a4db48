// What can befall datagrams in a simulation: each fault, and that it is counted.

#include <boost/test/unit_test.hpp>

#include "kernel/world/simulated/simulation.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using simulated::Fault;

/// What of "0" to "9" arrives at a socket, in this order, when it is sent under `faults`.
std::string what_arrives(std::string_view faults, Fault counted, std::uint64_t times) {
    TestSystem system;
    simulated::FaultPlan plan;
    BOOST_TEST(simulated::FaultPlan::parse(faults, plan) == "");
    system.world.simulation().faults.set_plan(plan);
    std::string all;
    system.run([&] {
        auto server = DatagramSocket::at(SocketAddress::loopback(0)).value();
        const auto where = server.address().value();
        for (char digit = '0'; digit <= '9'; ++digit) {
            server.send_to(where, std::string(1, digit)).value();
            sys::sleep(1ms);
        }
        std::array<std::byte, 10> buffer;
        while (server.receive_from(buffer, Deadline::after(2s))) all += static_cast<char>(buffer[0]);
    });
    BOOST_TEST(system.world.simulation().faults.happened(counted) == times);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simulated_datagrams)

BOOST_AUTO_TEST_CASE(without_faults_all_arrive_in_their_order) {
    BOOST_TEST(what_arrives("", Fault::drop, 0) == "0123456789");
}

BOOST_AUTO_TEST_CASE(dropped_ones_never_arrive) {
    BOOST_TEST(what_arrives("drop=1", Fault::drop, 10) == "");
    const auto some = what_arrives("drop=0.3", Fault::drop, 10 - what_arrives("drop=0.3", Fault::reorder, 0).size());
    BOOST_TEST(std::is_sorted(some.begin(), some.end()));
}

BOOST_AUTO_TEST_CASE(duplicated_ones_arrive_twice) {
    auto all = what_arrives("duplicate=1", Fault::duplicate, 10);
    std::sort(all.begin(), all.end());
    BOOST_TEST(all == "00112233445566778899");
}

BOOST_AUTO_TEST_CASE(reordered_ones_arrive_once_in_another_order) {
    auto all = what_arrives("reorder=1", Fault::reorder, 10);
    BOOST_TEST(!std::is_sorted(all.begin(), all.end()));
    std::sort(all.begin(), all.end());
    BOOST_TEST(all == "0123456789");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
