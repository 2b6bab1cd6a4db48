// Stop and continue, and what a parent is told.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"a_stopped_process_does_nothing",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id = child(
             [] {
                 for (;;) {
                     write_some(first_given, "x");
                     sys::sleep(10us);
                 }
             },
             {writing});
         sys::close(writing).value();
         read_some(reading);
         sys::kill(id, Signal::stop).value();
         sys::sleep(100us);
         while (sys::read_wait(reading, Deadline::after(100us))) read_some(reading);
         fails(sys::read_wait(reading, Deadline::after(300us)), Errno::timedout);
         sys::kill(id, Signal::cont).value();
         is_true(!read_some(reading).empty(), "it goes on");
         end_of(id);
         sys::close(reading).value();
     }},
    {"the_parent_is_told",
     [] {
         const auto id = sleeping_child();
         fails(sys::wait_change(id, Deadline::after(10us)), Errno::timedout);
         sys::kill(id, Signal::tstp).value();
         same(sys::wait_change(id).value(), ExitStatus{Reason::stopped, 20});
         fails(sys::wait_change(id, Deadline::after(10us)), Errno::timedout);
         sys::kill(id, Signal::cont).value();
         same(sys::wait_change(id).value().reason == Reason::continued, true);
         sys::kill(id, Signal::term).value();
         same(sys::wait_change(id).value(), ended_by(Signal::term));
         fails(sys::wait_change(id), Errno::srch);
     }},
    {"it_can_be_killed",
     [] {
         const auto id = sleeping_child();
         sys::kill(id, Signal::stop).value();
         same(end_of(id, Signal::kill), killed);
     }},
    {"other_signals_are_there_when_it_goes_on",
     [] {
         const auto id = child([] {
             sys::handle_signal(Signal::usr1, [](Signal) { sys::exit(8); }).value();
             sys::sleep(1h);
         });
         until_waiting(id, "sleep(");
         sys::kill(id, Signal::stop).value();
         sys::kill(id, Signal::usr1).value();
         fails(sys::wait(id, Deadline::after(300us)), Errno::timedout);
         sys::kill(id, Signal::cont).value();
         same(sys::wait(id).value(), exited(8));
     }},
    {"a_process_can_stop_itself",
     [] {
         const auto id = child([] {
             sys::kill(sys::get_pid(), Signal::stop).value();
             return 6;
         });
         same(sys::wait_change(id).value(), ExitStatus{Reason::stopped, 19});
         sys::kill(id, Signal::cont).value();
         until([=] { return sys::wait_change(id).value() == exited(6); });
     }},
    {"stopping_twice_is_stopping_once",
     [] {
         const auto id = sleeping_child();
         for (int i = 0; i < 3; ++i) sys::kill(id, Signal::stop).value();
         for (int i = 0; i < 3; ++i) sys::kill(id, Signal::cont).value();
         fails(sys::wait(id, Deadline::after(50us)), Errno::timedout);
         same(end_of(id, Signal::term), ended_by(Signal::term));
     }},
    {"a_handled_tstp_does_not_stop",
     [] {
         const auto id = child([] {
             sys::handle_signal(Signal::tstp, [](Signal) { sys::exit(3); }).value();
             sys::sleep(1h);
         });
         until_waiting(id, "sleep(");
         sys::kill(id, Signal::tstp).value();
         same(sys::wait(id).value(), exited(3));
     }},
};

}  // namespace

std::span<const Test> stop_tests() { return tests; }

}  // namespace fibrix::usertests
