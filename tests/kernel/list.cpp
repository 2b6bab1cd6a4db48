#include "kernel/list.hpp"

#include <boost/test/unit_test.hpp>
#include <deque>
#include <random>
#include <vector>

namespace fibrix::testing {
namespace {

struct Element {
    int number = 0;
    Link<Element> first{}, second{};
};
using First = List<Element, &Element::first>;
using Second = List<Element, &Element::second>;

std::vector<int> numbers(const First& list) {
    std::vector<int> all;
    for (auto* each = list.front(); each != nullptr; each = First::next(*each)) all.push_back(each->number);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(list)

BOOST_AUTO_TEST_CASE(an_empty_list) {
    First list;
    BOOST_TEST(list.empty());
    BOOST_TEST(list.front() == nullptr);
    BOOST_TEST(list.back() == nullptr);
    BOOST_TEST(list.pop_front() == nullptr);
    BOOST_TEST(list.count() == 0u);
}

BOOST_AUTO_TEST_CASE(elements_are_put_and_taken_at_any_place) {
    First list;
    Element a{1}, b{2}, c{3}, d{4};
    list.push_back(b);
    list.push_front(a);
    list.push_back(d);
    list.insert_before(&d, c);
    BOOST_TEST(numbers(list) == (std::vector{1, 2, 3, 4}), boost::test_tools::per_element());
    BOOST_TEST(First::prev(c) == &b);
    list.remove(b);
    list.remove(d);
    BOOST_TEST(list.back() == &c);
    BOOST_TEST(list.pop_front() == &a);
    BOOST_TEST(list.pop_front() == &c);
    BOOST_TEST(list.empty());
}

BOOST_AUTO_TEST_CASE(an_element_is_on_a_list_for_each_of_its_links) {
    First one;
    Second other;
    Element a{1}, b{2};
    for (auto* each : {&a, &b}) {
        one.push_back(*each);
        other.push_front(*each);
    }
    one.remove(a);
    BOOST_TEST(one.front() == &b);
    BOOST_TEST(other.front() == &b);
    BOOST_TEST(other.back() == &a);
}

BOOST_AUTO_TEST_CASE(random_use_agrees_with_a_deque) {
    std::mt19937 random(1);
    First list;
    std::deque<Element*> model;
    std::vector<Element> elements(50);
    for (int i = 0; i < 20'000; ++i) {
        auto& element = elements[random() % elements.size()];
        const auto place = std::find(model.begin(), model.end(), &element);
        if (place != model.end()) {
            model.erase(place);
            list.remove(element);
        } else if (random() % 2 == 0) {
            model.push_back(&element);
            list.push_back(element);
        } else {
            model.push_front(&element);
            list.push_front(element);
        }
        BOOST_REQUIRE(list.count() == model.size());
        BOOST_REQUIRE(list.front() == (model.empty() ? nullptr : model.front()));
        BOOST_REQUIRE(list.back() == (model.empty() ? nullptr : model.back()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
