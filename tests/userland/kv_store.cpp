#include "userland/kv/store.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace fibrix::kv;

BOOST_AUTO_TEST_SUITE(kv_store)

namespace {

Entry& put(Store& store, std::string_view key, std::string_view text = "value", std::int64_t expiry = Expiry::never) {
    Entry& entry = store.add(key);
    const Store::Change change(store, entry);
    std::get<std::string>(entry.value.value).assign(text);
    store.set_expiry(entry, expiry);
    return entry;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_table_does_as_a_map_does) {
    std::mt19937 random(11);  // the same in each run
    HashTable<std::string> table;
    std::map<std::string, std::string> model;
    for (int turn = 0; turn < 60'000; ++turn) {
        // It grows to some thousands and shrinks again.
        const auto key = "key:" + std::to_string(random() % 5000);
        const bool grows = turn < 30'000 ? random() % 4 != 0 : random() % 4 == 0;
        auto* const found = table.find(key);
        BOOST_REQUIRE((found != nullptr) == model.contains(key));
        if (found != nullptr) BOOST_REQUIRE(found->value == model[key]);
        if (grows && found == nullptr) {
            table.add(key).value = model[key] = std::to_string(turn);
        } else if (!grows && found != nullptr) {
            table.erase(*found);
            model.erase(key);
        }
        BOOST_REQUIRE(table.size() == model.size());
    }
    std::size_t visited = 0;
    table.for_each([&](const auto& node) { visited += model.at(std::string(node.key())) == node.value ? 1 : 0; });
    BOOST_TEST(visited == model.size());
    for (const auto& [key, value] : model) table.erase(*table.find(key));
    BOOST_TEST(table.empty());
    BOOST_TEST(table.memory() < 1000u);
}

BOOST_AUTO_TEST_CASE(a_scan_misses_nothing_while_the_table_grows_and_shrinks) {
    HashTable<int> table;
    for (int i = 0; i < 1000; ++i) table.add("stays:" + std::to_string(i));
    std::multiset<std::string> seen;
    std::uint64_t cursor = 0;
    int turn = 0;
    do {
        cursor = table.scan(cursor, 7, [&](const auto& node) { seen.emplace(node.key()); });
        for (int i = 0; i < 200; ++i, ++turn) {
            if (turn < 10'000) table.add("comes:" + std::to_string(turn));
            else if (turn < 20'000) table.erase(*table.find("comes:" + std::to_string(turn - 10'000)));
        }
    } while (cursor != 0);
    for (int i = 0; i < 1000; ++i) BOOST_TEST(seen.count("stays:" + std::to_string(i)) == 1u);
}

BOOST_AUTO_TEST_CASE(hashes_are_spread) {
    std::set<std::uint64_t> upper, all;
    for (int i = 0; i < 4096; ++i) {
        const auto hash = hash_of("key:" + std::to_string(i));
        upper.insert(hash >> 52);
        all.insert(hash);
    }
    BOOST_TEST(all.size() == 4096u);
    BOOST_TEST(upper.size() > 2400u);  // of 4096 balls in 4096 urns, 63 % are hit
    std::set<std::uint64_t> lengths;
    for (std::size_t length = 0; length < 200; ++length) lengths.insert(hash_of(std::string(length, '\0')));
    BOOST_TEST(lengths.size() == 200u);
}

BOOST_AUTO_TEST_CASE(an_entry_whose_time_has_come_is_not_found) {
    Store store;
    store.set_now(1000);
    put(store, "a", "value", 1001);
    BOOST_TEST(store.find("a") != nullptr);
    store.set_now(1001);
    BOOST_TEST(store.find("a") == nullptr);
    BOOST_TEST(store.size() == 0u);
    BOOST_TEST(store.expired() == 1u);
}

BOOST_AUTO_TEST_CASE(entries_go_in_the_order_of_their_times) {
    Store store;
    std::mt19937 random(3);  // the same in each run
    std::map<std::string, std::int64_t> times;
    for (int i = 0; i < 2000; ++i) {
        const auto key = std::to_string(random() % 500);
        Entry* const found = store.find(key);
        const auto at = random() % 5 == 0 ? Expiry::never : static_cast<std::int64_t>(1 + random() % 1000);
        if (found == nullptr) put(store, key, "value", at);
        else if (random() % 8 == 0) store.erase(*found);
        else store.set_expiry(*found, at);
        if (store.find(key) == nullptr) times.erase(key);
        else times[key] = at;
    }
    for (std::int64_t now = 1; now <= 1000; ++now) {
        store.set_now(now);
        while (store.expire(2)) {
        }
        std::erase_if(times, [&](const auto& each) { return each.second <= now; });
        BOOST_REQUIRE(store.size() == times.size());
        BOOST_REQUIRE(store.next_expiry() > now);
    }
    BOOST_TEST(store.volatile_size() == 0u);
    BOOST_TEST(store.next_expiry() == Expiry::never);
}

BOOST_AUTO_TEST_CASE(memory_is_what_the_values_take) {
    Store store;
    const auto before = store.memory();
    Entry& entry = put(store, "a", std::string(1000, 'x'));
    BOOST_TEST(store.memory() > before + 1000);
    BOOST_TEST(store.memory() < before + 1500);
    store.rename(entry, "b");
    BOOST_TEST(store.find("a") == nullptr);
    Entry& renamed = *store.find("b");
    {
        const Store::Change change(store, renamed);
        auto& list = renamed.value.value.emplace<List>();
        for (int i = 0; i < 1000; ++i) list.push(End::back, "0123456789");
    }
    BOOST_TEST(store.memory() > before + 10'000);
    store.erase(renamed);
    put(store, "c", "");
    store.erase(*store.find("c"));
    BOOST_TEST(store.memory() < 500u);
}

BOOST_AUTO_TEST_CASE(a_list_that_gets_empty_goes) {
    Store store;
    Entry& entry = put(store, "a");
    {
        const Store::Change change(store, entry);
        entry.value.value.emplace<List>();
    }
    BOOST_TEST(store.find("a") == nullptr);
}

BOOST_AUTO_TEST_CASE(some_key_is_one_that_is_there) {
    Store store;
    BOOST_TEST(store.any() == nullptr);
    std::set<std::string> seen;
    for (int i = 0; i < 10; ++i) put(store, std::to_string(i));
    put(store, "gone", "value", 5);
    store.set_now(5);
    for (int i = 0; i < 500; ++i) seen.emplace(store.any()->key());
    BOOST_TEST(seen.size() == 10u);
}

BOOST_AUTO_TEST_SUITE_END()
