// Nurseries: no task outlives its scope.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"leaving_the_scope_waits",
     [] {
         int ended = 0;
         {
             Nursery nursery;
             for (int i = 1; i <= 3; ++i)
                 nursery
                     .spawn([&ended, i] {
                         sys::sleep(i * 100us);
                         ++ended;
                     })
                     .value();
         }
         same(ended, 3);
     }},
    {"the_first_failure_cancels_the_others",
     [] {
         Nursery nursery;
         bool went_on = false;
         nursery
             .spawn([&] {
                 sys::sleep(1h);
                 went_on = true;
             })
             .value();
         nursery
             .spawn([] {
                 sys::sleep(1ms);
                 return 6;
             })
             .value();
         same(nursery.join(), exited(6));
         is_true(!went_on, "the other was cancelled");
         fails(nursery.spawn([] {}), Errno::canceled);
     }},
    {"they_nest_and_the_inner_one_ends_first",
     [] {
         std::string order;
         {
             Nursery outer;
             outer
                 .spawn([&] {
                     const AtEnd end([&] { order += "outer "; });
                     Nursery inner;
                     inner
                         .spawn([&] {
                             const AtEnd innermost([&] { order += "inner "; });
                             Nursery last;
                             last.spawn([&] { order += "last "; }).value();
                             last.join();
                         })
                         .value();
                     inner.join();
                 })
                 .value();
         }
         same(order, "last inner outer ");
     }},
    {"an_exception_that_leaves_the_scope_ends_the_members",
     [] {
         bool unwound = false;
         try {
             Nursery nursery;
             nursery
                 .spawn([&] {
                     const AtEnd end([&] { unwound = true; });
                     sys::sleep(1h);
                 })
                 .value();
             sys::sleep(100us);
             throw 5;
         } catch (const int number) {
             same(number, 5);
         }
         is_true(unwound, "the member is gone");
     }},
    {"a_join_with_a_deadline_leaves_the_members",
     [] {
         Nursery nursery;
         Event event;
         nursery.spawn([&] { event.wait().value(); }).value();
         fails(nursery.join(Deadline::after(100us)), Errno::timedout);
         fails(nursery.join(Deadline(Time{})), Errno::timedout);
         event.set();
         is_true(nursery.join().ok(), "it has ended well");
         is_true(nursery.join().ok(), "joining again is allowed");
     }},
    {"a_cancelled_one_takes_no_more",
     [] {
         Nursery nursery;
         nursery.spawn([] { sys::sleep(1h); }).value();
         nursery.cancel();
         fails(nursery.spawn([] {}), Errno::canceled);
         is_true(nursery.join().ok(), "a cancelled member is no failure");
     }},
    {"members_can_spawn_members",
     [] {
         Nursery nursery;
         int ended = 0;
         nursery
             .spawn([&] {
                 for (int i = 0; i < 10; ++i) nursery.spawn([&] { ++ended; }).value();
             })
             .value();
         nursery.join();
         same(ended, 10);
     }},
    {"one_member_can_be_killed",
     [] {
         Nursery nursery;
         const auto id = nursery.spawn([] { sys::sleep(1h); }).value();
         fails(sys::wait(id, Deadline::after(0s)), Errno::child);
         sys::kill(id).value();
         same(nursery.join(), killed);
     }},
    {"five_hundred_members",
     [] {
         Nursery nursery;
         int ended = 0;
         for (int i = 0; i < 500; ++i)
             nursery
                 .spawn([&] {
                     sys::yield();
                     ++ended;
                 })
                 .value();
         is_true(nursery.join().ok(), "all end well");
         same(ended, 500);
     }},
    {"its_handle_is_no_file",
     [] {
         const Handle nursery = sys::nursery_open().value();
         std::array<std::byte, 1> room{};
         fails(sys::read(nursery, room), Errno::badf);
         fails(sys::nursery_join(sys::standard_input), Errno::badf);
         sys::close(nursery).value();
         fails(sys::nursery_join(nursery), Errno::badf);
     }},
};

}  // namespace

std::span<const Test> nursery_tests() { return tests; }

}  // namespace fibrix::usertests
