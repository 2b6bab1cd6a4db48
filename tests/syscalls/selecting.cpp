// One wait in several places: channels, time and objects.
#include "syscalls/sync/select.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "tests/kernel/fixture.hpp"

using namespace fibrix;
using namespace std::chrono_literals;
using fibrix::testing::HostSystem;
using fibrix::testing::TestSystem;

namespace {

Duration time_of(std::invocable auto what) {
    const Time before = sys::now();
    what();
    return sys::now() - before;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selecting)

BOOST_AUTO_TEST_CASE(of_several_that_are_ready_the_first_listed_is_done) {
    TestSystem system;
    system.run([] {
        Channel<int> first(2), second(2);
        std::optional<int> item, other;
        Select select;
        const auto a = select.receive(first, item), b = select.receive(second, other);
        second.send(2);
        BOOST_TEST(select.wait().value() == b);
        BOOST_TEST(other.value() == 2);
        second.send(4), first.send(3);
        BOOST_TEST(select.wait().value() == a);
        BOOST_TEST(item.value() == 3);
        BOOST_TEST(second.size() == 1u);
        BOOST_TEST(select.result().has_value());
    });
}

BOOST_AUTO_TEST_CASE(rotating_begins_after_the_one_that_was_chosen_last) {
    TestSystem system;
    std::string order;
    system.run([&] {
        Channel<char> channels[3]{Channel<char>(9), Channel<char>(9), Channel<char>(9)};
        std::optional<char> item;
        Select select(Select::Order::rotating);
        for (auto& channel : channels) {
            select.receive(channel, item);
            for (int i = 0; i < 3; ++i) channel.send(static_cast<char>('a' + (&channel - channels)));
        }
        for (int i = 0; i < 9; ++i) {
            select.wait().value();
            order += item.value();
        }
    });
    BOOST_TEST(order == "abcabcabc");
}

BOOST_AUTO_TEST_CASE(it_waits_until_one_can_be_done) {
    for (const std::size_t capacity : {0u, 1u}) {
        TestSystem system;
        system.run([&] {
            Channel<int> silent(capacity), numbers(capacity), full(capacity);
            if (capacity > 0) full.send(0);
            Nursery nursery;
            nursery.spawn([&] {
                sys::sleep(1ms);
                numbers.send(7);
                sys::sleep(1ms);
                if (capacity > 0) BOOST_TEST(full.receive().value() == 0);
                BOOST_TEST(full.receive().value() == 9);
            });
            std::optional<int> item;
            int value = 9;
            Select select;
            select.receive(silent, item);
            const auto in = select.receive(numbers, item), out = select.send(full, value);
            BOOST_TEST(time_of([&] { BOOST_TEST(select.wait().value() == in); }) == 1ms);
            BOOST_TEST(item.value() == 7);
            BOOST_TEST(time_of([&] { BOOST_TEST(select.wait().value() == out); }) == 1ms);
            nursery.join();
        });
    }
}

BOOST_AUTO_TEST_CASE(time_is_a_case_and_the_deadline_is_none) {
    TestSystem system;
    system.run([] {
        Channel<int> silent(1);
        std::optional<int> item;
        Select select;
        select.receive(silent, item);
        const auto later = select.after(5ms), soon = select.after(2ms);
        BOOST_TEST(time_of([&] { BOOST_TEST(select.wait().value() == soon); }) == 2ms);
        select.drop(soon);
        BOOST_TEST(time_of([&] { BOOST_TEST(select.wait(Deadline::after(5ms)).value() == later); }) == 5ms);
        BOOST_TEST(time_of([&] { BOOST_TEST((select.wait(Deadline::after(3ms)).error() == Errno::timedout)); }) == 3ms);
        const auto past = select.at(sys::now());
        BOOST_TEST(time_of([&] { BOOST_TEST(select.wait().value() == past); }) == 0ms);
    });
}

BOOST_AUTO_TEST_CASE(with_nothing_to_wait_for_it_is_refused) {
    TestSystem system;
    system.run([] {
        Select select;
        BOOST_TEST((select.wait().error() == Errno::inval));
        select.drop(select.after(1ms));
        BOOST_TEST((select.wait().error() == Errno::inval));
        Select wrong;
        wrong.readable(99);
        BOOST_TEST((wrong.wait().error() == Errno::badf));
    });
}

BOOST_AUTO_TEST_CASE(a_closed_channel_makes_its_case_ready_with_the_error) {
    for (const std::size_t capacity : {0u, 1u}) {
        TestSystem system;
        system.run([&] {
            Channel<int> in(capacity), out(capacity);
            if (capacity > 0) out.send(0);
            Nursery nursery;
            nursery.spawn([&] {
                sys::sleep(1ms);
                in.close();
                sys::sleep(1ms);
                out.close();
            });
            std::optional<int> item = 5;
            int value = 6;
            Select select;
            const auto receiving = select.receive(in, item), sending = select.send(out, value);
            BOOST_TEST(select.wait().value() == receiving);
            BOOST_TEST((select.result().error() == Errno::pipe));
            BOOST_TEST(!item.has_value());
            select.drop(receiving);
            BOOST_TEST(time_of([&] { BOOST_TEST(select.wait().value() == sending); }) == 1ms);
            BOOST_TEST((select.result().error() == Errno::pipe));
        });
    }
}

BOOST_AUTO_TEST_CASE(two_selects_meet_in_a_rendezvous_and_none_meets_itself) {
    TestSystem system;
    system.run([] {
        Channel<int> channel(0);
        std::optional<int> item, other;
        int value = 1, reply = 2;
        Select left, right;
        const auto left_sends = left.send(channel, value), left_receives = left.receive(channel, item);
        right.send(channel, reply);
        const auto right_receives = right.receive(channel, other);
        BOOST_TEST((left.wait(Deadline::after(1ms)).error() == Errno::timedout));
        Nursery nursery;
        nursery.spawn([&] { BOOST_TEST(left.wait().value() == left_receives); });
        sys::yield();
        BOOST_TEST(right.wait().value() == 0u);
        nursery.join();
        BOOST_TEST(item.value() == 2);
        nursery.spawn([&] { BOOST_TEST(left.wait().value() == left_sends); });
        sys::yield();
        BOOST_TEST(channel.receive().value() == 1);
        nursery.spawn([&] { BOOST_TEST(right.wait().value() == right_receives); });
        sys::yield();
        BOOST_TEST(channel.send(3).has_value());
        nursery.join();
        BOOST_TEST(other.value() == 3);
    });
}

// The waiting select is called for two things at once; the one it does not do must reach the next who waits for it.
BOOST_AUTO_TEST_CASE(what_it_does_not_use_goes_to_the_next) {
    TestSystem system;
    system.run([] {
        Channel<int> first(1), second(1);
        std::optional<int> item;
        Nursery nursery;
        nursery.spawn([&] {
            Select select;
            select.receive(first, item), select.receive(second, item);
            BOOST_TEST(select.wait().value() == 0u);
        });
        sys::yield();
        int behind = 0;
        nursery.spawn([&] { behind = second.receive().value(); });
        sys::yield();
        second.send(2), first.send(1);  // both are noted before the kernel looks
        nursery.join();
        BOOST_TEST(item.value() == 1);
        BOOST_TEST(behind == 2);
    });
}

BOOST_AUTO_TEST_CASE(a_rendezvous_that_was_met_is_done_whatever_else_is_ready) {
    TestSystem system;
    system.run([] {
        Channel<int> buffered(1), rendezvous(0);
        std::optional<int> item;
        Nursery nursery;
        nursery.spawn([&] {
            Select select;
            select.receive(buffered, item);
            const auto met = select.receive(rendezvous, item);
            BOOST_TEST(select.wait().value() == met);
        });
        sys::yield();
        buffered.send(1);
        BOOST_TEST(rendezvous.send(2).has_value());
        BOOST_TEST(!rendezvous.try_send(3));
        nursery.join();
        BOOST_TEST(item.value() == 2);
        BOOST_TEST(buffered.size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(a_file_is_waited_for_by_its_handle) {
    TestSystem system;
    system.run([] {
        const auto pipe = sys::make_pipe().value(), silent = sys::make_pipe().value();
        Nursery nursery;
        int seen = 0;
        const auto look = [&] {
            Select select;
            select.readable(silent.first);
            const auto filled = select.readable(pipe.first);
            BOOST_TEST(select.wait().value() == filled);
            ++seen;
        };
        nursery.spawn(look), nursery.spawn(look);
        sys::sleep(1ms);
        BOOST_TEST(seen == 0);
        sys::write(pipe.second, std::as_bytes(std::span("x", 1)));
        nursery.join();
        BOOST_TEST(seen == 2);
        Select select;
        const auto room = select.writable(pipe.second);
        BOOST_TEST(select.wait().value() == room);
        nursery.spawn([&] {
            Select broken;
            broken.readable(silent.first);
            BOOST_TEST((broken.wait().error() == Errno::canceled));
        });
        sys::yield();
        sys::close(silent.first);
        nursery.join();
    });
}

BOOST_AUTO_TEST_CASE(files_that_are_outside_are_polled_together_with_all_else) {
    HostSystem system;
    system.run([] {
        auto listener = Listener::at(SocketAddress::loopback(0)).value();
        auto near = Stream::connect(listener.address().value()).value(), far = listener.accept().value();
        Channel<int> channel(1);
        std::optional<int> item;
        Select select;
        const auto received = select.receive(channel, item);
        const auto data = select.readable(near.handle()), guest = select.readable(listener.handle());
        BOOST_TEST((select.wait(Deadline::after(1ms)).error() == Errno::timedout));
        Nursery nursery;
        nursery.spawn([&] { far.send_all("x"); });
        BOOST_TEST(select.wait().value() == data);
        const auto other = Stream::connect(listener.address().value());
        BOOST_TEST(select.wait().value() == data);  // nothing was read
        channel.send(7);
        BOOST_TEST(select.wait().value() == received);
        select.drop(data);
        BOOST_TEST(select.wait().value() == guest);
        BOOST_TEST(select.result().has_value());
        nursery.spawn([&] {
            sys::yield();
            channel.send(8);
        });
        select.drop(guest);
        const auto late = select.readable(far.handle());
        BOOST_TEST(select.wait().value() == received);
        BOOST_TEST(item.value() == 8);
        nursery.spawn([&] {
            sys::yield();
            near = Stream();
        });
        BOOST_TEST(select.wait().value() == late);
        const auto accepted = listener.accept();
        const auto victim = sys::spawn([&] {
                                Select waits;
                                waits.readable(listener.handle()), waits.readable(other.value().handle());
                                waits.wait();
                            }).value();
        sys::yield();
        sys::kill(victim);
        BOOST_TEST((sys::wait(victim).value().reason == ExitStatus::Reason::killed));
    });
    BOOST_TEST(system.end_of("test").ok());
    BOOST_TEST(system.kernel.in_flight() == 0u);
}

// Senders and receivers that select, are killed, run into deadlines and see their channels closed, at random: every
// number that a sender was told is sent arrives exactly once, or is still in the channel.
void run_stress(std::size_t capacity, std::uint64_t seed, bool visible) {
    TestSystem system("batching", seed);
    if (visible) system.kernel.make_every_request_visible();
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    std::map<int, int> sent, received;
    int next = 0;
    system.run([&] {
        Channel<int> channels[3]{Channel<int>(capacity), Channel<int>(capacity), Channel<int>(1)};
        const auto nap = [&] { below(3) == 0 ? sys::sleep(Duration(below(3000))) : (sys::yield(), Result<void>()); };
        const auto send = [&] {
            for (int i = 0; i < 30; ++i) {
                int one = ++next, other = ++next;
                Select select(below(2) == 0 ? Select::Order::listed : Select::Order::rotating);
                const auto from = below(3);
                const auto a = select.send(channels[from], one);
                select.send(channels[(from + 1) % 3], other);
                const auto which = select.wait(Deadline::after(Duration(below(4000))));
                if (which && select.result()) ++sent[*which == a ? one : other];
                nap();
                if (below(4) == 0 && channels[from].send(one = ++next, Deadline::after(1us))) ++sent[one];
            }
        };
        const auto receive = [&] {
            for (int i = 0; i < 40; ++i) {
                std::optional<int> item;
                Select select;
                for (auto& channel : channels) select.receive(channel, item);
                const auto which = select.wait(Deadline::after(Duration(below(4000))));
                if (which && item) ++received[*item];
                if (below(4) == 0)
                    if (const auto plain = channels[below(3)].receive(Deadline::after(1us))) ++received[*plain];
                nap();
            }
        };
        std::vector<TaskId> tasks;
        for (int i = 0; i < 5; ++i)
            tasks.push_back(sys::spawn(send).value()), tasks.push_back(sys::spawn(receive).value());
        for (const auto victim : {tasks[0], tasks[1], tasks[3]}) {
            sys::sleep(Duration(below(20'000)));
            sys::kill(victim);
        }
        sys::sleep(Duration(below(50'000)));
        channels[0].close();
        for (const auto task : tasks) sys::wait(task);
        for (auto& channel : channels) {
            channel.close();
            while (auto left = channel.receive()) ++received[*left];
        }
    });
    // A sender that was killed after its number had gone could not say so: such a number may arrive without.
    for (const auto& [number, times] : sent)
        BOOST_TEST(received[number] == times, number << " was lost, seed " << seed);
    for (const auto& [number, times] : received) BOOST_TEST(times <= 1, number << " came twice, seed " << seed);
    BOOST_TEST(sent.size() > 20u);
}

BOOST_AUTO_TEST_CASE(kills_deadlines_and_closes_lose_and_double_nothing) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed)
        for (const std::size_t capacity : {0u, 1u, 3u}) run_stress(capacity, seed, seed % 2 == 0);
}

BOOST_AUTO_TEST_SUITE_END()
