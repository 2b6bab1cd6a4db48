// A recording that is cut or damaged anywhere is refused in one line, or replayed up to there; never more than that.

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <stdexcept>

#include "kernel/world/recording/crc32c.hpp"
#include "tests/kernel/recorded_run.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using Kind = ReplayEnd::Kind;

void body() {
    for (int round = 0; round < 3; ++round) sys::sleep(1ms);
    std::array<std::byte, 20> line{};
    for (auto got = sys::read(sys::standard_input, line); got && *got > 0; got = sys::read(sys::standard_input, line))
        sys::print("{}\n", sys::calendar());
}

// How the replay of `text` ends; empty if the file is refused, with one line.
std::optional<Kind> outcome_of(const TemporaryFile& file, std::string_view text) {
    file.set(text);
    try {
        return replay_run(file.path(), body).end.kind;
    } catch (const std::runtime_error& refused) {
        BOOST_TEST(std::string(refused.what()).starts_with("replay: '"));
        BOOST_TEST(std::string(refused.what()).find('\n') == std::string::npos);
        return std::nullopt;
    }
}

constexpr std::size_t chunk_head = 3 * sizeof(std::uint32_t);
const std::size_t entries_at = recording_mark.size() + chunk_head + std::strlen("head") + chunk_head;

// As if it had been written so: only what reads the entries can notice.
void correct_checksum(std::string& text) {
    const auto entries = std::as_bytes(std::span(text)).subspan(entries_at);
    const auto checksum = crc32c(entries);
    char* const head = text.data() + entries_at - chunk_head;
    std::memcpy(head + sizeof(std::uint32_t), &checksum, sizeof checksum);
    const auto own = crc32c(std::as_bytes(std::span(head, 2 * sizeof checksum)));
    std::memcpy(head + 2 * sizeof checksum, &own, sizeof own);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recording_damage)

BOOST_AUTO_TEST_CASE(cut_anywhere_it_is_replayed_up_to_there_or_refused) {
    const TemporaryFile file;
    record_run(file.path(), body);
    const auto whole = file.text();
    BOOST_CHECK(outcome_of(file, whole) == Kind::complete);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto outcome = outcome_of(file, std::string_view(whole).substr(0, size));
        if (outcome && *outcome != Kind::cut) BOOST_ERROR("cut at " << size << " and not noticed");
    }
}

BOOST_AUTO_TEST_CASE(any_bit_that_is_wrong_is_noticed) {
    const TemporaryFile file;
    record_run(file.path(), body);
    const auto whole = file.text();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
        if (outcome_of(file, damaged)) BOOST_ERROR("damaged at " << at << " and not refused");
    }
}

BOOST_AUTO_TEST_CASE(nonsense_with_a_right_checksum_harms_nobody) {
    const TemporaryFile file;
    record_run(file.path(), body);
    const auto whole = file.text();
    std::mt19937 random(1);
    constexpr int rounds = 1500;
    for (int round = 0; round < rounds; ++round) {
        auto damaged = whole;
        for (auto left = 1 + random() % 3; left > 0; --left)
            damaged[entries_at + random() % (whole.size() - entries_at)] = static_cast<char>(random());
        correct_checksum(damaged);
        outcome_of(file, damaged);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_recording_is_refused) {
    const TemporaryFile file;
    for (const std::string_view text : {"", "x", "FIBRIXR", "a text that has nothing to do with it"})
        BOOST_TEST(!outcome_of(file, text).has_value());
    std::string other_version(recording_mark.begin(), recording_mark.end());
    other_version.back() = static_cast<char>(recording_mark.back() + 1);
    BOOST_TEST(!outcome_of(file, other_version).has_value());
    BOOST_CHECK_THROW(RecordingFile("/nowhere/at/all"), std::runtime_error);
    BOOST_CHECK_THROW(RecordingFile("/"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
