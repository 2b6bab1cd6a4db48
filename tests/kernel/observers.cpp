// What observers see, and that they change nothing.

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// Writes down all that it is told, as words.
class Recorder final : public Observer {
public:
    void transition(const Task& task, State from, State to) override {
        note(task, std::string(to_string(from)) + ">" + std::string(to_string(to)));
        BOOST_TEST(task.state == from);
        BOOST_TEST(may_follow(from, to));
    }
    void taken(const Task& task, const Syscall& syscall, const Trap&) override { note(task, syscall.name); }
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override {
        std::string result("=");
        syscall.print_result(trap, result);
        note(task, result);
    }
    void decided(const Decision& decision) override { BOOST_TEST(!decision.reason.empty()); }
    std::string seen;

private:
    void note(const Task& task, std::string_view what) {
        seen += to_string(task.id) + ":";
        seen += what;
        seen += " ";
    }
};

class Broken final : public Observer {
public:
    void transition(const Task&, State, State to) override {
        ++calls;
        if (to == State::requesting) throw std::runtime_error("a broken observer");
    }
    int calls = 0;
};

// Does a little of everything, and gives what can be seen of it from outside.
std::string run_a_mixture(Observer* observer) {
    TestSystem system("rr", 7);
    if (observer != nullptr) system.kernel.attach(*observer);
    system.run([] {
        Nursery nursery;
        for (const int number : {1, 2, 3})
            nursery
                .spawn([number] {
                    sys::print("{} begins\n", number);
                    sys::sleep(number % 2 * 1s);
                    sys::print("{} ends at {}\n", number, sys::now().time_since_epoch().count());
                    return number == 3 ? 1 : 0;
                })
                .value();
        sys::print("{}\n", nursery.join().code);
    });
    return system.output + std::to_string(system.kernel.dispatches());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(observers)

BOOST_AUTO_TEST_CASE(the_transitions_of_a_simple_task) {
    TestSystem system;
    Recorder recorder;
    system.kernel.attach(recorder);
    system.run([] {
        sys::get_tid();
        sys::sleep(1s).value();
        sys::yield();
    });
    BOOST_TEST(recorder.seen == "1:created>ready 1:ready>running "
                                "1:running>requesting 1:get_tid 1:=1 1:requesting>running "
                                "1:running>requesting 1:sleep 1:requesting>sleeping 1:=0 1:sleeping>ready "
                                "1:ready>running 1:running>requesting 1:yield 1:=0 1:requesting>ready "
                                "1:ready>running 1:running>zombie ");
}

BOOST_AUTO_TEST_CASE(the_transitions_of_a_task_that_waits_and_is_killed) {
    TestSystem system;
    Recorder recorder;
    system.run([&] {
        const auto other = sys::spawn([] { sys::sleep(1h); }).value();
        const auto victim = sys::spawn([=] { sys::wait(other).value(); }).value();
        system.kernel.attach(recorder);
        sys::yield();
        sys::kill(victim).value();
        sys::wait(victim).value();
        system.kernel.detach(recorder);
        sys::exit(0);
    });
    const auto& seen = recorder.seen;
    BOOST_TEST(seen.find("3:wait 3:requesting>waiting") != seen.npos, seen);
    BOOST_TEST(seen.find("1:kill 3:waiting>ready") != seen.npos, seen);
    BOOST_TEST(seen.find("3:ready>running 3:running>zombie") != seen.npos, seen);
}

BOOST_AUTO_TEST_CASE(which_transitions_are_legal) {
    using enum State;
    const std::vector<std::pair<State, std::vector<State>>> table{
        {created, {ready, zombie}},
        {ready, {running, zombie}},
        {running, {requesting, ready, zombie}},
        {requesting, {running, ready, sleeping, waiting, zombie}},
        {sleeping, {ready, requesting, waiting, zombie}},
        {waiting, {ready, requesting, zombie}},
        {zombie, {}},
    };
    for (const auto& [from, legal] : table)
        for (std::size_t i = 0; i < state_count; ++i) {
            const auto to = static_cast<State>(i);
            const bool listed = std::find(legal.begin(), legal.end(), to) != legal.end();
            BOOST_TEST(may_follow(from, to) == listed, to_string(from) << " to " << to_string(to));
        }
}

BOOST_AUTO_TEST_CASE(one_that_throws_is_detached_and_the_run_goes_on) {
    TestSystem system;
    Broken broken;
    Recorder recorder;
    system.kernel.attach(broken);
    system.kernel.attach(recorder);
    BOOST_TEST(system.run([] { sys::yield(); }) == Verdict::Kind::done);
    BOOST_TEST(broken.calls == 3);
    BOOST_TEST(system.notices.contain("an observer has thrown and is detached"));
    BOOST_TEST(recorder.seen.find("running>zombie") != std::string::npos);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(they_change_nothing) {
    Recorder recorder;
    Broken broken;
    const auto alone = run_a_mixture(nullptr);
    BOOST_TEST(run_a_mixture(&recorder) == alone);
    BOOST_TEST(run_a_mixture(&broken) == alone);
    BOOST_TEST(!recorder.seen.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
