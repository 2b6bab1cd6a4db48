// Sockets on the loopback of the host and of a simulation: the same tests.

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <tuple>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

const Deadline soon = Deadline::after(10s);

std::string receive_all(Stream& stream) {
    std::string all;
    std::array<std::byte, 1000> buffer;
    for (;;) {
        const auto count = stream.receive(buffer, soon).value();
        if (count == 0) return all;
        all.append(reinterpret_cast<const char*>(buffer.data()), count);
    }
}

// A client and a server say something to each other, half-close, and hear all of it.
void converse(const SocketAddress& address) {
    auto listener = Listener::at(address).value();
    const auto where = listener.address().value();
    const auto server = sys::spawn([&] {
                            auto client = listener.accept(soon).value();
                            const auto request = receive_all(client);
                            client.send_all("you said: " + request, soon).value();
                        }).value();
    auto stream = Stream::connect(where, soon).value();
    BOOST_TEST((sys::peer_name(stream.handle()).value() == where));
    stream.send_all("hello", soon).value();
    stream.finish_sending().value();
    BOOST_TEST(receive_all(stream) == "you said: hello");
    BOOST_TEST(sys::wait(server).value() == exited_well);
}

using Systems = std::tuple<HostSystem, TestSystem>;

}  // namespace

BOOST_AUTO_TEST_SUITE(socket)

BOOST_AUTO_TEST_CASE_TEMPLATE(over_ipv4, System, Systems) {
    System system;
    system.run([] { converse(SocketAddress::loopback(0)); });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(over_ipv6, System, Systems) {
    System system;
    system.run([] { converse(SocketAddress::numeric("::1", 0).value()); });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(over_a_unix_socket) {
    const auto path = std::filesystem::temp_directory_path() / ("fibrix_test_" + std::to_string(::getpid()));
    std::filesystem::remove(path);
    HostSystem system;
    system.run([&] { converse(SocketAddress::local(path.string()).value()); });
    BOOST_TEST(system.end_of("test") == exited_well);
    std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(more_than_fits_into_the_buffers_of_both_sides, System, Systems) {
    System system;
    const std::string much(4'000'000, 'x');
    std::string got;
    system.run([&] {
        auto listener = Listener::at(SocketAddress::loopback(0)).value();
        const auto sender = sys::spawn([&] { listener.accept(soon).value().send_all(much, soon).value(); }).value();
        auto stream = Stream::connect(listener.address().value(), soon).value();
        sys::sleep(10ms);
        got = receive_all(stream);
        BOOST_TEST(sys::wait(sender).value() == exited_well);
    });
    BOOST_TEST((got == much));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(many_clients_at_once, System, Systems) {
    System system;
    constexpr int clients = 200, messages = 20;
    int answered = 0;
    system.run([&] {
        auto listener = Listener::at(SocketAddress::loopback(0)).value();
        const auto where = listener.address().value();
        Nursery nursery;
        nursery
            .spawn([&] {
                for (int i = 0; i < clients; ++i)
                    sys::spawn([client = listener.accept(soon).value()]() mutable {
                        std::array<std::byte, 64> buffer;
                        while (const auto count = client.receive(buffer, soon).value())
                            client.send_all(std::span(buffer).first(count), soon).value();
                    }).value();
            })
            .value();
        for (int i = 0; i < clients; ++i)
            nursery
                .spawn([&] {
                    auto stream = Stream::connect(where, soon).value();
                    std::array<std::byte, 1> byte{};
                    for (int message = 0; message < messages; ++message) {
                        stream.send_all(byte, soon).value();
                        answered += stream.receive(byte, soon).value() == 1 ? 1 : 0;
                    }
                })
                .value();
        BOOST_TEST(nursery.join() == exited_well);
        for (int i = 0; i < clients; ++i) BOOST_TEST(sys::wait_any(soon).value().status == exited_well);
    });
    BOOST_TEST(answered == clients * messages);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(closed_handles_are_ebadf, System, Systems) {
    System system;
    system.run([] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        sys::close(listener).value();
        std::array<std::byte, 1> byte{};
        BOOST_TEST(sys::close(listener).error() == Errno::badf);
        for (const Handle handle : {listener, -1, 1'000'000}) {
            BOOST_TEST(sys::accept(handle).error() == Errno::badf);
            BOOST_TEST(sys::receive(handle, byte).error() == Errno::badf);
            BOOST_TEST(sys::send(handle, byte).error() == Errno::badf);
            BOOST_TEST(sys::shutdown(handle).error() == Errno::badf);
            BOOST_TEST(sys::local_name(handle).error() == Errno::badf);
            BOOST_TEST(sys::read_wait(handle).error() == Errno::badf);
        }
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_no_socket_is_enotsock, System, Systems) {
    System system;
    system.run([] {
        std::array<std::byte, 1> byte{};
        BOOST_TEST(sys::accept(0).error() == Errno::notsock);
        BOOST_TEST(sys::receive(0, byte).error() == Errno::notsock);
        BOOST_TEST(sys::send(1, byte).error() == Errno::notsock);
        BOOST_TEST(sys::peer_name(0).error() == Errno::notsock);
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        BOOST_TEST(sys::read(listener, byte).error() == Errno::notconn);
        BOOST_TEST(sys::receive(listener, byte).error() == Errno::notconn);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_port_in_use_is_eaddrinuse_and_free_again_after_a_close, System, Systems) {
    System system;
    system.run([] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        const auto where = sys::local_name(listener).value();
        BOOST_TEST(sys::listen(where).error() == Errno::addrinuse);
        const auto client = sys::connect(where).value();
        sys::close(sys::accept(listener).value()).value();
        sys::close(client).value();
        sys::close(listener).value();
        BOOST_TEST(sys::connect(where).error() == Errno::connrefused);
        BOOST_TEST(sys::listen(where).has_value());
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sending_to_a_peer_that_has_gone_fails_and_nothing_else, System, Systems) {
    System system;
    system.run([] {
        auto listener = Listener::at(SocketAddress::loopback(0)).value();
        auto stream = Stream::connect(listener.address().value()).value();
        listener.accept().value();
        Result<void> sent;
        for (int i = 0; i < 100 && sent; ++i) {
            sent = stream.send_all("x", soon);
            sys::sleep(1ms);
        }
        BOOST_TEST((sent.error() == Errno::pipe || sent.error() == Errno::connreset));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(out_of_handles_a_connection_still_waits, System, Systems) {
    System system;
    system.run([&] {
        auto& handles = system.kernel.find(sys::get_tid())->process->handles;
        auto listener = Listener::at(SocketAddress::loopback(0)).value();
        auto stream = Stream::connect(listener.address().value()).value();
        handles.limit(handles.size());
        BOOST_TEST(listener.accept(soon).error() == Errno::mfile);
        handles.limit(100);
        auto server = listener.accept(soon).value();
        stream.send_all("x", soon).value();
        std::array<std::byte, 1> byte{};
        BOOST_TEST(server.receive(byte, soon).value() == 1u);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
