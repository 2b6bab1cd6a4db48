// Datagrams on the loopback of the host and of a simulation: the same tests.

#include <boost/test/unit_test.hpp>
#include <tuple>
#include <vector>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

const Deadline soon = Deadline::after(10s);
const auto here = SocketAddress::loopback(0);

std::string receive(DatagramSocket& socket, std::size_t room = 100) {
    std::vector<std::byte> buffer(room);
    const auto size = socket.receive_from(buffer, soon).value().size;
    return {reinterpret_cast<const char*>(buffer.data()), size};
}

void converse(const SocketAddress& address) {
    auto server = DatagramSocket::at(address).value();
    const auto where = server.address().value();
    auto client = DatagramSocket::towards(where).value();
    client.send_to(where, "hello", soon).value();
    std::array<std::byte, 100> buffer;
    const auto [size, sender] = server.receive_from(buffer, soon).value();
    BOOST_TEST(size == 5u);
    BOOST_TEST(sender.port == client.address().value().port);
    server.send_to(sender, std::span(buffer).first(size), soon).value();
    const auto answer = client.receive_from(buffer, soon).value();
    BOOST_TEST(answer.size == 5u);
    BOOST_TEST((answer.sender == where));
}

using Systems = std::tuple<HostSystem, TestSystem>;

}  // namespace

BOOST_AUTO_TEST_SUITE(datagram)

BOOST_AUTO_TEST_CASE_TEMPLATE(there_and_back_with_the_address_of_who_has_sent_it, System, Systems) {
    System system;
    system.run([] {
        converse(here);
        converse(SocketAddress::numeric("::1", 0).value());
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_is_whole_and_what_does_not_fit_is_lost, System, Systems) {
    System system;
    system.run([] {
        auto server = DatagramSocket::at(here).value();
        const auto where = server.address().value();
        for (const auto* text : {"one", "", "three and more", "four"}) server.send_to(where, text, soon).value();
        for (const auto* text : {"one", "", "three", "four"}) BOOST_TEST(receive(server, 5) == text);
        BOOST_TEST(server.receive_from({}, Deadline::after(1ms)).error() == Errno::timedout);
        const std::string long_one(65507, 'x');
        BOOST_TEST(server.send_to(where, long_one + "x", soon).error() == Errno::msgsize);
        server.send_to(where, long_one, soon).value();
        BOOST_TEST((receive(server, 70'000) == long_one));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_waits_gets_all_of_those_that_come_at_once, System, Systems) {
    System system;
    int got = 0;
    system.run([&] {
        auto server = DatagramSocket::at(here).value();
        const auto where = server.address().value();
        Nursery nursery;
        nursery
            .spawn([&] {
                while (got < 60) got += receive(server) == "x" ? 1 : 0;
            })
            .value();
        for (int burst = 0; burst < 20; ++burst) {
            for (int i = 0; i < 3; ++i) server.send_to(where, "x", soon).value();
            sys::sleep(100us);
        }
        BOOST_TEST(nursery.join() == exited_well);
    });
    BOOST_TEST(got == 60);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(as_a_handle_like_others_it_can_be_read_and_waited_for, System, Systems) {
    System system;
    system.run([] {
        auto server = DatagramSocket::at(here).value();
        const auto where = server.address().value();
        std::array<std::byte, 10> buffer;
        BOOST_TEST(sys::read_wait(server.handle(), Deadline::after(1ms)).error() == Errno::timedout);
        server.send_to(where, "ab", soon).value();
        server.send_to(where, "c", soon).value();
        sys::read_wait(server.handle(), soon).value();
        BOOST_TEST(sys::read(server.handle(), buffer, soon).value() == 2u);
        BOOST_TEST(sys::receive(server.handle(), buffer, soon).value() == 1u);
        BOOST_TEST(sys::write(server.handle(), buffer, soon).error() == Errno::notconn);
        BOOST_TEST(sys::send(server.handle(), buffer, soon).error() == Errno::notconn);
        BOOST_TEST(sys::accept(server.handle(), soon).error() == Errno::opnotsupp);
        const auto waiter = sys::spawn([handle = server.handle()] {
                                std::array<std::byte, 1> byte;
                                BOOST_TEST(sys::receive_from(handle, byte, soon).error() == Errno::canceled);
                            }).value();
        sys::yield();
        sys::close(server.handle()).value();
        BOOST_TEST(sys::wait(waiter).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_cannot_be_is_refused, System, Systems) {
    System system;
    system.run([] {
        std::array<std::byte, 1> byte{};
        const auto socket = sys::bind_datagram(here).value();
        const auto where = sys::local_name(socket).value();
        BOOST_TEST(sys::bind_datagram(where).error() == Errno::addrinuse);
        BOOST_TEST(sys::bind_datagram(SocketAddress::ipv4({192, 0, 2, 1}, 0)).error() == Errno::addrnotavail);
        BOOST_TEST(sys::bind_datagram(SocketAddress::local("/tmp/x").value()).error() == Errno::afnosupport);
        BOOST_TEST(sys::bind_datagram(SocketAddress()).error() == Errno::afnosupport);
        BOOST_TEST(sys::send_to(socket, SocketAddress::loopback(0), byte).error() == Errno::inval);
        BOOST_TEST(sys::send_to(socket, SocketAddress::numeric("::1", 9).value(), byte).error() == Errno::afnosupport);
        BOOST_TEST(sys::peer_name(socket).error() == Errno::notconn);
        const auto listener = sys::listen(where).value();  // the port is free for streams
        BOOST_TEST(sys::send_to(listener, where, byte).error() == Errno::opnotsupp);
        BOOST_TEST(sys::receive_from(listener, byte).error() == Errno::opnotsupp);
        BOOST_TEST(sys::receive_from(0, byte).error() == Errno::notsock);
        sys::close(socket).value();
        BOOST_TEST(sys::send_to(socket, where, byte).error() == Errno::badf);
        BOOST_TEST(sys::receive_from(socket, byte).error() == Errno::badf);
        const auto other = sys::bind_datagram(where).value();
        sys::send_to(other, SocketAddress::loopback(1), byte).value();  // nobody is there, and nobody says so
        BOOST_TEST(sys::receive_from(other, byte, Deadline::after(1ms)).error() == Errno::timedout);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
