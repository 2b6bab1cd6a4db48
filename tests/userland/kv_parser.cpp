#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "userland/kv/glob.hpp"
#include "userland/kv/number.hpp"
#include "userland/kv/receive_buffer.hpp"
#include "userland/kv/request_parser.hpp"

using namespace fibrix::kv;

BOOST_AUTO_TEST_SUITE(kv_parser)

namespace {

using Found = RequestParser::Found;
using Commands = std::vector<std::vector<std::string>>;

// Takes what has come through a buffer, as a connection does.
struct Reader {
    ReceiveBuffer buffer;
    RequestParser parser;
    Commands commands;
    std::string error;

    void receive(std::string_view bytes) {
        while (!bytes.empty() && error.empty()) {
            const auto room = buffer.room();
            const auto count = std::min(room.size(), bytes.size());
            std::memcpy(room.data(), bytes.data(), count);
            buffer.received(count);
            bytes.remove_prefix(count);
            take();
        }
    }
    void take() {
        for (;;) {
            const auto found = parser.next(buffer.unread());
            if (found == Found::error) error = parser.error();
            if (found != Found::command) return;
            auto& words = commands.emplace_back();
            for (std::size_t i = 0; i < parser.words().size(); ++i) words.emplace_back(parser.words()[i]);
            buffer.drop(parser.consumed());
        }
    }
};

Commands commands_in(std::string_view bytes) {
    Reader reader;
    reader.receive(bytes);
    BOOST_TEST(reader.error == "");
    return reader.commands;
}

std::string error_of(std::string_view bytes) {
    Reader reader;
    reader.receive(bytes);
    return reader.error;
}

// The value in the middle has a zero byte, which a literal would end at.
std::string mixed_input() {
    std::string input = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$4\r\n";
    input += std::string("\r\n\0x", 4);
    return input + "\r\nPING\r\n\r\n*0\r\n*-1\r\nSET \"b \\x41\\n\" 'it\\'s'\n*2\r\n$3\r\nGET\r\n$0\r\n\r\n";
}
const Commands mixed_commands{
    {"SET", "a", std::string("\r\n\0x", 4)}, {"PING"}, {}, {}, {}, {"SET", "b A\n", "it's"}, {"GET", ""}};

}  // namespace

BOOST_AUTO_TEST_CASE(arrays_and_lines_may_be_mixed) { BOOST_TEST((commands_in(mixed_input()) == mixed_commands)); }

BOOST_AUTO_TEST_CASE(input_may_be_split_at_every_byte) {
    const auto input = mixed_input();
    for (std::size_t i = 0; i <= input.size(); ++i) {
        Reader reader;
        reader.receive(std::string_view(input).substr(0, i));
        reader.receive(std::string_view(input).substr(i));
        BOOST_TEST((reader.commands == mixed_commands), "split at " << i);
    }
}

BOOST_AUTO_TEST_CASE(input_may_come_byte_by_byte) {
    const auto input = mixed_input();
    Reader reader;
    for (const char& each : input) reader.receive({&each, 1});
    BOOST_TEST((reader.commands == mixed_commands));
}

BOOST_AUTO_TEST_CASE(a_value_larger_than_any_buffer) {
    const std::string value(300'000, 'v');
    const auto head = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$300000\r\n";
    const auto twice = head + value + "\r\n" + head + value + "\r\n";
    BOOST_TEST((commands_in(twice) == Commands{{"SET", "key", value}, {"SET", "key", value}}));
}

BOOST_AUTO_TEST_CASE(the_buffer_gets_small_again) {
    Reader reader;
    const std::string value(300'000, 'v');
    reader.receive("*1\r\n$300000\r\n" + value + "\r\n");
    BOOST_TEST(reader.buffer.unread().empty());
    BOOST_TEST(reader.buffer.room().size() <= 64u * 1024);
}

BOOST_AUTO_TEST_CASE(errors_as_redis_says_them) {
    BOOST_TEST(error_of("*x\r\n") == "invalid multibulk length");
    BOOST_TEST(error_of("*01\r\n") == "invalid multibulk length");
    BOOST_TEST(error_of("*2147483648\r\n") == "invalid multibulk length");
    BOOST_TEST(error_of("*99999999999999999999\r\n") == "invalid multibulk length");
    BOOST_TEST(error_of("*1\r\n:3\r\n") == "expected '$', got ':'");
    BOOST_TEST(error_of("*1\r\n$-1\r\n") == "invalid bulk length");
    BOOST_TEST(error_of("*1\r\n$\r\n") == "invalid bulk length");
    BOOST_TEST(error_of("*1\r\n$536870913\r\n") == "invalid bulk length");
    BOOST_TEST(error_of("*1\r\n$536870912\r\n") == "");
    BOOST_TEST(error_of("set \"a\r\n") == "unbalanced quotes in request");
    BOOST_TEST(error_of("set 'a'b\r\n") == "unbalanced quotes in request");
    BOOST_TEST(error_of("*" + std::string(70'000, '1')) == "too big mbulk count string");
    BOOST_TEST(error_of("*1\r\n$" + std::string(70'000, '1')) == "too big bulk count string");
    BOOST_TEST(error_of(std::string(70'000, 'x')) == "too big inline request");
}

BOOST_AUTO_TEST_CASE(a_count_alone_takes_no_memory) {
    RequestParser parser;
    BOOST_TEST((parser.next("*2147483647\r\n$536870912\r\n") == Found::nothing));
}

BOOST_AUTO_TEST_CASE(integers_are_exactly_what_is_printed) {
    for (const auto* text : {"0", "7", "-7", "9223372036854775807", "-9223372036854775808"})
        BOOST_TEST(std::to_string(parse_integer(text).value()) == text);
    for (const auto* text : {"", "-", "+1", "01", "-0", " 1", "1 ", "1x", "9223372036854775808", "-9223372036854775809",
                             "99999999999999999999"})
        BOOST_TEST(!parse_integer(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(patterns) {
    for (const auto& [pattern, text] : std::vector<std::pair<const char*, const char*>>{{"*", ""},
                                                                                        {"*", "abc"},
                                                                                        {"a*c", "abbc"},
                                                                                        {"a*b*c", "axbybzc"},
                                                                                        {"h?llo", "hello"},
                                                                                        {"h[ae]llo", "hallo"},
                                                                                        {"h[^e]llo", "hallo"},
                                                                                        {"h[a-c]llo", "hbllo"},
                                                                                        {"h[c-a]llo", "hbllo"},
                                                                                        {"\\*", "*"},
                                                                                        {"[\\]]", "]"},
                                                                                        {"a**b", "ab"},
                                                                                        {"[ab", "b"}})
        BOOST_TEST(matches(pattern, text), pattern << " " << text);
    for (const auto& [pattern, text] : std::vector<std::pair<const char*, const char*>>{{"", "a"},
                                                                                        {"?", ""},
                                                                                        {"a", ""},
                                                                                        {"a*c", "abb"},
                                                                                        {"h[^e]llo", "hello"},
                                                                                        {"\\*", "a"},
                                                                                        {"a", "ab"},
                                                                                        {"h[a-c]llo", "hdllo"}})
        BOOST_TEST(!matches(pattern, text), pattern << " " << text);
    BOOST_TEST(!matches(std::string(200, '*') + "b", std::string(20'000, 'a')));  // ends soon
    std::string stars;
    for (int i = 0; i < 50; ++i) stars += "a*";
    BOOST_TEST(!matches(stars + "b", std::string(2000, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
