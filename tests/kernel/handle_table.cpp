#include "kernel/handle_table.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/kernel/printing.hpp"

namespace fibrix::testing {
namespace {

struct Thing final : Object {
    static inline const ObjectKind kind{"thing"};
    explicit Thing(int& counter) : Object(kind), alive(counter) { ++alive; }
    ~Thing() override { --alive; }
    [[nodiscard]] std::string describe() const override { return "thing"; }
    int& alive;
};

struct Other final : Object {
    static inline const ObjectKind kind{"other"};
    Other() : Object(kind) {}
    [[nodiscard]] std::string describe() const override { return "other"; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(handle_table)

BOOST_AUTO_TEST_CASE(the_lowest_free_handle_is_given) {
    int alive = 0;
    HandleTable table;
    for (const Handle expected : {0, 1, 2, 3}) BOOST_TEST(table.add(make_object<Thing>(alive)).value() == expected);
    table.remove(2);
    table.remove(1);
    BOOST_TEST(alive == 2);
    for (const Handle expected : {1, 2, 4}) BOOST_TEST(table.add(make_object<Thing>(alive)).value() == expected);
    BOOST_TEST(table.open() == 5u);
    table.clear();
    BOOST_TEST(alive == 0);
    BOOST_TEST(table.open() == 0u);
    BOOST_TEST(table.add(make_object<Thing>(alive)).value() == 0);
}

BOOST_AUTO_TEST_CASE(a_handle_can_be_chosen) {
    int alive = 0;
    HandleTable table;
    table.assign(2, make_object<Thing>(alive));
    table.assign(2, make_object<Thing>(alive));
    BOOST_TEST(alive == 1);
    BOOST_TEST(table.open() == 1u);
    for (const Handle expected : {0, 1, 3}) BOOST_TEST(table.add(make_object<Thing>(alive)).value() == expected);
}

BOOST_AUTO_TEST_CASE(what_stands_for_nothing_is_not_found) {
    int alive = 0;
    HandleTable table;
    table.add(make_object<Thing>(alive)).value();
    for (const Handle handle : {-1, 1, 1'000'000}) {
        BOOST_TEST(table.find(handle) == nullptr);
        BOOST_TEST(!table.remove(handle));
    }
}

BOOST_AUTO_TEST_CASE(it_has_a_limit) {
    int alive = 0;
    HandleTable table;
    table.limit(2);
    table.add(make_object<Thing>(alive)).value();
    BOOST_TEST(!table.full());
    table.add(make_object<Thing>(alive)).value();
    BOOST_TEST(table.full());
    BOOST_TEST(table.add(make_object<Thing>(alive)).error() == Errno::mfile);
    BOOST_TEST(alive == 2);
    table.remove(0);
    BOOST_TEST(table.add(make_object<Thing>(alive)).value() == 0);
}

BOOST_AUTO_TEST_CASE(an_object_lives_as_long_as_somebody_refers_to_it) {
    int alive = 0;
    HandleTable one, other;
    auto thing = make_object<Thing>(alive);
    one.add(thing).value();
    other.add(thing).value();
    thing = {};
    one.remove(0);
    BOOST_TEST(alive == 1);
    other.remove(0);
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(an_object_is_only_what_it_is) {
    int alive = 0;
    const auto thing = make_object<Thing>(alive);
    BOOST_TEST(object_cast<Thing>(thing.get()) == thing.get());
    BOOST_TEST(object_cast<Other>(static_cast<Object*>(thing.get())) == nullptr);
    BOOST_TEST(object_cast<Thing>(nullptr) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
