// What commands do that redis is not asked about: time, memory, order. The rest is compared with redis itself, in
// tests/end_to_end/test_kv_beside_redis.py.

#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/userland/kv_fixture.hpp"

using fibrix::testing::KvClient;
using fibrix::testing::KvSystem;

BOOST_AUTO_TEST_SUITE(kv_commands)

namespace {

std::size_t count(const std::string& text, std::string_view piece) {
    std::size_t found = 0;
    for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++found;
    return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_are_found_whatever_their_letters) {
    KvSystem system;
    BOOST_TEST(system.give("pInG") == "+PONG\r\n");
    for (const auto* each : {"ping\\x00", "pin", "pingg", "p\\x09ng", "averylongnameofnocommand"})
        BOOST_TEST(system.give("\"" + std::string(each) + "\"").starts_with("-ERR unknown command"), each);
    const auto& all = system.state.commands.all();
    BOOST_TEST(all.size() > 60u);
    for (const auto* each : all) BOOST_TEST(system.state.commands.find(each->name) == each);
}

BOOST_AUTO_TEST_CASE(keys_live_as_long_as_they_should) {
    KvSystem system;
    auto& store = system.state.store;
    store.set_now(5000);
    system.give(
        "SET a 1 PX 100\nSETEX b 2 x\nSET c 1 EX 1\nSET c 2 KEEPTTL\nSET d 1 EX 1\nSET d 2\nSET e 1\nEXPIRE e 1");
    BOOST_TEST(system.give("PTTL a\nTTL b\nPTTL c\nPTTL d\nPTTL none\nTTL a") ==
               ":100\r\n:2\r\n:1000\r\n:-1\r\n:-2\r\n:0\r\n");
    store.set_now(5099);
    BOOST_TEST(system.give("EXISTS a") == ":1\r\n");
    store.set_now(5100);
    BOOST_TEST(system.give("EXISTS a\nGET a\nTYPE a\nDEL a") == ":0\r\n$-1\r\n+none\r\n:0\r\n");
    BOOST_TEST(system.give("INCR b") == "-ERR value is not an integer or out of range\r\n");
    BOOST_TEST(system.give("PERSIST e\nPERSIST e\nPTTL e") == ":1\r\n:0\r\n:-1\r\n");
    BOOST_TEST(system.give("EXPIREAT e 7\nPTTL e\nEXPIREAT e 5\nEXISTS e") == ":1\r\n:1900\r\n:1\r\n:0\r\n");
    store.set_now(6000);
    BOOST_TEST(system.give("GET c\nGET d\nKEYS [ac]*\nDBSIZE") == "$-1\r\n$1\r\n2\r\n*0\r\n:2\r\n");
}

BOOST_AUTO_TEST_CASE(a_renamed_key_keeps_its_time_and_a_counted_one_too) {
    KvSystem system;
    system.give("SET a 1 PX 100\nSET b 2 PX 900\nRENAME a b\nINCR b\nAPPEND b 0");
    BOOST_TEST(system.give("PTTL b\nGET b\nDBSIZE") == ":100\r\n$2\r\n20\r\n:1\r\n");
}

BOOST_AUTO_TEST_CASE(above_the_limit_of_memory_nothing_is_added) {
    KvSystem system;
    system.state.max_memory = 100'000;
    const auto refused = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
    std::string reply;
    int set = 0;
    for (; set < 1000 && reply != refused; ++set)
        reply = system.give("SET key:" + std::to_string(set) + " " + std::string(1000, 'x'));
    BOOST_TEST(set > 80);
    BOOST_TEST(set < 120);
    BOOST_TEST(system.give("LPUSH l a") == refused);
    BOOST_TEST(system.give("GET none\nDEL key:1 key:2 key:3") == "$-1\r\n:3\r\n");
    BOOST_TEST(system.give("LPUSH l a") == ":1\r\n");
}

BOOST_AUTO_TEST_CASE(memory_comes_back_when_all_is_deleted) {
    KvSystem system;
    const auto empty = system.state.store.memory();
    for (int turn = 0; turn < 2; ++turn) {
        for (int i = 0; i < 100; ++i) {
            const auto key = std::to_string(i);
            system.give("SET s" + key + " " + std::string(100, 'x') + "\nAPPEND s" + key + " more\nRPUSH l" + key +
                        " a b c\nLSET l" + key + " 1 longer\nLREM l" + key + " 0 a\nHSET h" + key + " f v g " +
                        std::string(50, 'y') + "\nHDEL h" + key + " f\nSET s" + key + " short\nSET l" + key +
                        " string");
        }
        BOOST_TEST(system.state.store.memory() > empty + 10'000);
        for (int i = 0; i < 100; ++i) system.give("DEL s" + std::to_string(i) + " l" + std::to_string(i));
        for (int i = 0; i < 100; ++i) system.give("HDEL h" + std::to_string(i) + " g");
        BOOST_TEST(system.state.store.size() == 0u);
        BOOST_TEST(system.state.store.memory() < 500u);
    }
}

BOOST_AUTO_TEST_CASE(a_scan_by_its_cursor_gives_each_key_once) {
    KvSystem system;
    std::string all = "MSET";
    for (int i = 0; i < 100; ++i) all += " key:" + std::to_string(i) + " v";
    system.give(all);
    std::string cursor = "0", seen;
    int turns = 0;
    do {
        const auto reply = system.give("SCAN " + cursor + " COUNT 8 MATCH key:*");
        const auto begin = reply.find("\r\n", 4) + 2;
        cursor = reply.substr(begin, reply.find("\r\n", begin) - begin);
        seen += reply;
        ++turns;
    } while (cursor != "0");
    BOOST_TEST(turns == 13);
    BOOST_TEST(count(seen, "\r\nkey:") == 100u);
    BOOST_TEST(system.give("SCAN 0 COUNT 1000 TYPE list") == "*2\r\n$1\r\n0\r\n*0\r\n");
}

BOOST_AUTO_TEST_CASE(messages_go_to_all_who_listen) {
    KvSystem system;
    KvClient one(system.state), two(system.state);
    BOOST_TEST(one.give("SUBSCRIBE a b a") ==
               "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n"
               "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:2\r\n");
    two.give("PSUBSCRIBE a*\nSUBSCRIBE a");
    two.take();
    BOOST_TEST(system.give("PUBLISH a hello\nPUBLISH none hello") == ":3\r\n:0\r\n");
    BOOST_TEST(one.take() == "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$5\r\nhello\r\n");
    BOOST_TEST(two.take() == "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$5\r\nhello\r\n"
                             "*4\r\n$8\r\npmessage\r\n$2\r\na*\r\n$1\r\na\r\n$5\r\nhello\r\n");
    std::set<const void*> ready;
    while (auto* each = system.state.broker.take_ready()) ready.insert(each);
    BOOST_TEST(ready.size() == 2u);
    two.give("UNSUBSCRIBE");
    BOOST_TEST(system.give("PUBLISH a hello") == ":2\r\n");
}

BOOST_AUTO_TEST_CASE(one_who_goes_is_forgotten) {
    KvSystem system;
    {
        KvClient gone(system.state);
        gone.give("SUBSCRIBE a\nPSUBSCRIBE *");
        BOOST_TEST(system.give("PUBLISH a hello") == ":2\r\n");
    }
    BOOST_TEST(system.state.broker.take_ready() == nullptr);
    BOOST_TEST(system.give("PUBLISH a hello") == ":0\r\n");
    BOOST_TEST(system.state.broker.channels() + system.state.broker.patterns() == 0u);
}

BOOST_AUTO_TEST_CASE(one_who_does_not_read_is_bounded) {
    KvSystem system;
    KvClient deaf(system.state);
    deaf.give("SUBSCRIBE a");
    const auto message = "PUBLISH a " + std::string(60'000, 'x');
    for (int i = 0; i < 1000; ++i) system.give(message);
    BOOST_TEST(deaf.overflowed());
    BOOST_TEST(deaf.out.size() < fibrix::kv::Subscriber::most_unsent + 100'000);
    BOOST_TEST(system.state.broker.take_ready() == &deaf);
}

BOOST_AUTO_TEST_CASE(quit_and_save) {
    KvSystem system;
    BOOST_TEST(system.give("SAVE") == "-ERR this server has no file to save to (kv --snapshot FILE)\r\n");
    BOOST_TEST(!system.client.leaving);
    BOOST_TEST(system.give("QUIT") == "+OK\r\n");
    BOOST_TEST(system.client.leaving);
}

BOOST_AUTO_TEST_SUITE_END()
