// What was noted is written while a World waits for long, and at no other time.

#include "kernel/world/recording/idle_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

#include "tests/kernel/recorded_run.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

struct Recorded {
    TemporaryFile file;
    RecordingWriter writer{::open(file.path().c_str(), O_WRONLY | O_CLOEXEC), file.path(), {}};
    IdleWriter idle{writer};

    void note() { writer.room().push_back(std::byte{1}); }
    [[nodiscard]] bool grows_within(std::chrono::milliseconds patience) const {
        const auto before = file.text().size();
        const auto until = std::chrono::steady_clock::now() + patience;
        while (file.text().size() == before)
            if (std::chrono::steady_clock::now() > until) return false;
        return true;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(idle_writer)

BOOST_AUTO_TEST_CASE(it_writes_in_a_long_wait_and_in_the_next_one) {
    Recorded recorded;
    for (int wait = 0; wait < 2; ++wait) {
        recorded.note();
        recorded.idle.lend();
        BOOST_TEST(recorded.grows_within(10s));
        recorded.idle.take_back();
        BOOST_TEST(recorded.writer.room().empty());
    }
}

BOOST_AUTO_TEST_CASE(it_writes_nothing_while_the_writer_is_used) {
    Recorded recorded;
    recorded.note();
    BOOST_TEST(!recorded.grows_within(50ms));
}

BOOST_AUTO_TEST_CASE(short_waits_are_left_alone_and_nothing_is_lost_between_them) {
    Recorded recorded;
    constexpr std::size_t waits = 20'000;
    std::size_t noted = 0, written = 0;
    for (; noted < waits; ++noted) {
        recorded.note();
        const auto before = recorded.writer.room().size();
        recorded.idle.lend();
        recorded.idle.take_back();
        if (recorded.writer.room().size() != before) written += before;
    }
    BOOST_TEST(recorded.writer.room().size() + written == noted);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
