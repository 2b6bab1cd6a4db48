// Signals: actions, handlers, masks, stop and continue, groups, and what a parent is told.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using Reason = ExitStatus::Reason;

ExitStatus by(Signal signal) { return {Reason::signaled, static_cast<int>(signal)}; }

// A program that sleeps until somebody ends it.
ProcessId start_sleeper(TestSystem& system, std::string name = "sleeper") {
    return system.start(std::move(name), [] { sys::sleep(1h).value(); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(names_and_numbers_are_those_of_posix) {
    BOOST_TEST(to_string(Signal::term) == "SIGTERM");
    BOOST_TEST((parse_signal("TERM") == Signal::term));
    BOOST_TEST((parse_signal("SIGUSR1") == Signal::usr1));
    BOOST_TEST((parse_signal("9") == Signal::kill));
    BOOST_TEST(!parse_signal("SIGFOO"));
    BOOST_TEST(!parse_signal("99"));
    BOOST_TEST(!parse_signal(""));
}

BOOST_AUTO_TEST_CASE(by_default_a_signal_ends_a_process_in_whatever_it_waits) {
    for (const auto signal : {Signal::term, Signal::intr, Signal::usr1, Signal::alrm, Signal::hup}) {
        TestSystem system;
        bool unwound = false;
        const auto pid = system.start("sleeper", [&] {
            const OnExit exit([&] { unwound = true; });
            sys::sleep(1h).value();
        });
        system.run([=] { sys::kill(pid, signal).value(); });
        BOOST_TEST(system.end_of("sleeper") == by(signal));
        BOOST_TEST(by(signal).shell_code() == 128 + static_cast<int>(signal));
        BOOST_TEST(unwound);
    }
}

BOOST_AUTO_TEST_CASE(a_handler_runs_when_the_wait_it_interrupts_has_ended) {
    TestSystem system;
    std::string course;
    const auto pid = system.start("handles", [&] {
        sys::handle_signal(Signal::usr1, [&](Signal signal) {
            sys::yield();
            course += to_string(signal);
        }).value();
        const auto slept = sys::sleep(1h);
        course += " ";
        course += to_string(slept.error());
    });
    system.run([=] {
        sys::sleep(1s).value();
        sys::kill(pid, Signal::usr1).value();
    });
    BOOST_TEST(course == "SIGUSR1 EINTR");
    BOOST_TEST(system.end_of("handles") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_wait_that_declares_no_eintr_goes_on_and_the_handler_runs_after_it) {
    TestSystem system;
    std::string course;
    Mutex mutex;
    const auto pid = system.start("locks", [&] {
        sys::handle_signal(Signal::usr1, [&](Signal) { course += "handled "; }).value();
        const auto holder = sys::spawn([&] {
                                const Mutex::Guard guard(mutex);
                                sys::sleep(2s).value();
                                course += "unlocked ";
                            }).value();
        sys::yield();
        const Mutex::Guard guard(mutex);
        course += "locked";
        sys::wait(holder).value();
    });
    system.run([=] {
        sys::sleep(1s).value();
        sys::kill(pid, Signal::usr1).value();
    });
    BOOST_TEST(course == "unlocked handled locked");
}

BOOST_AUTO_TEST_CASE(what_is_ignored_or_by_default_ignored_changes_nothing) {
    TestSystem system;
    const auto pid = system.start("deaf", [] {
        sys::ignore_signal(Signal::term).value();
        sys::sleep(3s).value();
    });
    system.run([=] {
        sys::sleep(1s).value();
        for (const auto signal : {Signal::term, Signal::chld, Signal::cont, Signal::winch})
            sys::kill(pid, signal).value();
    });
    BOOST_TEST(system.end_of("deaf") == exited_well);
    BOOST_TEST(system.run([] {
        BOOST_TEST(sys::ignore_signal(Signal::kill).error() == Errno::inval);
        BOOST_TEST(sys::handle_signal(Signal::stop, [](Signal) {}).error() == Errno::inval);
    }) == Verdict::Kind::done);
}

BOOST_AUTO_TEST_CASE(a_masked_signal_waits) {
    TestSystem system;
    std::string course;
    const auto pid = system.start("masks", [&] {
        sys::handle_signal(Signal::usr1, [&](Signal) { course += "handled "; }).value();
        sys::mask_signals(SignalSet{Signal::usr1, Signal::kill});
        sys::sleep(2s).value();
        BOOST_TEST(sys::pending_signals().has(Signal::usr1));
        course += "slept ";
        BOOST_TEST((sys::mask_signals(SignalSet{}) == SignalSet{Signal::usr1}));
        sys::yield();
        course += "end";
        BOOST_TEST(sys::pending_signals().empty());
    });
    system.run([=] {
        sys::sleep(1s).value();
        sys::kill(pid, Signal::usr1).value();
    });
    BOOST_TEST(course == "slept handled end");
}

BOOST_AUTO_TEST_CASE(another_task_handles_what_the_first_has_masked) {
    TestSystem system;
    TaskId handled_by, other;
    const auto pid = system.start("two", [&] {
        sys::mask_signals(SignalSet{Signal::usr1});
        sys::handle_signal(Signal::usr1, [&](Signal) { handled_by = sys::get_tid(); }).value();
        other = sys::spawn([] { BOOST_TEST(sys::pause().error() == Errno::intr); }).value();
        sys::wait(other).value();
    });
    system.run([=] {
        sys::sleep(1s).value();
        sys::kill(pid, Signal::usr1).value();
    });
    BOOST_TEST(handled_by == other);
}

BOOST_AUTO_TEST_CASE(a_stopped_process_does_nothing_until_it_goes_on) {
    TestSystem system;
    std::vector<std::string> course;
    system.run([&] {
        const auto parent = sys::get_pid();
        const auto pid = system.start("steps", [&] {
            for (int i = 0; i < 3; ++i) {
                sys::sleep(1s).value();
                course.emplace_back("step");
            }
        });
        BOOST_TEST(parent != pid);
        sys::sleep(1500ms).value();
        sys::kill(pid, Signal::stop).value();
        sys::sleep(10s).value();
        BOOST_TEST(course.size() == 1u);
        sys::kill(pid, Signal::cont).value();
        sys::sleep(5s).value();
        BOOST_TEST(course.size() == 3u);
    });
    BOOST_TEST(system.end_of("steps") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_stopped_process_can_be_killed_and_signals_wait_for_it) {
    TestSystem system;
    const auto killed_one = start_sleeper(system, "one"), other = start_sleeper(system, "other");
    system.run([=] {
        for (const auto pid : {killed_one, other}) sys::kill(pid, Signal::stop).value();
        sys::sleep(1s).value();
        sys::kill(killed_one).value();
        sys::kill(other, Signal::term).value();
    });
    BOOST_TEST(system.end_of("one") == killed);
    BOOST_TEST(system.end_of("other") == by(Signal::term));
}

BOOST_AUTO_TEST_CASE(a_busy_task_that_stops_its_own_process_is_held_back) {
    TestSystem system;
    int steps = 0;
    const auto pid = system.start("stops", [&] {
        sys::kill(sys::get_pid(), Signal::stop).value();
        ++steps;
    });
    system.run([&, pid] {
        sys::sleep(1s).value();
        BOOST_TEST(steps == 0);
        sys::kill(pid, Signal::cont).value();
        sys::sleep(1s).value();
        BOOST_TEST(steps == 1);
    });
}

BOOST_AUTO_TEST_CASE(all_stopped_is_a_deadlock_in_words) {
    TestSystem system;
    system.start("sleepy", [] { sys::kill(sys::get_pid(), Signal::stop).value(); });
    const auto& verdict = system.kernel.run();
    BOOST_TEST((verdict.kind == Verdict::Kind::deadlock));
    BOOST_TEST(verdict.text == "process 1 (sleepy) is stopped");
}

BOOST_AUTO_TEST_CASE(a_group_is_signalled_together) {
    TestSystem system;
    system.run([&] {
        const auto first = sys::start("sleeper", std::vector<std::string>{"100"}, false, std::vector<Handle>{},
                                      std::vector<std::string>{}, sys::own_group)
                               .value();
        const auto second = sys::start("sleeper", std::vector<std::string>{"100"}, false, std::vector<Handle>{},
                                       std::vector<std::string>{}, first)
                                .value();
        BOOST_TEST(sys::get_group(second).value() == first);
        BOOST_TEST(sys::kill_group(first, Signal::intr).value() == 2u);
        BOOST_TEST(sys::wait(first).value() == by(Signal::intr));
        BOOST_TEST(sys::wait(second).value() == by(Signal::intr));
        BOOST_TEST(sys::kill_group(first, Signal::intr).error() == Errno::srch);
    });
}

BOOST_AUTO_TEST_CASE(a_parent_is_told_of_stop_continue_and_end) {
    TestSystem system;
    int told = 0;
    system.run([&] {
        sys::handle_signal(Signal::chld, [&](Signal) { ++told; }).value();
        const auto child = sys::start("sleeper", std::vector<std::string>{"100"}).value();
        sys::kill(child, Signal::tstp).value();
        BOOST_TEST((sys::wait_change(child).value() == ExitStatus{Reason::stopped, 20}));
        sys::kill(child, Signal::cont).value();
        BOOST_TEST((sys::wait_change(child).value().reason == Reason::continued));
        sys::kill(child, Signal::term).value();
        for (;;) {  // SIGCHLD may interrupt the wait
            const auto end = sys::wait_change(child);
            if (!end && end.error() == Errno::intr) continue;
            BOOST_TEST(end.value() == by(Signal::term));
            break;
        }
        sys::yield();
        BOOST_TEST(sys::wait_change(child).error() == Errno::srch);
    });
    BOOST_TEST(told >= 1);
}

BOOST_AUTO_TEST_CASE(an_alarm_comes_once_and_can_be_taken_back) {
    TestSystem system;
    std::vector<Time> alarms;
    system.run([&] {
        sys::handle_signal(Signal::alrm, [&](Signal) { alarms.push_back(sys::now()); }).value();
        sys::alarm(5s).value();
        sys::alarm(2s).value();
        BOOST_TEST(sys::pause().error() == Errno::intr);
        sys::alarm(1s).value();
        sys::alarm(0s).value();
        sys::sleep(10s).value();
        BOOST_TEST(sys::alarm(-1s).error() == Errno::inval);
    });
    BOOST_REQUIRE(alarms.size() == 1u);
    BOOST_TEST((alarms.front() == Time(2s)));
}

BOOST_AUTO_TEST_CASE(writing_to_a_pipe_that_nobody_reads_is_sigpipe) {
    TestSystem system;
    system.start("writes", [] {
        const auto ends = sys::make_pipe().value();
        sys::close(ends.first).value();
        sys::write_all(ends.second, "x").value();
    });
    system.kernel.run();
    BOOST_TEST(system.end_of("writes") == by(Signal::pipe));
}

BOOST_AUTO_TEST_CASE(exec_replaces_the_program_and_keeps_the_process) {
    TestSystem system;
    bool unwound = false;
    system.run([&] {
        const auto pid = sys::get_pid();
        const auto child = system.start("before", [&] {
            const OnExit exit([&] { unwound = true; });
            sys::spawn([] { sys::sleep(1h).value(); }).value();
            BOOST_TEST(sys::exec("no_such_program").error() == Errno::noent);
            const auto task = sys::spawn([] { BOOST_TEST(sys::exec("hello").error() == Errno::inval); }).value();
            sys::wait(task).value();
            sys::exec("echo", std::vector<std::string>{"after"}).value();
        });
        BOOST_TEST(pid != child);
    });
    BOOST_TEST(unwound);
    BOOST_TEST(system.output == "after\n");
    BOOST_TEST(system.end_of("echo") == exited_well);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
