// Channels and select.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"values_come_in_order",
     [] {
         Channel<int> channel(4);
         const auto id = sys::spawn([&] {
                             for (int i = 0; i < 100; ++i) channel.send(i).value();
                             channel.close();
                         }).value();
         int expected = 0;
         while (const auto value = channel.receive()) same(*value, expected++);
         same(expected, 100);
         fails(channel.receive(), Errno::pipe);
         fails(channel.send(1), Errno::pipe);
         sys::wait(id).value();
     }},
    {"a_rendezvous_waits_for_the_other",
     [] {
         Channel<std::string> channel(0);
         is_true(!channel.try_send("lost"), "nobody receives");
         is_true(!channel.try_receive(), "nobody sends");
         fails(channel.send("lost", Deadline::after(10us)), Errno::timedout);
         const auto id = sys::spawn([&] { channel.send("met").value(); }).value();
         same(channel.receive().value(), "met");
         same(sys::wait(id).value(), exited(0));
     }},
    {"a_full_one_makes_senders_wait",
     [] {
         Channel<int> channel(2);
         channel.send(1).value();
         is_true(channel.try_send(2), "there is room");
         is_true(!channel.try_send(3), "there is none");
         fails(channel.send(3, Deadline::after(10us)), Errno::timedout);
         same(channel.size(), std::size_t{2});
         same(channel.receive().value(), 1);
         same(channel.receive().value(), 2);
     }},
    {"closing_lets_those_go_who_wait",
     [] {
         Channel<int> channel(0);
         Nursery nursery;
         for (int i = 0; i < 3; ++i) nursery.spawn([&] { fails(channel.receive(), Errno::pipe); }).value();
         sys::sleep(50us);
         channel.close();
         channel.close();
         is_true(nursery.join().ok(), "all have the end");
     }},
    {"what_was_sent_before_the_close_is_received",
     [] {
         Channel<int> channel(3);
         channel.send(1).value();
         channel.send(2).value();
         channel.close();
         same(channel.receive().value(), 1);
         same(channel.receive().value(), 2);
         fails(channel.receive(), Errno::pipe);
     }},
    {"many_senders_and_receivers",
     [] {
         Channel<int> channel(3);
         int sum = 0;
         Nursery receivers;
         for (int i = 0; i < 4; ++i)
             receivers
                 .spawn([&] {
                     while (const auto value = channel.receive()) sum += *value;
                 })
                 .value();
         {
             Nursery senders;
             for (int i = 0; i < 5; ++i)
                 senders
                     .spawn([&] {
                         for (int value = 1; value <= 20; ++value) channel.send(value).value();
                     })
                     .value();
         }
         channel.close();
         receivers.join();
         same(sum, 5 * 210);
     }},
    {"select_takes_the_first_that_is_ready",
     [] {
         Channel<int> one(1), two(1);
         std::optional<int> from_one, from_two;
         Select select;
         select.receive(one, from_one);
         select.receive(two, from_two);
         two.send(2).value();
         same(select.wait().value(), std::size_t{1});
         same(from_two.value_or(0), 2);
         one.send(1).value();
         two.send(2).value();
         same(select.wait().value(), std::size_t{0});
         same(from_one.value_or(0), 1);
         same(two.size(), std::size_t{1});
     }},
    {"select_with_time_and_deadline",
     [] {
         Channel<int> channel(0);
         std::optional<int> item;
         Select select;
         fails(select.wait(), Errno::inval);
         select.receive(channel, item);
         fails(select.wait(Deadline::after(10us)), Errno::timedout);
         select.after(10us);
         same(select.wait().value(), std::size_t{1});
         channel.close();
         same(select.wait().value(), std::size_t{0});
         fails(select.result(), Errno::pipe);
     }},
    {"select_with_files",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         Select select;
         select.readable(reading);
         select.writable(writing);
         same(select.wait().value(), std::size_t{1});
         select.drop(1);
         fails(select.wait(Deadline::after(10us)), Errno::timedout);
         write_some(writing, "x");
         same(select.wait().value(), std::size_t{0});
         sys::close(writing).value();
         sys::close(reading).value();
         fails(select.wait(), Errno::badf);
     }},
    {"select_sends_only_once",
     [] {
         Channel<std::string> one(0), two(0);
         std::string value = "only once";
         std::string first, second;
         Nursery nursery;
         nursery
             .spawn([&] {
                 if (auto got = one.receive()) first = *got;
             })
             .value();
         nursery
             .spawn([&] {
                 if (auto got = two.receive()) second = *got;
             })
             .value();
         sys::sleep(50us);
         Select select;
         select.send(one, value);
         select.send(two, value);
         select.wait().value();
         one.close();
         two.close();
         nursery.join();
         same(first + second, "only once");
     }},
};

}  // namespace

std::span<const Test> channel_tests() { return tests; }

}  // namespace fibrix::usertests
