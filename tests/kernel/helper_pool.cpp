// Helper threads: a job that blocks holds up neither the others nor the end.

#include "kernel/world/helper_pool.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <future>

namespace fibrix::testing {
namespace {

struct Wake {
    int descriptor = ::eventfd(0, EFD_CLOEXEC);
    Wake() = default;
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    ~Wake() { ::close(descriptor); }

    /// False if nobody has written it for ten seconds.
    [[nodiscard]] bool wait() const {
        constexpr int patience = 10'000;
        pollfd look{descriptor, POLLIN, 0};
        std::uint64_t count = 0;
        return ::poll(&look, 1, patience) == 1 && ::read(descriptor, &count, sizeof count) == sizeof count;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(helper_pool)

BOOST_AUTO_TEST_CASE(jobs_run_beside_one_that_blocks) {
    const Wake wake;
    HelperPool pool(wake.descriptor, 2);
    std::promise<void> release;
    std::string course;
    pool.run([&course, blocked = release.get_future().share()] {
        blocked.wait();
        return [&course] { course += "blocked "; };
    });
    for (int i = 0; i < 3; ++i) {
        pool.run([&course] { return [&course] { course += "other "; }; });
        BOOST_REQUIRE(wake.wait());
        pool.reap();
    }
    BOOST_TEST(course == "other other other ");
    release.set_value();
    BOOST_REQUIRE(wake.wait());
    pool.reap();
    BOOST_TEST(course == "other other other blocked ");
}

BOOST_AUTO_TEST_CASE(the_end_waits_for_nobody) {
    std::promise<void> release, started;
    {
        const Wake wake;
        HelperPool pool(wake.descriptor, 1);
        pool.run([&started, blocked = release.get_future().share()] {
            started.set_value();
            blocked.wait();
            return [] { BOOST_TEST(false, "there is nobody to be told"); };
        });
        pool.run([] { return [] { BOOST_TEST(false, "it was never begun"); }; });
        started.get_future().wait();
    }
    release.set_value();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
