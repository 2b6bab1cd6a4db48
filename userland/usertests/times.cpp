// Time: clocks, sleeping, deadlines.

#include <algorithm>

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

// Whether the policy leaves it to chance who goes first of those that are woken in order.
bool goes_by_chance() {
    const auto policy = text_of("/proc/scheduler");
    return policy.starts_with("Policy:\tlottery") || policy.starts_with("Policy:\trandom");
}

constexpr Test tests[]{
    {"the_clock_never_goes_back",
     [] {
         auto last = sys::now();
         for (int i = 0; i < 100; ++i) {
             const auto now = sys::now();
             is_true(now >= last, "later or the same");
             last = now;
         }
         is_true(sys::calendar() > 946'000'000'000'000'000, "it is after 1999");
     }},
    {"a_sleep_is_never_short",
     [] {
         for (const Duration span : {Duration(1), Duration(1us), Duration(300us), Duration(1ms)}) {
             const auto begin = sys::now();
             sys::sleep(span).value();
             is_true(sys::now() - begin >= span, "as long as was asked for");
         }
     }},
    {"spans_that_make_no_sense",
     [] {
         fails(sys::sleep(-1ns), Errno::inval);
         fails(sys::sleep(Duration::min()), Errno::inval);
         sys::sleep(0s).value();
         sys::sleep_until(Time{}).value();
         sys::sleep_until(sys::now() - 1s).value();
     }},
    {"those_who_sleep_wake_in_order",
     [] {
         std::vector<int> order;
         {
             Nursery nursery;
             const auto begin = sys::now();
             for (int i = 0; i < 20; ++i)
                 nursery
                     .spawn([&order, i, begin] {
                         sys::sleep_until(begin + ((i * 7) % 20) * 100us + 20ms).value();
                         order.push_back((i * 7) % 20);
                     })
                     .value();
         }
         for (int i = 0; i < 20; ++i) same(order[static_cast<std::size_t>(i)], i);
     }},
    {"equal_instants_go_in_the_order_of_asking",
     [] {
         std::vector<int> order;
         {
             Nursery nursery;
             const auto when = sys::now() + 1ms;
             for (int i = 0; i < 20; ++i)
                 nursery
                     .spawn([&order, i, when] {
                         sys::sleep_until(when).value();
                         order.push_back(i);
                     })
                     .value();
         }
         if (goes_by_chance()) std::sort(order.begin(), order.end());
         for (int i = 0; i < 20; ++i) same(order[static_cast<std::size_t>(i)], i);
     }},
    {"a_deadline_gone_by_never_waits",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const Deadline gone[]{Deadline(Time{}), Deadline(sys::now() - 1h), Deadline::after(0s), Deadline::after(-1h)};
         std::array<std::byte, 1> room{};
         Event event;
         Channel<int> channel(1);
         for (const auto& deadline : gone) {
             fails(sys::read(reading, room, deadline), Errno::timedout);
             fails(sys::read_wait(reading, deadline), Errno::timedout);
             fails(sys::poll(Entries{{reading, true, false}}, deadline), Errno::timedout);
             fails(sys::pause(deadline), Errno::timedout);
             fails(event.wait(deadline), Errno::timedout);
             fails(channel.receive(deadline), Errno::timedout);
         }
         write_some(writing, "x");
         same(sys::read(reading, room, gone[0]).value(), std::size_t{1});
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"the_end_of_time_is_no_deadline",
     [] {
         const auto id = sys::spawn([] { sys::sleep(Duration::max()); }).value();
         until_waiting(id, "sleep(");
         sys::kill(id).value();
         sys::wait(id).value();
         const auto other = sys::spawn([] { sys::pause(Deadline(never)); }).value();
         until_waiting(other, "pause(");
         sys::kill(other).value();
         sys::wait(other).value();
     }},
    {"a_thousand_sleepers",
     [] {
         int awake = 0;
         Nursery nursery;
         for (int i = 0; i < 1000; ++i)
             nursery
                 .spawn([&awake, i] {
                     sys::sleep(i * 1us).value();
                     ++awake;
                 })
                 .value();
         is_true(nursery.join().ok(), "all wake");
         same(awake, 1000);
     }},
};

}  // namespace

std::span<const Test> time_tests() { return tests; }

}  // namespace fibrix::usertests
