// Ports: messages between processes by name.
#include "syscalls/port/port.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace fibrix;
using namespace std::chrono_literals;
using fibrix::testing::TestSystem;

BOOST_AUTO_TEST_SUITE(port)

BOOST_AUTO_TEST_CASE(processes_that_know_the_name_talk_in_order) {
    TestSystem system;
    std::string got;
    system.start("receiver", [&] {
        auto port = Port::open("news").value();
        for (int i = 0; i < 6; ++i) got += port.receive().value() + ";";
    });
    for (const std::string name : {"a", "b"})
        system.start(name, [name] {
            auto port = Port::open("news", PortMode::existing).value();
            for (int i = 0; i < 3; ++i) {
                BOOST_TEST(port.send(name + std::to_string(i)).has_value());
                sys::sleep(1ms);
            }
        });
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::done));
    BOOST_TEST(got == "a0;b0;a1;b1;a2;b2;");
}

BOOST_AUTO_TEST_CASE(a_message_is_bytes_and_may_be_empty) {
    TestSystem system;
    system.run([] {
        auto port = Port::open("p").value();
        const std::string bytes("\0\n\xff", 3), longest(PortObject::longest_message, 'x');
        for (const auto& message : {bytes, std::string(), longest}) {
            BOOST_TEST(port.send(message).has_value());
            BOOST_TEST((port.receive().value() == message));
        }
        BOOST_TEST((port.send(longest + "x").error() == Errno::msgsize));
    });
}

BOOST_AUTO_TEST_CASE(the_name_says_which_and_the_mode_whether_it_is_there) {
    TestSystem system;
    system.run([] {
        BOOST_TEST((Port::open("p", PortMode::existing).error() == Errno::noent));
        BOOST_TEST((Port::open("").error() == Errno::inval));
        BOOST_TEST((Port::open(std::string(256, 'x')).error() == Errno::nametoolong));
        BOOST_TEST((Port::open("p", PortMode::create, 0).error() == Errno::inval));
        BOOST_TEST((Port::open("p", PortMode::create, 65537).error() == Errno::inval));
        auto one = Port::open("p", PortMode::create).value(), other = Port::open("q").value();
        BOOST_TEST((Port::open("p", PortMode::create).error() == Errno::exist));
        one.send("x");
        BOOST_TEST((other.receive(Deadline::after(1ms)).error() == Errno::timedout));
        BOOST_TEST((sys::port_receive(99).error() == Errno::badf));
        BOOST_TEST((sys::port_send(sys::standard_output, std::span<const std::byte>()).error() == Errno::badf));
    });
}

BOOST_AUTO_TEST_CASE(it_holds_as_many_as_was_said_and_serves_in_turn) {
    TestSystem system;
    std::string got;
    system.run([&] {
        auto port = Port::open("p", PortMode::create, 2).value();
        Nursery nursery;
        for (const char name : {'a', 'b', 'c', 'd'})
            nursery.spawn([&, name] { BOOST_TEST(port.send(std::string(1, name)).has_value()); });
        sys::yield();
        BOOST_TEST((port.send("e", Deadline::after(1ms)).error() == Errno::timedout));
        for (int i = 0; i < 4; ++i) got += port.receive().value();
        nursery.join();
    });
    BOOST_TEST(got == "abcd");
}

BOOST_AUTO_TEST_CASE(it_lives_as_long_as_somebody_holds_it) {
    TestSystem system;
    system.run([] {
        OwnedHandle one(sys::open_port("p").value()), other(sys::open_port("p").value());
        sys::port_send(one.get(), std::as_bytes(std::span("x", 1)));
        one.close();
        BOOST_TEST(sys::port_receive(other.get()).value() == "x");
        sys::port_send(other.get(), std::as_bytes(std::span("y", 1)));
        other.close();
        auto anew = Port::open("p", PortMode::create).value();
        BOOST_TEST((anew.receive(Deadline::after(1ms)).error() == Errno::timedout));
        Nursery nursery;
        nursery.spawn([&] { BOOST_TEST((anew.receive().error() == Errno::canceled)); });
        sys::yield();
        sys::close(anew.handle());
    });
    BOOST_TEST(system.kernel.state<PortNames>().ports.empty());
}

BOOST_AUTO_TEST_CASE(a_killed_process_leaves_messages_and_name_to_others) {
    TestSystem system;
    std::string got;
    const auto victim = system.start("victim", [] {
        auto port = Port::open("p").value();
        port.send("left");
        sys::sleep(1h);
    });
    const auto deaf = system.start("deaf", [] { Port::open("q").value().receive(); });
    system.start("heir", [&] {
        auto port = Port::open("p").value();
        sys::sleep(1ms);
        system.kernel.kill(*system.kernel.find_process(victim));
        system.kernel.kill(*system.kernel.find_process(deaf));
        got = port.receive().value();
    });
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::done));
    BOOST_TEST(got == "left");
    BOOST_TEST(system.kernel.state<PortNames>().ports.empty());
    BOOST_TEST(system.kernel.now().time_since_epoch() < 1h);
}

BOOST_AUTO_TEST_CASE(select_waits_for_a_port_and_passes_on_what_it_does_not_take) {
    TestSystem system;
    system.run([] {
        auto port = Port::open("p", PortMode::create, 1).value(), other = Port::open("q").value();
        Nursery nursery;
        nursery.spawn([&] {
            Select select;
            select.readable(other.handle());
            const auto ready = select.readable(port.handle());
            BOOST_TEST(select.wait().value() == ready);
        });
        std::string got;
        sys::yield();
        nursery.spawn([&] { got = port.receive().value(); });
        sys::yield();
        port.send("x");
        nursery.join();
        BOOST_TEST(got == "x");
        Select select;
        const auto room = select.writable(port.handle());
        BOOST_TEST(select.wait().value() == room);
        port.send("y");
        BOOST_TEST((select.wait(Deadline::after(1ms)).error() == Errno::timedout));
    });
}

BOOST_AUTO_TEST_SUITE_END()
