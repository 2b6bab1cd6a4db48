// Several processes search together: they count what one would.

#include <csignal>

#include "tests/tools/explored.hpp"

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(explorer_jobs)

BOOST_AUTO_TEST_CASE(any_number_of_processes_counts_the_same) {
    Bench bench("four who share", philosophers(4));
    bench.subject.check = [&bench] { return bench.shared->x.peek() == 0 ? std::string() : std::string("x"); };
    for (const auto strategy : {Strategy::dfs, Strategy::sleep, Strategy::dpor, Strategy::random, Strategy::pos}) {
        Options options;
        options.max_executions = strategy >= Strategy::random ? 700 : 0;
        const auto alone = bench.search(strategy, options);
        options.jobs = 1;
        const auto one = bench.search(strategy, options);
        for (const auto jobs : {2u, 3u}) {
            options.jobs = jobs;
            const auto several = bench.search(strategy, options);
            BOOST_TEST_CONTEXT("strategy " << static_cast<int>(strategy) << ", " << jobs << " processes") {
                for (const auto* other : {&one, &alone}) {
                    BOOST_TEST(several.complete == other->complete);
                    BOOST_TEST(several.executions == other->executions);
                    BOOST_TEST(several.classes == other->classes);
                    BOOST_TEST(several.deadlocks == other->deadlocks);
                    BOOST_TEST(several.failures == other->failures);
                    BOOST_TEST(*several.min_preemptions == *other->min_preemptions);
                    BOOST_TEST(several.counterexample->schedule == other->counterexample->schedule);
                }
                BOOST_TEST(several.blocked == one.blocked);
                BOOST_TEST(several.hash == one.hash);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_process_that_crashes_has_found_a_crash) {
    Bench bench("crash", {[](Shared& s) {
                              if (s.x.load() == 1) ::raise(SIGKILL);
                              s.y.store(1);
                          },
                          [](Shared& s) { s.x.store(1), static_cast<void>(s.y.load()); }});
    Options options;
    options.jobs = 2;
    const auto result = bench.search(Strategy::dpor, options);
    BOOST_REQUIRE(result.counterexample);
    BOOST_TEST((result.counterexample->failure == Failure::crash));
    BOOST_TEST(result.counterexample->what.find("Killed") != std::string::npos);
    BOOST_TEST(result.counterexample->steps.back().request == "cell_load(cell=x)");
    BOOST_TEST(result.failures > 0);
    BOOST_TEST(result.classes > result.failures);  // the search went on
    BOOST_TEST(!result.complete);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
