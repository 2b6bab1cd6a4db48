#include "kernel/stack.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <set>
#include <vector>

#include "kernel/fiber.hpp"

namespace fibrix::testing {
namespace {

Stack* take(StackPool& pool, StackSize size) {
    BOOST_REQUIRE(pool.reserve(size));
    return pool.take(size);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stack)

BOOST_AUTO_TEST_CASE(the_last_one_given_back_is_the_next_one_taken) {
    StackPool pool(&fiber_entry);
    auto* first = take(pool, StackSize::k64);
    auto* second = take(pool, StackSize::k64);
    BOOST_TEST(pool.in_use() == 2u);
    pool.give_back(*first);
    pool.give_back(*second);
    BOOST_TEST(take(pool, StackSize::k64) == second);
    BOOST_TEST(take(pool, StackSize::k64) == first);
    pool.abandon(*first);
    BOOST_TEST(take(pool, StackSize::k64) == first);
    for (auto* each : {first, second}) pool.give_back(*each);
    BOOST_TEST(pool.in_use() == 0u);
}

BOOST_AUTO_TEST_CASE(every_size_class_has_at_least_its_bytes_but_for_guard_and_colour) {
    StackPool pool(&fiber_entry);
    constexpr std::size_t overhead = 4096 + 16 * 64 + sizeof(Stack);
    for (std::size_t i = 0; i < stack_sizes; ++i) {
        const auto size = static_cast<StackSize>(i);
        auto* each = take(pool, size);
        BOOST_TEST(each->usable() + overhead >= bytes_of(size));
        BOOST_TEST((each->size == size));
        std::memset(each->bottom, 1, 64);
        pool.give_back(*each);
    }
}

BOOST_AUTO_TEST_CASE(stacks_do_not_overlap_and_their_tops_are_staggered) {
    StackPool pool(&fiber_entry);
    std::vector<Stack*> all;
    std::set<std::uintptr_t> colours;
    for (int i = 0; i < 64; ++i) {
        all.push_back(take(pool, StackSize::k16));
        colours.insert(reinterpret_cast<std::uintptr_t>(all.back()->top) % 4096);
    }
    for (std::size_t i = 1; i < all.size(); ++i) BOOST_TEST((all[i - 1]->top < all[i]->bottom));
    BOOST_TEST(colours.size() == 16u);
    for (auto* each : all) pool.give_back(*each);
}

BOOST_AUTO_TEST_CASE(a_guard_hit_is_found_and_names_its_stack) {
    StackPool pool(&fiber_entry);
    auto* lower = take(pool, StackSize::k64);
    auto* upper = take(pool, StackSize::k64);
    for (auto* each : {lower, upper}) {
        BOOST_TEST(pool.guard_hit(each->bottom - 1) == each);
        BOOST_TEST(pool.guard_hit(each->bottom - 4096) == each);
        BOOST_TEST(pool.guard_hit(each->bottom) == nullptr);
        BOOST_TEST(pool.guard_hit(each->top) == nullptr);
    }
    int elsewhere = 0;
    BOOST_TEST(pool.guard_hit(&elsewhere) == nullptr);
    BOOST_TEST(pool.guard_hit(nullptr) == nullptr);
    for (auto* each : {upper, lower}) pool.give_back(*each);
}

BOOST_AUTO_TEST_CASE(high_water_is_what_was_used_since_the_cleaning) {
    StackPool pool(&fiber_entry);
    auto* each = take(pool, StackSize::k64);
    StackPool::clean(*each);
    const auto fresh = StackPool::high_water(*each);
    BOOST_TEST(fresh < 1024u);
    std::memset(each->top - 20'000, 1, 100);
    BOOST_TEST(StackPool::high_water(*each) >= 20'000u);
    BOOST_TEST(StackPool::high_water(*each) < 20'100u);
    StackPool::clean(*each);
    BOOST_TEST(StackPool::high_water(*each) == fresh);
    pool.give_back(*each);
}

BOOST_AUTO_TEST_CASE(a_reservation_is_refused_at_the_limit_and_given_again_after_one_is_taken_back) {
    StackPool pool(&fiber_entry);
    pool.limit(2);
    BOOST_TEST(pool.reserve(StackSize::k64));
    BOOST_TEST(pool.reserve(StackSize::k64));
    BOOST_TEST(!pool.reserve(StackSize::k64));
    BOOST_TEST(pool.reserve(StackSize::k16));  // each class has its own
    pool.unreserve(StackSize::k64);
    BOOST_TEST(pool.reserve(StackSize::k64));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
