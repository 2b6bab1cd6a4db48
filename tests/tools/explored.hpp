// What is explored in tests: tasks that share a few objects.
#pragma once

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "syscalls/sys.hpp"
#include "tests/kernel/fixture.hpp"
#include "tools/explore/subject.hpp"

namespace fibrix::testing {

using explore::Failure;
using explore::Options;
using explore::Strategy;
using explore::Subject;

inline constexpr std::array exact{Strategy::dfs, Strategy::sleep, Strategy::dpor};

/// What the tasks of a subject share, made anew for each execution.
struct Shared {
    Cell<int> x{0, "x"}, y{0, "y"};
    Mutex forks[5];
    ConditionVariable changed;
    Channel<int> meeting{0}, buffer{1};
    Semaphore permits{1};
};

struct Bench {
    std::unique_ptr<Shared> shared;
    Subject subject;

    Bench(std::string name, const std::vector<std::function<void(Shared&)>>& bodies) {
        subject.name = std::move(name);
        subject.begin = [this] { shared = std::make_unique<Shared>(); };
        for (const auto& body : bodies)
            subject.tasks.push_back({fmt::format("task {}", subject.tasks.size()), [this, body] { body(*shared); }});
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench() = default;

    explore::Result search(Strategy strategy, const Options& given = {}) const {
        Options options = given;
        options.strategy = strategy;
        return explore::explore(subject, options);
    }
};

struct Expected {
    std::uint64_t classes, deadlocks = 0, failures = 0;
};

inline void check_counts(const Bench& bench, const Expected& expected) {
    for (const auto strategy : exact) {
        BOOST_TEST_CONTEXT(bench.subject.name << ", strategy " << static_cast<int>(strategy)) {
            const auto result = bench.search(strategy);
            BOOST_TEST(result.complete);
            BOOST_TEST(result.classes == expected.classes);
            BOOST_TEST(result.deadlocks == expected.deadlocks);
            BOOST_TEST(result.failures == expected.failures);
            if (strategy != Strategy::dfs) BOOST_TEST(result.executions == expected.classes);
        }
    }
}

inline std::vector<std::function<void(Shared&)>> philosophers(std::size_t count) {
    std::vector<std::function<void(Shared&)>> bodies;
    for (std::size_t i = 0; i < count; ++i)
        bodies.emplace_back([i, count](Shared& shared) {
            shared.forks[i].lock();
            shared.forks[(i + 1) % count].lock();
            shared.forks[(i + 1) % count].unlock();
            shared.forks[i].unlock();
        });
    return bodies;
}

inline void add_one(Shared& shared) { shared.x.store(shared.x.load() + 1); }

}  // namespace fibrix::testing
