// The fault `spurious`: waits of a server that end although nothing has happened, wherever POSIX allows that.

#include <boost/test/unit_test.hpp>
#include <map>

#include "syscalls/sys.hpp"
#include "syscalls/table.hpp"
#include "tests/kernel/printing.hpp"
#include "tools/simulate/run.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

constexpr auto a_while = 10ms;

// Each waits for what comes after a while, and gives how often it was woken before.

int await_condition() {
    Mutex mutex;
    ConditionVariable changed;
    bool there = false;
    int early = 0;
    Nursery nursery;
    nursery
        .spawn([&] {
            sys::sleep(a_while);
            const Mutex::Guard guard(mutex);
            there = true;
            changed.notify_one();
        })
        .value();
    const Mutex::Guard guard(mutex);
    while (!there) {
        changed.wait(mutex).value();
        if (!there) ++early;
    }
    return early;
}

int await_futex() {
    Futex futex;
    int early = 0;
    Nursery nursery;
    nursery
        .spawn([&] {
            sys::sleep(a_while);
            futex.word = 1;
            sys::futex_wake(&futex);
        })
        .value();
    while (futex.word == 0) {
        const auto waited = sys::futex_wait(&futex, 0u);
        BOOST_TEST((waited || waited.error() == Errno::again));
        if (futex.word == 0) ++early, sys::sleep(1ms);
    }
    return early;
}

template <class Wait>
int await_pipe(Wait wait) {
    const auto [reading, writing] = sys::make_pipe().value();
    int early = 0;
    Nursery nursery;
    nursery
        .spawn([to = writing] {
            sys::sleep(a_while);
            sys::write(to, std::as_bytes(std::span("x", 1))).value();
        })
        .value();
    std::array<std::byte, 1> byte;
    for (;; ++early) {
        wait(reading);
        if (sys::read(reading, byte, Deadline(Time{}))) return early;
        sys::sleep(1ms);
    }
}

int spurious_waits(Arguments&) {
    const auto tell = [](std::string_view what, int early) { sys::print("{} {}\n", what, early); };
    tell("condition", await_condition());
    tell("futex", await_futex());
    tell("read_wait", await_pipe([](Handle handle) { sys::read_wait(handle).value(); }));
    tell("poll", await_pipe([](Handle handle) {
             const auto found = sys::poll(std::vector{sys::PollEntry{handle, true, false}}).value();
             BOOST_TEST(found.at(0).handle == handle);
         }));
    sys::sleep(1h);
    return 0;
}

const Program program{"spurious_waits", "For a unit test.", spurious_waits};

/// How often each wait has ended early.
std::map<std::string, int> waits_under(const std::string& faults, std::uint64_t& counted) {
    simulate::Scenario scenario;
    BOOST_TEST(simulate::parse_scenario("host a\nrun spurious_waits\nclient sleep 1\n"
                                        "phase load 0s\nphase chaos 1s\nphase heal 0s\nphase check 1s\n",
                                        scenario) == "");
    simulated::FaultPlan plan;
    BOOST_TEST(simulated::FaultPlan::parse(faults, plan) == "");
    std::map<std::string, int> early;
    const auto table = syscall_table();
    simulate::Run run(scenario, 1, plan, table, [&](const std::string&, std::string_view line) {
        const auto space = line.find(' ');
        if (space != line.npos) early[std::string(line.substr(0, space))] = std::stoi(std::string(line.substr(space)));
    });
    const auto report = run.run();
    BOOST_TEST(report.why == "");
    counted = report.faults[static_cast<std::size_t>(simulated::Fault::spurious)];
    return early;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spurious_wakes)

BOOST_AUTO_TEST_CASE(every_wait_for_which_posix_allows_it_ends_early_and_is_counted) {
    std::uint64_t counted = 0, sum = 0;
    for (const auto& [what, early] : waits_under("spurious=0.9", counted)) {
        BOOST_TEST(early > 0, what);
        sum += static_cast<std::uint64_t>(early);
    }
    BOOST_TEST(counted >= sum);
    BOOST_TEST(sum > 10u);
}

BOOST_AUTO_TEST_CASE(none_does_unasked) {
    std::uint64_t counted = 0;
    const auto waits = waits_under("", counted);
    BOOST_TEST(waits.size() == 4u);
    for (const auto& [what, early] : waits) BOOST_TEST(early == 0, what);
    BOOST_TEST(counted == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
