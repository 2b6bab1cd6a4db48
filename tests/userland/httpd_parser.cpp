#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "userland/httpd/request_parser.hpp"

using namespace fibrix::httpd;

BOOST_AUTO_TEST_SUITE(httpd_parser)

namespace {

using Found = RequestParser::Found;

constexpr RequestLimits limits{200, 50, 100};

// Gives what has come in pieces of at most `piece` bytes, as a connection does; keeps what was found.
struct Reader {
    RequestParser parser{limits};
    std::string unread;
    std::vector<std::string> targets;
    Status status = Status::ok;
    bool waiting = false;

    void receive(std::string_view bytes, std::size_t piece = 1'000'000) {
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            unread += bytes.substr(0, piece);
            while (status == Status::ok && take()) {
            }
        }
    }
    bool take() {
        const auto found = parser.next(unread);
        unread.erase(0, parser.consumed());
        if (found == Found::request) targets.push_back(parser.request().target);
        if (found == Found::error) status = parser.status();
        if (found == Found::waiting) waiting = true;
        return found == Found::request;
    }
};

Status status_of(std::string_view bytes) {
    Reader whole, pieces;
    whole.receive(bytes);
    pieces.receive(bytes, 1);
    BOOST_TEST_CONTEXT(bytes) BOOST_TEST(static_cast<int>(whole.status) == static_cast<int>(pieces.status));
    return whole.status;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_asked_for) {
    Reader reader;
    reader.receive("GET /a?b HTTP/1.1\r\nhost: x\r\nRange: bytes=0-1\r\nIf-Range: \"e\"\r\nIf-None-Match: \"a\"\r\n"
                   "If-None-Match: \"b\"\r\nIf-Modified-Since: then\r\n\r\n");
    BOOST_REQUIRE(reader.targets == std::vector<std::string>{"/a?b"});
    const auto& request = reader.parser.request();
    BOOST_TEST((request.method == Request::Method::get && request.version_1_1 && request.keep_alive));
    BOOST_TEST(request.range == "bytes=0-1");
    BOOST_TEST(request.if_range == "\"e\"");
    BOOST_TEST(request.if_none_match == "\"a\",\"b\"");
    BOOST_TEST(request.if_modified_since == "then");
}

BOOST_AUTO_TEST_CASE(the_next_request_knows_nothing_of_the_one_before) {
    Reader reader;
    reader.receive("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\nHEAD /b HTTP/1.0\r\n\r\n");
    BOOST_TEST(reader.targets == (std::vector<std::string>{"/a", "/b"}), boost::test_tools::per_element());
    const auto& request = reader.parser.request();
    BOOST_TEST((request.method == Request::Method::head && !request.version_1_1 && !request.keep_alive));
    BOOST_TEST(request.range == "");
}

BOOST_AUTO_TEST_CASE(however_it_is_cut) {
    const std::string_view bytes =
        "\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"
        "0123456789POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;x=y\r\nabc\r\n0\r\nHost: x\r\n\r\nGET /d HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        Reader reader;
        reader.receive(bytes, piece);
        BOOST_TEST(reader.targets == (std::vector<std::string>{"/a", "/b", "/c", "/d"}),
                   boost::test_tools::per_element());
        BOOST_TEST((reader.parser.request().keep_alive && reader.unread.empty() && !reader.parser.in_the_middle()));
    }
}

BOOST_AUTO_TEST_CASE(a_body_of_no_chunks_in_pieces) {
    Reader reader;
    reader.receive("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1);
    BOOST_TEST(reader.targets == (std::vector<std::string>{"/a"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(methods) {
    Reader reader;
    reader.receive("PUT / HTTP/1.0\r\n\r\n");
    BOOST_TEST((reader.parser.request().method == Request::Method::other));
    reader.receive("FROB / HTTP/1.0\r\n\r\n");
    BOOST_TEST((reader.parser.request().method == Request::Method::unknown));
}

BOOST_AUTO_TEST_CASE(somebody_waits_to_be_told_to_go_on) {
    Reader reader;
    reader.receive("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    BOOST_TEST((reader.waiting && reader.targets.empty()));
    reader.receive("abc");
    BOOST_TEST(reader.targets.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_apart) {
    for (const auto* bytes :
         {"GET\r\n\r\n", "GET /\r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
          "G\x01T / HTTP/1.0\r\n\r\n", "GET /\x01 HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nA: \x01\r\n\r\n",
          "GET / XTTP/1.0\r\n\r\n", "POST / HTTP/1.0\r\nContent-Length: x\r\n\r\n",
          "POST / HTTP/1.0\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "\x16\x03\x01\x02\r\n\r\n"})
        BOOST_TEST((status_of(bytes) == Status::bad_request), bytes);
    Reader of_lines;
    of_lines.receive("GET / HTTP/1.1\nHost: x\n\n");  // in pieces it would be waited for an end
    BOOST_TEST((of_lines.status == Status::bad_request));
    BOOST_TEST((status_of("GET / HTTP/2.0\r\n\r\n") == Status::version_not_supported));
    BOOST_TEST((status_of("POST / HTTP/1.0\r\nContent-Length: 101\r\n\r\n") == Status::content_too_large));
    BOOST_TEST((status_of("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n62\r\n") ==
                Status::content_too_large));
}

BOOST_AUTO_TEST_CASE(limits_are_kept_to_the_byte) {
    const auto with_target = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 'a') + " HTTP/1.0\r\n\r\n";
    };
    BOOST_TEST((status_of(with_target(limits.uri)) == Status::ok));
    BOOST_TEST((status_of(with_target(limits.uri + 1)) == Status::uri_too_long));
    BOOST_TEST((status_of("GET /" + std::string(limits.header, 'a')) == Status::uri_too_long));
    const auto with_header = [](std::size_t size) {
        const std::string line = "GET / HTTP/1.0\r\nA: ";
        return line + std::string(size - line.size() - 4, 'a') + "\r\n\r\n";
    };
    BOOST_TEST((status_of(with_header(limits.header)) == Status::ok));
    BOOST_TEST((status_of(with_header(limits.header + 1)) == Status::header_too_large));
    std::string many = "GET / HTTP/1.0\r\n";
    while (many.size() <= limits.header) many += "A: b\r\n";
    BOOST_TEST((status_of(many) == Status::header_too_large));
}

BOOST_AUTO_TEST_SUITE_END()
