// What PyOS itself gets wrong, one test each.

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "kernel/fault.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

extern "C" {
extern const char __start_hogging_text[], __stop_hogging_text[];  // made by the linker from the section's name
}

namespace fibrix::testing {
namespace {

[[gnu::section("hogging_text"), gnu::noinline]] void compute_for_ever() {
    for (;;) asm volatile("");
}

int tell_parent(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    sys::print("child of {}\n", to_string(sys::get_parent()));
    sys::sleep(1s);
    return 7;
}

const Program child{"test_child", "Tells its parent's id, sleeps, and ends with 7.", tell_parent};

// In a process of the host's, because the watchdog stays for the rest of a process's life.
int run_hog_under_watchdog() {
    static const std::array ranges{TextRange{__start_hogging_text, __stop_hogging_text}};
    install_fault_handlers(ranges);
    start_watchdog(100ms, 100ms);
    TestSystem system;
    system.start("hog", [] { compute_for_ever(); });
    system.start("other", [] { sys::sleep(1s); });
    const bool done = system.kernel.run().kind == Verdict::Kind::done;
    const bool found = system.end_of("hog").reason == ExitStatus::Reason::hogged;
    return done && found && system.end_of("other").ok() ? 0 : 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pyos_defects)

BOOST_AUTO_TEST_CASE(a_run_ends_when_the_last_program_has_although_a_service_waits_for_io) {
    HostSystem system;
    system.start(
        "server", [] { sys::accept(sys::listen(SocketAddress::loopback(0)).value()).value(); }, true);
    BOOST_TEST(system.run([] { sys::yield(); }) == Verdict::Kind::done);
}

BOOST_AUTO_TEST_CASE(two_tasks_that_wait_for_each_other_are_a_deadlock_in_words) {
    TestSystem system;
    const auto kind = system.run([] {
        TaskId one, other;
        one = sys::spawn([&] { sys::wait(other).value(); }).value();
        other = sys::spawn([&] { sys::wait(one).value(); }).value();
        sys::wait(one).value();
    });
    BOOST_TEST(kind == Verdict::Kind::deadlock);
    const auto& text = system.kernel.verdict().text;
    BOOST_TEST(text.find("task 2 (test) waits for task 3 (test): wait(id=3)") != text.npos, text);
    BOOST_TEST(text.find("task 3 (test) waits for task 2 (test): wait(id=2)") != text.npos, text);
}

BOOST_AUTO_TEST_CASE(an_exception_of_one_task_leaves_the_kernel_running) {
    TestSystem system;
    system.start("bad", [] { throw std::runtime_error("its own fault"); });
    BOOST_TEST(system.run([] { sys::sleep(1s); }) == Verdict::Kind::done);
    BOOST_TEST((system.end_of("bad").reason == ExitStatus::Reason::threw));
    BOOST_TEST(system.end_of("test") == exited_well);
    BOOST_TEST(system.notices.contain("its own fault"));
}

BOOST_AUTO_TEST_CASE(killing_a_task_inside_a_subroutine_unwinds_all_of_it) {
    TestSystem system;
    std::string left;
    system.run([&] {
        const auto victim = sys::spawn([&] {
            const OnExit outer([&] { left += "outer "; });
            const auto subroutine = [&] {
                const OnExit inner([&] { left += "inner "; });
                sys::sleep(1h);
                left += "went on ";
            };
            subroutine();
            left += "went on ";
        });
        sys::yield();
        sys::kill(*victim).value();
        BOOST_TEST(sys::wait(*victim).value() == killed);
    });
    BOOST_TEST(left == "inner outer ");
}

BOOST_AUTO_TEST_CASE(a_killed_waiting_task_leaves_the_wait_queue) {
    TestSystem system;
    system.run([&] {
        const auto target = sys::spawn([] { sys::sleep(1s); }).value();
        const auto victim = sys::spawn([=] { sys::wait(target).value(); }).value();
        sys::yield();
        BOOST_TEST(system.kernel.find(target)->watchers.count() == 1u);
        sys::kill(victim).value();
        BOOST_TEST(system.kernel.find(target)->watchers.count() == 0u);
        BOOST_TEST(sys::wait(victim).value() == killed);
        BOOST_TEST(sys::wait(target).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_second_reader_of_a_descriptor_does_not_orphan_the_first) {
    HostSystem system;
    std::string served;
    const auto kind = system.run([&] {
        auto listener = Listener::at(SocketAddress::loopback(0)).value();
        auto client = Stream::connect(listener.address().value()).value();
        auto server = listener.accept().value();
        std::vector<TaskId> readers;
        for (const char name : {'1', '2'})
            readers.push_back(sys::spawn([&served, name, handle = server.handle()] {
                                  std::array<std::byte, 1> byte;
                                  sys::receive(handle, byte).value();
                                  served += {name, static_cast<char>(byte[0])};
                              }).value());
        sys::yield();
        client.send_all("a").value();
        sys::wait(readers[0]).value();
        client.send_all("b").value();
        sys::wait(readers[1]).value();
    });
    BOOST_TEST(kind == Verdict::Kind::done);
    BOOST_TEST(served == "1a2b");
}

BOOST_AUTO_TEST_CASE(closing_a_handle_that_somebody_waits_on_ends_that_wait) {
    HostSystem system;
    std::vector<Errno> told;
    system.run([&] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        const auto client = sys::connect(sys::local_name(listener).value()).value();
        sys::accept(listener).value();
        const auto accepting = sys::spawn([&] { told.push_back(sys::accept(listener).error()); });
        const auto receiving = sys::spawn([&] {
            std::array<std::byte, 1> byte;
            told.push_back(sys::receive(client, byte).error());
        });
        sys::yield();
        for (const auto handle : {listener, client}) sys::close(handle).value();
        for (const auto task : {*accepting, *receiving}) sys::wait(task).value();
    });
    BOOST_TEST(told == (std::vector{Errno::canceled, Errno::canceled}), boost::test_tools::per_element());
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_task_that_never_gives_way_is_found_and_ended) {
    if constexpr (FIBRIX_ASAN || FIBRIX_TSAN) {
        BOOST_TEST_MESSAGE("in a sanitizer build the watchdog kills nothing: a stack would be left behind its hooks");
        return;
    }
    const auto host_process = ::fork();
    if (host_process == 0) ::_exit(run_hog_under_watchdog());
    int status = -1;
    BOOST_TEST(::waitpid(host_process, &status, 0) == host_process);
    BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_CASE(there_are_sleep_exit_status_and_parents) {
    TestSystem system;
    system.run([&] {
        const Time before = sys::now();
        const auto child_id = sys::start(std::string("test_child")).value();
        const auto status = sys::wait(child_id).value();
        BOOST_TEST(status == (ExitStatus{ExitStatus::Reason::exited, 7}));
        BOOST_TEST((sys::now() - before == 1s));
    });
    BOOST_TEST(system.output == "child of 1\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
