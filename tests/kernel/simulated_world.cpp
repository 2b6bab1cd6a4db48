#include "kernel/world/simulated_world.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using Draw = std::array<std::byte, 32>;

Draw draw(World& world, std::uint64_t stream) {
    Draw bytes{};
    world.entropy(stream, bytes);
    return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simulated_world)

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_and_another_gives_another) {
    SimulatedWorld one(7), same(7), another(8);
    BOOST_TEST((draw(one, 1) == draw(same, 1)));
    BOOST_TEST((draw(one, 1) == draw(same, 1)));
    BOOST_TEST((draw(one, 1) != draw(another, 1)));
}

BOOST_AUTO_TEST_CASE(streams_do_not_shift_each_other) {
    SimulatedWorld one(7), other(7);
    for (int i = 0; i < 10; ++i) draw(one, 2);
    for (int i = 0; i < 10; ++i) one.choose(Choice::fault, 5);
    BOOST_TEST((draw(one, 1) == draw(other, 1)));
    BOOST_TEST((draw(one, 1) != draw(one, 2)));
    BOOST_TEST(one.choose(Choice::schedule, 1000) == other.choose(Choice::schedule, 1000));
}

BOOST_AUTO_TEST_CASE(choices_are_within_their_options_and_all_occur) {
    SimulatedWorld world(1);
    std::array<int, 5> counts{};
    for (int i = 0; i < 1000; ++i) ++counts.at(world.choose(Choice::completion, counts.size()));
    for (const int count : counts) BOOST_TEST(count > 100);
    BOOST_TEST(world.choose(Choice::program, 1) == 0u);
    BOOST_TEST(world.choose(Choice::program, 0) == 0u);
}

BOOST_AUTO_TEST_CASE(time_moves_only_when_all_wait) {
    SimulatedWorld world;
    Operations completed;
    BOOST_TEST(world.now() == Time{});
    world.wait(Time{}, completed);
    world.wait(never, completed);
    BOOST_TEST(world.now() == Time{});
    world.wait(Time(5s), completed);
    world.wait(Time(3s), completed);
    BOOST_TEST(world.now() == Time(5s));
    world.advance(1s);
    BOOST_TEST(world.now() == Time(6s));
    BOOST_TEST(world.calendar() == 946'684'806'000'000'000);
}

BOOST_AUTO_TEST_CASE(a_reset_begins_again) {
    SimulatedWorld world(7);
    const auto before = draw(world, 1);
    world.advance(1s);
    world.reset();
    BOOST_TEST((draw(world, 1) == before));
    BOOST_TEST(world.now() == Time{});
}

BOOST_AUTO_TEST_CASE(input_is_a_script_and_then_at_its_end) {
    TestSystem system;
    system.world.set_input("hello");
    std::string got;
    system.run([&] {
        std::array<std::byte, 3> room{};
        while (const auto count = sys::read(sys::standard_input, room).value())
            got.append(reinterpret_cast<const char*>(room.data()), count).append("|");
    });
    BOOST_TEST(got == "hel|lo|");
}

BOOST_AUTO_TEST_CASE(a_console_takes_the_place_of_sink_and_script) {
    struct : SimulatedConsole {
        Result<std::size_t> read(Outside, std::span<std::byte>) override {
            return interrupted ? Errno::intr : Errno::io;
        }
        Result<std::size_t> write(Outside, std::span<const std::byte>) override { return Errno::nospc; }
        bool is_terminal(Outside descriptor) override { return descriptor == 1; }
        bool interrupted = false;
    } console;
    TestSystem system;
    system.world.connect(console);
    std::array<std::byte, 1> room{};
    const auto kind = system.run([&] {
        BOOST_TEST(sys::read(sys::standard_input, room).error() == Errno::io);
        BOOST_TEST(sys::write(sys::standard_output, room).error() == Errno::nospc);
        BOOST_TEST(sys::is_terminal(sys::standard_output).value());
        BOOST_TEST(!sys::is_terminal(sys::standard_input).value());
        console.interrupted = true;
        system.world.interrupt();
        sys::read(sys::standard_input, room).value();  // waits, and is cancelled by the shutdown
    });
    BOOST_TEST(kind == Verdict::Kind::interrupted);
    BOOST_TEST(system.end_of("test") == killed);
}

BOOST_AUTO_TEST_CASE(to_wait_for_what_can_never_come_is_a_deadlock) {
    TestSystem system;
    const auto kind = system.run([] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        sys::accept(listener).value();
    });
    BOOST_TEST(kind == Verdict::Kind::deadlock);
    BOOST_TEST(system.kernel.verdict().text.find("accept(listener=") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
