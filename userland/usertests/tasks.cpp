// Tasks of a process: beginnings, ends, and what they share.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

struct Counter {
    int value = 0;
};

constexpr Test tests[]{
    {"a_task_gives_its_status",
     [] {
         same(sys::wait(sys::spawn([] {}).value()).value(), exited(0));
         same(sys::wait(sys::spawn([] { return 3; }).value()).value(), exited(3));
         same(sys::wait(sys::spawn([] { sys::exit(4); }).value()).value(), exited(4));
     }},
    {"a_status_can_be_taken_long_after_the_end",
     [] {
         const auto id = sys::spawn([] { return 5; }).value();
         sys::sleep(1ms);
         same(sys::wait(id).value(), exited(5));
         fails(sys::wait(id), Errno::srch);
     }},
    {"a_stale_id_is_nobodys",
     [] {
         std::vector<TaskId> ids;
         for (int i = 0; i < 100; ++i) {
             ids.push_back(sys::spawn([] {}).value());
             sys::wait(ids.back()).value();
         }
         for (const auto id : ids) fails(sys::kill(id, Signal::none), Errno::srch);
     }},
    {"a_detached_task_is_waited_for_by_nobody",
     [] {
         const auto id = sys::spawn([] { sys::sleep(1ms); }, true).value();
         fails(sys::wait(id), Errno::child);
         const auto other = sys::spawn([] { sys::sleep(1ms); }).value();
         sys::detach(other).value();
         fails(sys::wait(other), Errno::child);
         fails(sys::wait_any(), Errno::child);
         sys::sleep(2ms);
         fails(sys::wait(id), Errno::srch);
     }},
    {"one_that_is_waited_for_is_not_detached",
     [] {
         Event event;
         const auto id = sys::spawn([&] { event.wait().value(); }).value();
         const auto waiter = sys::spawn([id] { return sys::wait(id).value().code; }).value();
         until_waiting(waiter, "wait(");
         fails(sys::detach(id), Errno::inval);
         event.set();
         same(sys::wait(waiter).value(), exited(0));
     }},
    {"of_two_who_wait_the_first_gets_the_status",
     [] {
         const auto id = sys::spawn([] { sys::sleep(20ms); }).value();
         const auto first = sys::spawn([id] { return sys::wait(id).has_value() ? 1 : 2; }).value();
         until_waiting(first, "wait(");
         fails(sys::wait(id), Errno::srch);
         same(sys::wait(first).value(), exited(1));
     }},
    {"they_share_handles_and_directory",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         sys::mkdir("below").value();
         sys::wait(sys::spawn([writing = writing] {
                       write_some(writing, "from a task");
                       sys::close(writing).value();
                       sys::chdir("below").value();
                   }).value())
             .value();
         same(read_to_end(reading), "from a task");
         fails(sys::close(writing), Errno::badf);
         is_true(sys::getcwd().ends_with("/below"), "all are in the directory");
         sys::chdir("..").value();
         sys::rmdir("below").value();
     }},
    {"a_value_for_each_process",
     [] {
         sys::local<Counter>().value = 1;
         sys::wait(sys::spawn([] { ++sys::local<Counter>().value; }).value()).value();
         same(sys::local<Counter>().value, 2);
         same(in_child([] { return sys::local<Counter>().value; }), exited(0));
         same(sys::local<Counter>().value, 2);
     }},
    {"a_thousand_tasks",
     [] {
         int sum = 0;
         std::vector<TaskId> ids;
         ids.reserve(1000);
         for (int i = 0; i < 1000; ++i)
             ids.push_back(sys::spawn([&sum, i] {
                               sys::yield();
                               sum += i;
                           }).value());
         for (const auto id : ids) same(sys::wait(id).value(), exited(0));
         same(sum, 999 * 1000 / 2);
     }},
    {"a_task_that_yields_lets_others_run",
     [] {
         bool ran = false;
         const auto id = sys::spawn([&] { ran = true; }).value();
         for (int i = 0; i < 1000 && !ran; ++i) sys::yield();
         is_true(ran, "the other has run");
         sys::wait(id).value();
     }},
    {"what_a_closure_owns_goes_with_its_task",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id = sys::spawn([owned = std::make_shared<OwnedHandle>(writing)] {}).value();
         sys::wait(id).value();
         same(read_to_end(reading), "");
         const auto [from, to] = sys::make_pipe().value();
         const auto never_run = sys::spawn([owned = std::make_shared<OwnedHandle>(to)] {}).value();
         sys::kill(never_run).value();
         sys::wait(never_run).value();
         same(read_to_end(from), "");
     }},
};

}  // namespace

std::span<const Test> task_tests() { return tests; }

}  // namespace fibrix::usertests
