// Sockets on the loopback interface. A simulated World has none.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

struct Pair {
    Stream client, server;
};

Listener listener() {
    auto made = Listener::at(SocketAddress::loopback(0));
    if (!made && made.error() == Errno::netunreach) throw Skipped{"there is no network"};
    return std::move(made).value();
}

Pair connected() {
    auto listening = listener();
    auto client = Stream::connect(listening.address().value()).value();
    return {std::move(client), listening.accept().value()};
}

std::string received(Stream& stream) {
    std::string text(65536, '\0');
    text.resize(stream.receive(std::as_writable_bytes(std::span(text))).value());
    return text;
}

constexpr Test tests[]{
    {"there_and_back",
     [] {
         auto pair = connected();
         pair.client.send_all("there").value();
         same(received(pair.server), "there");
         pair.server.send_all("back").value();
         same(received(pair.client), "back");
     }},
    {"the_end_of_a_stream",
     [] {
         auto pair = connected();
         pair.client.finish_sending().value();
         same(received(pair.server), "");
         pair.server.send_all("still").value();
         same(received(pair.client), "still");
         pair.server = Stream();
         same(received(pair.client), "");
     }},
    {"nobody_listens",
     [] {
         SocketAddress address;
         {
             auto listening = listener();
             address = listening.address().value();
         }
         fails(sys::connect(address), Errno::connrefused);
     }},
    {"a_port_in_use",
     [] {
         {
             auto listening = listener();
             fails(sys::listen(listening.address().value()), Errno::addrinuse);
         }
         auto first = listener();
         const auto address = first.address().value();
         sys::close(first.handle()).value();
         sys::close(sys::listen(address).value()).value();
     }},
    {"deadlines",
     [] {
         auto listening = listener();
         fails(sys::accept(listening.handle(), Deadline::after(50us)), Errno::timedout);
         auto pair = connected();
         std::array<std::byte, 1> room{};
         fails(pair.client.receive(room, Deadline::after(50us)), Errno::timedout);
         fails(pair.client.receive(room, Deadline(Time{})), Errno::timedout);
         pair.server.send_all("x").value();
         same(received(pair.client), "x");
     }},
    {"sending_to_one_who_is_gone",
     [] {
         auto pair = connected();
         pair.server = Stream();
         Result<void> sent;
         for (int i = 0; i < 1000 && sent; ++i) sent = pair.client.send_all(std::string(10'000, 'x'));
         is_true(!sent && (sent.error() == Errno::pipe || sent.error() == Errno::connreset), "it fails");
     }},
    {"what_is_no_socket",
     [] {
         auto listening = listener();
         const auto [reading, writing] = sys::make_pipe().value();
         std::array<std::byte, 1> room{};
         fails(sys::receive(reading, room), Errno::notsock);
         fails(sys::send(writing, bytes("x")), Errno::notsock);
         fails(sys::accept(reading), Errno::notsock);
         fails(sys::receive(99, room), Errno::badf);
         fails(sys::accept(99), Errno::badf);
         fails(sys::receive(listening.handle(), room), Errno::notconn);
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"two_megabytes",
     [] {
         auto pair = connected();
         const auto id = sys::spawn([&] {
                             pair.client.send_all(std::string(2 << 20, 'x')).value();
                             pair.client.finish_sending().value();
                         }).value();
         std::size_t total = 0;
         for (std::string piece; !(piece = received(pair.server)).empty();) total += piece.size();
         same(total, std::size_t{2 << 20});
         same(sys::wait(id).value(), exited(0));
     }},
    {"fifty_clients",
     [] {
         auto listening = listener();
         const auto address = listening.address().value();
         Nursery nursery;
         nursery
             .spawn([&] {
                 for (int i = 0; i < 50; ++i) {
                     auto stream = listening.accept().value();
                     stream.send_all(received(stream)).value();
                 }
             })
             .value();
         for (int i = 0; i < 50; ++i)
             nursery
                 .spawn([i, address] {
                     auto stream = Stream::connect(address).value();
                     stream.send_all(std::to_string(i)).value();
                     same(received(stream), std::to_string(i));
                 })
                 .value();
         is_true(nursery.join().ok(), "all are answered");
     }},
    {"closing_ends_who_waits",
     [] {
         auto pair = connected();
         const auto id = sys::spawn([&] {
                             std::array<std::byte, 1> room{};
                             fails(pair.client.receive(room), Errno::canceled);
                         }).value();
         until_waiting(id, "receive(");
         sys::close(pair.client.handle()).value();
         same(sys::wait(id).value(), exited(0));
     }},
    {"who_waits_can_be_killed",
     [] {
         auto listening = listener();
         const auto id = sys::spawn([&] { listening.accept(); }).value();
         until_waiting(id, "accept(");
         sys::kill(id).value();
         same(sys::wait(id).value(), killed);
         auto client = Stream::connect(listening.address().value()).value();
         auto server = listening.accept().value();
         server.send_all("x").value();
         same(received(client), "x");
     }},
    {"one_can_be_handed_to_a_child",
     [] {
         auto pair = connected();
         const auto id = child([] { write_some(first_given, "from a child"); }, {pair.server.handle()});
         same(received(pair.client), "from a child");
         same(sys::wait(id).value(), exited(0));
     }},
    {"they_are_polled_with_all_else",
     [] {
         auto pair = connected();
         const auto [reading, writing] = sys::make_pipe().value();
         const std::vector<sys::PollEntry> both{{pair.client.handle(), true, false}, {reading, true, false}};
         fails(sys::poll(both, Deadline::after(50us)), Errno::timedout);
         write_some(writing, "x");
         same(sys::poll(both).value()[0].handle, reading);
         pair.server.send_all("x").value();
         until([&] { return sys::poll(both).value().size() == 2; });
         sys::close(reading).value();
         sys::close(writing).value();
     }},
};

}  // namespace

std::span<const Test> socket_tests() { return tests; }

}  // namespace fibrix::usertests
