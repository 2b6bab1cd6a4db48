// Signals: handlers, masks, what is interrupted, alarms.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

struct Seen {
    int count = 0;
};

constexpr Test tests[]{
    {"by_default_most_of_them_end_a_process",
     [] {
         for (const auto signal : {Signal::hup, Signal::intr, Signal::quit, Signal::usr1, Signal::usr2, Signal::alrm,
                                   Signal::term, Signal::pipe})
             same(end_of(sleeping_child(), signal), ended_by(signal));
         same(end_of(sleeping_child(), Signal::kill), killed);
     }},
    {"some_do_nothing_by_default",
     [] {
         const auto id = sleeping_child();
         for (const auto signal : {Signal::chld, Signal::cont, Signal::winch}) sys::kill(id, signal).value();
         fails(sys::wait(id, Deadline::after(100us)), Errno::timedout);
         end_of(id);
     }},
    {"two_of_them_cannot_be_handled",
     [] {
         for (const auto signal : {Signal::kill, Signal::stop, Signal::none}) {
             fails(sys::handle_signal(signal, [](Signal) {}), Errno::inval);
             fails(sys::ignore_signal(signal), Errno::inval);
         }
         sys::mask_signals(every_signal);
         is_true(!sys::mask_signals(SignalSet{}).has(Signal::kill), "SIGKILL is never masked");
     }},
    {"a_handler_is_called_and_the_process_goes_on",
     [] {
         int seen = 0;
         sys::handle_signal(Signal::usr1, [&](Signal signal) { seen += static_cast<int>(signal); }).value();
         sys::kill(sys::get_pid(), Signal::usr1).value();
         sys::yield();
         same(seen, 10);
         sys::reset_signal(Signal::usr1).value();
     }},
    {"a_wait_is_interrupted",
     [] {
         sys::handle_signal(Signal::usr1, [](Signal) {}).value();
         const auto [reading, writing] = sys::make_pipe().value();
         const auto me = sys::get_pid();
         const auto signal_soon = [me](std::string_view request) {
             sys::spawn(
                 [=] {
                     sys::mask_signals(every_signal);
                     until_waiting(me, request);
                     sys::kill(me, Signal::usr1).value();
                 },
                 true)
                 .value();
         };
         std::array<std::byte, 1> room{};
         signal_soon("read(");
         fails(sys::read(reading, room), Errno::intr);
         signal_soon("sleep(");
         fails(sys::sleep(1h), Errno::intr);
         signal_soon("pause(");
         fails(sys::pause(), Errno::intr);
         signal_soon("poll(");
         fails(sys::poll(Entries{{reading, true, false}}), Errno::intr);
         const auto id = sleeping_child();
         signal_soon("wait(");
         fails(sys::wait(id), Errno::intr);
         end_of(id);
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"what_was_there_first_is_not_lost",
     [] {
         sys::handle_signal(Signal::usr1, [](Signal) {}).value();
         const auto [reading, writing] = sys::make_pipe().value();
         write_some(writing, "x");
         sys::kill(sys::get_pid(), Signal::usr1).value();
         same(read_some(reading), "x");
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"a_masked_one_waits",
     [] {
         int seen = 0;
         sys::handle_signal(Signal::usr1, [&](Signal) { ++seen; }).value();
         sys::mask_signals(SignalSet{Signal::usr1});
         sys::kill(sys::get_pid(), Signal::usr1).value();
         sys::kill(sys::get_pid(), Signal::usr1).value();
         sys::yield();
         same(seen, 0);
         is_true(sys::pending_signals().has(Signal::usr1), "it is pending");
         sys::mask_signals(SignalSet{});
         sys::yield();
         same(seen, 1);
         is_true(sys::pending_signals().empty(), "nothing is pending");
     }},
    {"an_ignored_one_is_gone",
     [] {
         sys::ignore_signal(Signal::term).value();
         sys::kill(sys::get_pid(), Signal::term).value();
         sys::yield();
         sys::reset_signal(Signal::term).value();
         sys::yield();
         is_true(sys::pending_signals().empty(), "nothing is pending");
     }},
    {"a_handler_may_make_requests_and_signals",
     [] {
         std::string order;
         sys::handle_signal(Signal::usr2, [&](Signal) { order += "2"; }).value();
         sys::handle_signal(Signal::usr1, [&](Signal) {
             sys::kill(sys::get_pid(), Signal::usr2).value();
             sys::sleep(10us);
             order += "1";
         }).value();
         sys::kill(sys::get_pid(), Signal::usr1).value();
         sys::yield();
         sys::yield();
         is_true(order == "12" || order == "21", "both were handled: " + order);
     }},
    {"a_thousand_of_them",
     [] {
         int seen = 0;
         sys::handle_signal(Signal::usr1, [&](Signal) { ++seen; }).value();
         for (int i = 0; i < 1000; ++i) {
             sys::kill(sys::get_pid(), Signal::usr1).value();
             sys::yield();
         }
         same(seen, 1000);
     }},
    {"one_task_can_be_meant",
     [] {
         TaskId seen_by;
         sys::handle_signal(Signal::usr1, [&](Signal) { seen_by = sys::get_tid(); }).value();
         const auto id = sys::spawn([] { fails(sys::pause(), Errno::intr); }).value();
         until_waiting(id, "pause(");
         sys::kill(id, Signal::usr1).value();
         same(sys::wait(id).value(), exited(0));
         same(seen_by, id);
     }},
    {"a_child_begins_with_the_defaults",
     [] {
         sys::handle_signal(Signal::usr1, [](Signal) {}).value();
         same(end_of(sleeping_child(), Signal::usr1), ended_by(Signal::usr1));
     }},
    {"a_parent_is_told_of_a_childs_end",
     [] {
         int told = 0;
         sys::handle_signal(Signal::chld, [&](Signal) { ++told; }).value();
         const auto id = child([] {});
         until([&] { return told > 0; });
         same(sys::wait(id).value(), exited(0));
     }},
    {"an_alarm_comes_once",
     [] {
         int seen = 0;
         sys::handle_signal(Signal::alrm, [&](Signal) { ++seen; }).value();
         sys::alarm(2ms).value();
         fails(sys::pause(), Errno::intr);
         same(seen, 1);
         fails(sys::pause(Deadline::after(500us)), Errno::timedout);
         same(seen, 1);
     }},
    {"an_alarm_can_be_taken_back_or_replaced",
     [] {
         int seen = 0;
         sys::handle_signal(Signal::alrm, [&](Signal) { ++seen; }).value();
         sys::alarm(5ms).value();
         sys::alarm(0s).value();
         fails(sys::pause(Deadline::after(10ms)), Errno::timedout);
         sys::alarm(1h).value();
         sys::alarm(2ms).value();
         fails(sys::pause(), Errno::intr);
         same(seen, 1);
         sys::alarm(1h).value();
         sys::alarm(0s).value();
         fails(sys::alarm(-1s), Errno::inval);
     }},
    {"an_alarm_ends_who_does_not_handle_it",
     [] {
         same(in_child([] {
                  sys::alarm(100us).value();
                  sys::sleep(1h);
              }),
              ended_by(Signal::alrm));
     }},
    {"nobody_is_signalled_who_has_ended",
     [] {
         const auto id = child([] {});
         until([=] { return !sys::kill(id, Signal::none); });
         fails(sys::kill(id, Signal::term), Errno::srch);
         sys::wait(id).value();
     }},
};

}  // namespace

std::span<const Test> signal_tests() { return tests; }

}  // namespace fibrix::usertests
