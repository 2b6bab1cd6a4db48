#include "userland/kv/list.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <random>
#include <string>
#include <vector>

using namespace fibrix::kv;

BOOST_AUTO_TEST_SUITE(kv_list)

namespace {

using Texts = std::vector<std::string>;

Texts texts_of(const List& list) {
    Texts texts;
    list.for_each([&](std::string_view each) { texts.emplace_back(each); });
    return texts;
}

List list_of(std::size_t count, const std::string& prefix = "") {
    List list;
    for (std::size_t i = 0; i < count; ++i) list.push(End::back, prefix + std::to_string(i));
    return list;
}

std::string range_of(const List& list, std::size_t first, std::size_t count) {
    std::string wire;
    list.visit_range(first, count, [&](std::string_view piece) { wire += piece; });
    return wire;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_wire_form) {
    for (const std::size_t length : {0UL, 1UL, 9UL, 10UL, 99UL, 100UL, 12345UL}) {
        const std::string text(length, 'x');
        std::string wire(wire_size(length), '?');
        BOOST_TEST(write_wire(wire.data(), text) - wire.data() == static_cast<std::ptrdiff_t>(wire.size()));
        BOOST_TEST(wire == "$" + std::to_string(length) + "\r\n" + text + "\r\n");
        BOOST_TEST(text_of(wire) == text);
    }
}

BOOST_AUTO_TEST_CASE(both_ends) {
    List list;
    list.push(End::back, "b");
    list.push(End::front, "a");
    list.push(End::back, "c");
    BOOST_TEST((texts_of(list) == Texts{"a", "b", "c"}));
    BOOST_TEST(list.peek(End::front) == "$1\r\na\r\n");
    BOOST_TEST(list.peek(End::back) == "$1\r\nc\r\n");
    list.drop(End::front, 2);
    BOOST_TEST((texts_of(list) == Texts{"c"}));
    list.drop(End::back, 5);
    BOOST_TEST(list.empty());
    BOOST_TEST(list.memory() == 0u);
}

BOOST_AUTO_TEST_CASE(a_range_comes_as_it_goes_on_the_wire) {
    const auto list = list_of(3000);
    BOOST_TEST(range_of(list, 1, 2) == "$1\r\n1\r\n$1\r\n2\r\n");
    std::string expected;
    for (int i = 900; i < 2100; ++i) {
        const auto text = std::to_string(i);
        expected += "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
    }
    BOOST_TEST(range_of(list, 900, 1200) == expected);
    BOOST_TEST(range_of(list, 0, 0) == "");
}

BOOST_AUTO_TEST_CASE(a_small_list_is_small_and_a_large_one_has_little_overhead) {
    BOOST_TEST(list_of(1).memory() < 200u);
    const auto list = list_of(100'000, "xxx");
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < list.size(); ++i) bytes += list.at(i).size();
    BOOST_TEST(list.memory() < 3 * bytes / 2);
}

BOOST_AUTO_TEST_CASE(removing_skips_and_stops) {
    List list;
    for (int i = 0; i < 1000; ++i) list.push(End::back, i % 2 == 0 ? "even" : std::to_string(i));
    BOOST_TEST(list.count("even") == 500u);
    BOOST_TEST(list.remove("even", 490, 5) == 5u);
    BOOST_TEST(list.size() == 995u);
    BOOST_TEST(text_of(list.at(978)) == "even");
    BOOST_TEST(text_of(list.at(980)) == "981");
    BOOST_TEST(list.remove("even", 0, 1000) == 495u);
    BOOST_TEST(list.size() == 500u);
    BOOST_TEST(list.remove("even", 0, 1000) == 0u);
}

// Against a model: whatever is done in whatever order, all elements are the same, and all memory is accounted for.
BOOST_AUTO_TEST_CASE(it_does_as_a_deque_does) {
    std::mt19937 random(7);  // the same in each run
    List list;
    std::deque<std::string> model;
    for (int turn = 0; turn < 30'000; ++turn) {
        const auto end = random() % 2 == 0 ? End::front : End::back;
        const auto action = random() % 8;
        const auto length = random() % 50 == 0 ? random() % 6000 : random() % 12;
        const std::string text(length, static_cast<char>('a' + random() % 3));
        if (action < 4) {
            list.push(end, text);
            if (end == End::front) model.push_front(text);
            else model.push_back(text);
        } else if (action < 6) {
            const auto count = std::min<std::size_t>(random() % 3, model.size());
            list.drop(end, count);
            for (std::size_t i = 0; i < count; ++i) end == End::front ? model.pop_front() : model.pop_back();
        } else if (action == 6 && !model.empty()) {
            const auto index = random() % model.size();
            list.set(index, text);
            model[index] = text;
        } else if (!model.empty() && turn % 10 == 0) {
            BOOST_TEST(list.remove(text, 0, 1000) == std::erase(model, text));
        }
        BOOST_REQUIRE(list.size() == model.size());
        if (!model.empty()) {
            const auto index = random() % model.size();
            BOOST_REQUIRE(text_of(list.at(index)) == model[index]);
        }
    }
    BOOST_TEST((texts_of(list) == Texts(model.begin(), model.end())));
    list.drop(End::back, list.size());
    BOOST_TEST(list.memory() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
