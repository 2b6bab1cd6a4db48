#include "userland/kv/snapshot.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/userland/kv_fixture.hpp"

using namespace fibrix::kv;
using fibrix::testing::KvSystem;

BOOST_AUTO_TEST_SUITE(kv_snapshot)

namespace {

using Verdict = Snapshot::Verdict;

constexpr auto reading = "GET s\nGET empty\nPTTL t\nLRANGE l 0 -1\nHGETALL h\nDBSIZE\nTTL s";

void fill(KvSystem& system) {
    system.state.store.set_now(1'000'000);
    system.give(
        "SET s \"\\x00\\xff text\"\nSET empty \"\"\nSET t soon PX 500\nRPUSH l one \"\" three\nHSET h f v g \"\"");
    for (int i = 0; i < 300; ++i) system.give("SET key:" + std::to_string(i) + " " + std::string(200, 'x'));
}

}  // namespace

BOOST_AUTO_TEST_CASE(everything_comes_back) {
    KvSystem first, second;
    fill(first);
    const auto bytes = Snapshot::encode(first.state.store);
    second.state.store.set_now(1'000'100);
    second.give("SET other value");
    BOOST_TEST((Snapshot::decode(bytes, second.state.store) == Verdict::good));
    first.state.store.set_now(1'000'100);
    BOOST_TEST(second.give(reading) == first.give(reading));
    BOOST_TEST(second.give("GET other") == "$-1\r\n");
    BOOST_TEST(Snapshot::encode(second.state.store) == bytes);
    BOOST_TEST(second.state.store.memory() == first.state.store.memory());
}

BOOST_AUTO_TEST_CASE(what_has_run_out_meanwhile_is_not_read) {
    KvSystem first, second;
    fill(first);
    second.state.store.set_now(1'000'500);
    BOOST_TEST((Snapshot::decode(Snapshot::encode(first.state.store), second.state.store) == Verdict::good));
    BOOST_TEST(second.state.store.size() == first.state.store.size() - 1);
    first.state.store.set_now(1'000'500);  // and not written either
    BOOST_TEST(Snapshot::encode(first.state.store) == Snapshot::encode(second.state.store));
}

BOOST_AUTO_TEST_CASE(an_empty_data_set) {
    KvSystem system;
    const auto bytes = Snapshot::encode(system.state.store);
    system.give("SET a b");
    BOOST_TEST((Snapshot::decode(bytes, system.state.store) == Verdict::good));
    BOOST_TEST(system.state.store.size() == 0u);
}

BOOST_AUTO_TEST_CASE(damage_is_found_and_changes_nothing) {
    KvSystem first, second;
    first.give("SET s text\nRPUSH l one two\nHSET h f v\nSET t soon PX 500");
    const auto bytes = Snapshot::encode(first.state.store);
    second.give("SET kept value");
    for (std::size_t length = 0; length < bytes.size(); ++length)
        BOOST_TEST((Snapshot::decode(bytes.substr(0, length), second.state.store) != Verdict::good), length);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (const int bit : {1, 128}) {
            auto changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ bit);
            BOOST_TEST((Snapshot::decode(changed, second.state.store) != Verdict::good), i);
        }
    BOOST_TEST((Snapshot::decode(bytes + "x", second.state.store) == Verdict::damaged));
    BOOST_TEST(second.give("GET kept\nDBSIZE") == "$5\r\nvalue\r\n:1\r\n");
}

BOOST_AUTO_TEST_CASE(a_right_seal_on_wrong_content_is_damage_too) {
    const auto seal = [](std::string content) {
        content.insert(0, "fibrix-kv\x01");
        const auto hash = hash_of(content);
        for (int i = 0; i < 8; ++i) content += static_cast<char>(hash >> (8 * i));
        return content;
    };
    KvSystem system;
    const auto verdict = [&](std::string content) {
        return Snapshot::decode(seal(std::move(content)), system.state.store);
    };
    using namespace std::string_literals;
    BOOST_TEST((verdict("\0"s) == Verdict::good));
    BOOST_TEST((verdict("\x01\x01"
                        "a\0\x01"
                        "b\0"s) == Verdict::good));
    for (const auto& content :
         {""s, "\0\0"s, "\4\1a\0\1b\0"s,                                  // nothing; behind the end; an unknown type
          "\1\1a\0\x7f\0"s, "\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"s,  // a text longer than what is there
          "\1\1a\0\1b\1\1a\0\1c\0"s,                                      // a key twice
          "\2\1a\0\xff\xff\xff\xff\x0f\1b\0"s,                            // a list longer than what is there
          "\1\1a\0\1b"s, "\1"s, "\x80"s})                                 // no end
        BOOST_TEST((verdict(content) == Verdict::damaged), content);
}

BOOST_AUTO_TEST_CASE(what_is_no_snapshot) {
    KvSystem system;
    BOOST_TEST((Snapshot::decode("REDIS0009", system.state.store) == Verdict::foreign));
    auto bytes = Snapshot::encode(system.state.store);
    bytes[9] = 2;
    BOOST_TEST((Snapshot::decode(bytes, system.state.store) == Verdict::newer));
    BOOST_TEST(to_string(Verdict::newer) == "a snapshot of a newer version");
}

BOOST_AUTO_TEST_SUITE_END()
