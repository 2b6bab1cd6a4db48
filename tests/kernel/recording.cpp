// Recording and replay: the same again, and where it is not the same, in which step.

#include <boost/test/unit_test.hpp>
#include <limits>

#include "kernel/world/recording/crc32c.hpp"
#include "tests/kernel/recorded_run.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using Kind = ReplayEnd::Kind;

// Something of each: time, the calendar, input, output, random bytes, waits.
void do_a_little(Duration nap, int rounds) {
    Nursery nursery;
    for (int number = 0; number < 3; ++number)
        nursery
            .spawn([number, nap, rounds] {
                for (int round = 0; round < rounds; ++round) sys::sleep(nap * (number + 1)).value();
                sys::print("{} at {}\n", number, sys::now().time_since_epoch().count());
            })
            .value();
    std::array<std::byte, 100> line{};
    const auto got = sys::read(sys::standard_input, line).value();
    sys::write_all(sys::standard_output, {reinterpret_cast<const char*>(line.data()), got}).value();
    sys::print("{}\n", sys::calendar());
}

const auto usual = [] { do_a_little(1ms, 5); };

}  // namespace

BOOST_AUTO_TEST_SUITE(recording)

BOOST_AUTO_TEST_CASE(checksums_are_crc32c) {
    const std::string digits = "123456789", long_text(1000, 'x');
    constexpr std::uint32_t known = 0xe3069283;
    BOOST_TEST(crc32c(std::as_bytes(std::span(digits))) == known);
    BOOST_TEST(detail::crc32c_by_table(std::as_bytes(std::span(digits))) == known);
    BOOST_TEST(crc32c(std::as_bytes(std::span(long_text))) ==
               detail::crc32c_by_table(std::as_bytes(std::span(long_text))));
}

BOOST_AUTO_TEST_CASE(numbers_of_all_lengths_come_back) {
    std::vector<std::byte> bytes;
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    put_varint(~std::uint64_t{0}, bytes);
    put_signed(least, bytes);
    for (unsigned bits = 0; bits < 63; ++bits) {
        put_varint(std::uint64_t{1} << bits, bytes);
        put_signed(-(std::int64_t{1} << bits), bytes);
    }
    VarintReader in(bytes);
    BOOST_TEST(in.varint() == ~std::uint64_t{0});
    BOOST_TEST(in.signed_varint() == least);
    for (unsigned bits = 0; bits < 63; ++bits) {
        BOOST_TEST(in.varint() == std::uint64_t{1} << bits);
        BOOST_TEST(in.signed_varint() == -(std::int64_t{1} << bits));
    }
    BOOST_TEST(in.ok());
    BOOST_TEST(in.empty());
    BOOST_TEST(in.varint() == 0u);
    BOOST_TEST(!in.ok());
}

BOOST_AUTO_TEST_CASE(a_replay_is_the_same_again) {
    const TemporaryFile file;
    const auto recorded = record_run(file.path(), usual);
    const auto again = replay_run(file.path(), usual);
    BOOST_CHECK(again.end.kind == Kind::complete);
    BOOST_TEST(again.end.text == "");
    BOOST_TEST(again.hash == recorded.hash);
    BOOST_TEST(again.output == recorded.output);
    BOOST_TEST(recorded.output.find("what is typed\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_replay_that_goes_differently_says_where_and_how) {
    const TemporaryFile file;
    const auto recorded = record_run(file.path(), usual);
    const auto other_argument = replay_run(file.path(), [] { do_a_little(2ms, 5); });
    BOOST_CHECK(other_argument.end.kind == Kind::diverged);
    BOOST_TEST(other_argument.end.text.find("sleep by task") != std::string::npos, other_argument.end.text);
    const auto shorter = replay_run(file.path(), [] { do_a_little(1ms, 2); });
    BOOST_CHECK(shorter.end.kind == Kind::diverged);
    BOOST_TEST(shorter.end.text.find("recorded is sleep by task 2, but now it is now by task 2") != std::string::npos,
               shorter.end.text);
    const auto longer = replay_run(file.path(), [] {
        do_a_little(1ms, 5);
        sys::get_pid();
    });
    BOOST_CHECK(longer.end.kind == Kind::diverged);
    BOOST_TEST(longer.end.text.find("but now it is get_pid by task 1") != std::string::npos, longer.end.text);
}

BOOST_AUTO_TEST_CASE(what_is_no_longer_asked_is_noticed_at_the_end) {
    const TemporaryFile file;
    record_run(file.path(), [] { sys::print("{}", sys::get_pid().slot); });
    const auto less = replay_run(file.path(), [] { sys::get_pid(); });
    BOOST_CHECK(less.end.kind == Kind::diverged);
}

BOOST_AUTO_TEST_CASE(a_recording_that_is_cut_is_replayed_up_to_there) {
    const TemporaryFile file;
    const auto recorded = record_run(file.path(), usual, false);
    const auto again = replay_run(file.path(), usual);
    BOOST_CHECK(again.end.kind == Kind::cut);
    BOOST_TEST(again.end.text == "the recording is cut after step " + std::to_string(recorded.steps));
    BOOST_TEST(again.output == recorded.output);
}

BOOST_AUTO_TEST_CASE(a_full_disk_ends_the_recording_and_not_the_run) {
    const std::string full = "/dev/full";
    RecordingWriter writer(::open(full.c_str(), O_WRONLY | O_CLOEXEC), full, {});
    BOOST_TEST(!writer.is_open());
    SimulatedWorld inner(7);
    SystemOn<RecordingWorld> system("rr", inner, writer);
    BOOST_CHECK(system.run(usual) == Verdict::Kind::done);
}

BOOST_AUTO_TEST_CASE(choices_and_random_bytes_come_back) {
    const TemporaryFile file;
    std::array<std::byte, 20> bytes{}, again{};
    std::vector<std::size_t> chosen;
    constexpr std::array<std::size_t, 6> options{2, 3, 31, 32, 1000, 1};
    {
        SimulatedWorld inner(9);
        RecordingWriter writer(::open(file.path().c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC), file.path(), bytes);
        RecordingWorld world(inner, writer);
        world.entropy(1, bytes);
        for (const auto count : options) chosen.push_back(world.choose(Choice::program, count));
    }
    const RecordingFile read(file.path());
    const SimulatedWorld person(0);
    ReplayingWorld world(read, syscall_table(), "sim", person);
    world.entropy(1, again);
    BOOST_TEST((again == bytes));
    for (std::size_t i = 0; i < options.size(); ++i) BOOST_TEST(world.choose(Choice::program, options[i]) == chosen[i]);
    BOOST_TEST(!world.ended());
    world.now();
    BOOST_CHECK(world.ended()->kind == Kind::cut);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
