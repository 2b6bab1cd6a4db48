// Pipes and socket pairs: order, bounds, back-pressure, ends.

#include <boost/test/unit_test.hpp>
#include <numeric>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string read_some(Handle handle, std::size_t most = 1000) {
    std::string text(most, '\0');
    text.resize(sys::read(handle, std::as_writable_bytes(std::span(text))).value());
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pipe)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_in_order_then_the_end) {
    TestSystem system;
    system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        sys::write(writing, bytes("one ")).value();
        sys::write(writing, bytes("two")).value();
        BOOST_TEST(read_some(reading, 5) == "one t");
        BOOST_TEST(read_some(reading) == "wo");
        sys::write(writing, bytes("last")).value();
        sys::close(writing).value();
        BOOST_TEST(read_some(reading) == "last");
        BOOST_TEST(read_some(reading) == "");
        BOOST_TEST(sys::write(reading, bytes("x")).error() == Errno::badf);
    });
}

BOOST_AUTO_TEST_CASE(a_writer_waits_for_room_and_a_reader_for_bytes) {
    TestSystem system;
    const auto verdict = system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        const auto writer = sys::spawn([writing = writing] {
                                std::string text(300'000, 'a');
                                std::iota(text.begin(), text.end(), '\0');
                                sys::write_all(writing, text).value();
                                sys::close(writing).value();
                            }).value();
        std::size_t total = 0;
        for (;;) {
            const auto piece = read_some(reading, 7'777);
            if (piece.empty()) break;
            for (std::size_t i = 0; i < piece.size(); ++i) BOOST_REQUIRE(piece[i] == static_cast<char>(total + i));
            total += piece.size();
        }
        BOOST_TEST(total == 300'000u);
        BOOST_TEST(sys::wait(writer).value().ok());
    });
    BOOST_TEST((verdict == Verdict::Kind::done));
}

BOOST_AUTO_TEST_CASE(short_writes_are_not_torn_and_those_who_wait_are_served_in_turn) {
    TestSystem system("rr");
    system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        sys::write_all(writing, std::string(Pipe::capacity - 100, '.')).value();
        for (const char c : {'a', 'b', 'c'})
            sys::spawn([c, writing = writing] { sys::write(writing, bytes(std::string(4000, c))).value(); }, true)
                .value();
        sys::sleep(1ms).value();
        BOOST_TEST(sys::write(writing, bytes("late"), Deadline::after(1ms)).error() == Errno::timedout);
        std::string all;
        while (all.size() < Pipe::capacity - 100 + 12'000) all += read_some(reading, 1000);
        BOOST_TEST(all.substr(Pipe::capacity - 100) ==
                   std::string(4000, 'a') + std::string(4000, 'b') + std::string(4000, 'c'));
    });
}

BOOST_AUTO_TEST_CASE(without_a_reader_writing_fails_also_for_whoever_waits) {
    TestSystem system;
    system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        sys::write_all(writing, std::string(Pipe::capacity, '.')).value();
        sys::spawn(
            [reading = reading] {
                sys::sleep(1ms).value();
                sys::close(reading).value();
            },
            true)
            .value();
        BOOST_TEST(sys::write(writing, bytes("x")).error() == Errno::pipe);
    });
}

BOOST_AUTO_TEST_CASE(closing_an_end_cancels_its_own_waits) {
    TestSystem system;
    system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        sys::spawn(
            [reading = reading] {
                sys::sleep(1ms).value();
                sys::close(reading).value();
            },
            true)
            .value();
        std::array<std::byte, 1> byte{};
        BOOST_TEST(sys::read(reading, byte).error() == Errno::canceled);
        BOOST_TEST(sys::read(reading, byte).error() == Errno::badf);
    });
}

BOOST_AUTO_TEST_CASE(it_has_no_places) {
    TestSystem system;
    system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        std::array<std::byte, 1> byte{};
        BOOST_TEST(sys::pread(reading, byte, 0).error() == Errno::spipe);
        BOOST_TEST(sys::pwrite(writing, bytes("x"), 0).error() == Errno::spipe);
        BOOST_TEST(sys::pread(reading, byte, -1).error() == Errno::inval);
        BOOST_TEST(sys::read(reading, byte, Deadline::after(1ms)).error() == Errno::timedout);
    });
}

BOOST_AUTO_TEST_CASE(a_socket_pair_goes_both_ways) {
    TestSystem system;
    system.run([] {
        const auto [one, other] = sys::socket_pair().value();
        sys::write(one, bytes("there")).value();
        sys::write(other, bytes("back")).value();
        BOOST_TEST(read_some(other) == "there");
        BOOST_TEST(read_some(one) == "back");
        sys::close(other).value();
        BOOST_TEST(read_some(one) == "");
        BOOST_TEST(sys::write(one, bytes("x")).error() == Errno::pipe);
    });
}

BOOST_AUTO_TEST_CASE(one_direction_of_a_socket_pair_can_end) {
    TestSystem system;
    system.run([] {
        const auto [one, other] = sys::socket_pair().value();
        sys::write(one, bytes("last")).value();
        sys::shutdown(one, sys::Direction::sending).value();
        BOOST_TEST(sys::write(one, bytes("x")).error() == Errno::pipe);
        BOOST_TEST(read_some(other) == "last");
        BOOST_TEST(read_some(other) == "");
        sys::write(other, bytes("back")).value();
        BOOST_TEST(read_some(one) == "back");
        sys::shutdown(one, sys::Direction::receiving).value();
        BOOST_TEST(read_some(one) == "");
        BOOST_TEST(sys::write(other, bytes("x")).error() == Errno::pipe);
    });
}

BOOST_AUTO_TEST_CASE(the_end_of_a_direction_wakes_who_waits_for_it) {
    TestSystem system;
    system.run([] {
        const auto [one, other] = sys::socket_pair().value();
        const auto reader = sys::spawn([other = other] { BOOST_TEST(read_some(other) == ""); });
        sys::yield();
        sys::shutdown(one, sys::Direction::sending).value();
        sys::wait(reader.value()).value();
        const auto own = sys::spawn([one = one] { BOOST_TEST(read_some(one) == ""); });
        sys::yield();
        sys::shutdown(one, sys::Direction::both).value();
        sys::wait(own.value()).value();
    });
}

BOOST_AUTO_TEST_CASE(a_pipe_has_no_directions_to_end) {
    TestSystem system;
    system.run([] {
        const auto [reading, writing] = sys::make_pipe().value();
        BOOST_TEST(sys::shutdown(reading, sys::Direction::both).error() == Errno::notsock);
        BOOST_TEST(sys::shutdown(writing, sys::Direction::both).error() == Errno::notsock);
        BOOST_TEST(sys::shutdown(99, sys::Direction::both).error() == Errno::badf);
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
