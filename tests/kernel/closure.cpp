#include "kernel/closure.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

namespace fibrix::testing {
namespace {

// Counts how many of it there are.
template <std::size_t size>
struct Counted {
    int* alive;
    std::array<char, size> rest{};
    explicit Counted(int& counter) : alive(&counter) { ++*alive; }
    Counted(Counted&& other) noexcept : alive(other.alive) { ++*alive; }
    Counted(const Counted& other) : alive(other.alive) { ++*alive; }
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --*alive; }
    int operator()() const { return *alive; }
};

template <std::size_t size>
void check_lifetime() {
    int alive = 0;
    {
        Closure first{Counted<size>(alive)};
        BOOST_TEST(alive == 1);
        Closure second(std::move(first));
        BOOST_TEST(alive == 1);
        BOOST_TEST(!first);  // NOLINT(bugprone-use-after-move): empty is what it promises to be
        BOOST_TEST(second() == 1);
        first = std::move(second);
        BOOST_TEST(alive == 1);
        first = Closure(Counted<size>(alive));
        BOOST_TEST(alive == 1);
        first.clear();
        BOOST_TEST(alive == 0);
        first.clear();
        second = Counted<size>(alive);
        BOOST_TEST(alive == 1);
    }
    BOOST_TEST(alive == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(closure)

BOOST_AUTO_TEST_CASE(it_calls_what_it_was_made_of_and_gives_an_exit_code) {
    Closure empty;
    BOOST_TEST(!empty);
    BOOST_TEST(Closure([] { return 7; })() == 7);
    BOOST_TEST(Closure([] {})() == 0);
    BOOST_TEST(Closure([] { return std::string("no exit code"); })() == 0);
    int calls = 0;
    Closure counting([&calls, own = 0]() mutable { calls = ++own; });
    counting();
    counting();
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(what_is_small_is_kept_in_place) { check_lifetime<1>(); }

BOOST_AUTO_TEST_CASE(what_is_large_is_kept_on_the_heap) { check_lifetime<1000>(); }

BOOST_AUTO_TEST_CASE(what_can_only_be_moved_can_be_kept) {
    Closure owner([number = std::make_unique<int>(5)] { return *number; });
    Closure next(std::move(owner));
    BOOST_TEST(next() == 5);
}

BOOST_AUTO_TEST_CASE(all_bytes_of_a_plain_callable_move_along) {
    long a = 1, b = 2, c = 3, d = 4;
    Closure full([a, b, c, d] { return static_cast<int>(a * 1000 + b * 100 + c * 10 + d); });
    Closure moved(std::move(full));
    BOOST_TEST(moved() == 1234);
}

BOOST_AUTO_TEST_CASE(forgetting_destroys_nothing) {
    int alive = 0;
    { Closure(Counted<1>(alive)).forget(); }
    BOOST_TEST(alive == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
