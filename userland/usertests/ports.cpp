// Ports: messages between processes, by name.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"processes_that_know_the_name_talk",
     [] {
         const auto id = child([] {
             auto port = Port::open("usertests").value();
             for (int i = 0; i < 100; ++i) port.send(std::to_string(i)).value();
         });
         auto port = Port::open("usertests").value();
         for (int i = 0; i < 100; ++i) same(port.receive().value(), std::to_string(i));
         same(sys::wait(id).value(), exited(0));
     }},
    {"it_goes_with_its_last_handle",
     [] {
         {
             auto port = Port::open("usertests", PortMode::create).value();
             port.send("lost").value();
             fails(sys::open_port("usertests", PortMode::create), Errno::exist);
         }
         fails(sys::open_port("usertests", PortMode::existing), Errno::noent);
         auto again = Port::open("usertests").value();
         fails(again.receive(Deadline::after(10us)), Errno::timedout);
     }},
    {"names_and_sizes_have_limits",
     [] {
         fails(sys::open_port(""), Errno::inval);
         fails(sys::open_port(std::string(256, 'n')), Errno::nametoolong);
         sys::close(sys::open_port(std::string(255, 'n')).value()).value();
         fails(sys::open_port("usertests", PortMode::either, 0u), Errno::inval);
         fails(sys::open_port("usertests", PortMode::either, 65537u), Errno::inval);
         auto port = Port::open("usertests").value();
         fails(port.send(std::string(65537, 'x')), Errno::msgsize);
         port.send(std::string(65536, 'x')).value();
         same(port.receive().value().size(), std::size_t{65536});
     }},
    {"a_message_may_be_empty",
     [] {
         auto port = Port::open("usertests").value();
         port.send("").value();
         port.send(std::string("\0x", 2)).value();
         same(port.receive().value(), "");
         same(port.receive().value(), std::string("\0x", 2));
     }},
    {"a_full_one_makes_senders_wait",
     [] {
         auto port = Port::open("usertests", PortMode::create, 2).value();
         port.send("1").value();
         port.send("2").value();
         fails(port.send("3", Deadline::after(10us)), Errno::timedout);
         const auto id = sys::spawn([&] { port.send("3").value(); }).value();
         until_waiting(id, "port_send(");
         for (const auto* expected : {"1", "2", "3"}) same(port.receive().value(), expected);
         sys::wait(id).value();
     }},
    {"what_is_no_port",
     [] {
         fails(sys::port_receive(sys::standard_input), Errno::badf);
         fails(sys::port_send(99, bytes("x")), Errno::badf);
         auto port = Port::open("usertests").value();
         std::array<std::byte, 1> room{};
         is_true(!sys::read(port.handle(), room, Deadline::after(10us)), "it is not read like a file");
     }},
    {"closing_ends_who_waits",
     [] {
         const Handle port = sys::open_port("usertests").value();
         const auto id = sys::spawn([port] { fails(sys::port_receive(port), Errno::canceled); }).value();
         until_waiting(id, "port_receive(");
         sys::close(port).value();
         same(sys::wait(id).value(), exited(0));
     }},
};

}  // namespace

std::span<const Test> port_tests() { return tests; }

}  // namespace fibrix::usertests
