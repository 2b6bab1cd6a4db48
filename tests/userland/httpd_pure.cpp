#include <boost/test/unit_test.hpp>

#include "userland/httpd/content_type.hpp"
#include "userland/httpd/http_date.hpp"
#include "userland/httpd/range.hpp"
#include "userland/httpd/target.hpp"

using namespace fibrix::httpd;

BOOST_AUTO_TEST_SUITE(httpd_pure)

namespace {

constexpr std::int64_t example = 784'111'777;  // the one of the standards

void expect_part(std::string_view value, std::int64_t size, std::int64_t first, std::int64_t count) {
    BOOST_TEST_CONTEXT(value << " of " << size)
    BOOST_TEST((parse_range(value, size) == Range{Range::Kind::part, first, count}));
}
void expect(std::string_view value, std::int64_t size, Range::Kind kind) {
    BOOST_TEST_CONTEXT(value << " of " << size)
    BOOST_TEST((parse_range(value, size) == Range{kind}));
}
void expect_path(std::string_view target, std::string_view path) {
    BOOST_TEST_CONTEXT(target)
    BOOST_TEST(path_of(target).value_or("nothing") == path);
}

}  // namespace

BOOST_AUTO_TEST_CASE(dates_are_written) {
    BOOST_TEST(http_date(example) == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
    BOOST_TEST(http_date(951'782'400) == "Tue, 29 Feb 2000 00:00:00 GMT");
    BOOST_TEST(http_date(-1) == "Wed, 31 Dec 1969 23:59:59 GMT");
    BOOST_TEST(http_date(std::numeric_limits<std::int64_t>::max()) == "Fri, 31 Dec 9999 23:59:59 GMT");
    BOOST_TEST(log_date(example) == "06/Nov/1994:08:49:37 +0000");
}

BOOST_AUTO_TEST_CASE(dates_are_read_in_all_three_forms) {
    for (const auto* text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
        BOOST_TEST(parse_http_date(text).value_or(0) == example, text);
    BOOST_TEST(parse_http_date("Sun Nov 13 08:49:37 1994").value_or(0) == example + 7 * 86'400);
    BOOST_TEST(parse_http_date("Thursday, 01-Jan-26 00:00:00 GMT").value_or(0) == 1'767'225'600);
    for (const std::int64_t seconds : {-1L, 0L, 951'782'400L, 4'102'444'800L})
        BOOST_TEST(parse_http_date(http_date(seconds)).value_or(1) == seconds);
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_none) {
    for (const auto* text :
         {"", "x", "Sun", "Sun, ", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT ",
          "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
          "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
          "Sun Nov  6 08:49:37 94", "Sun Nov", "Sun Nov "})
        BOOST_TEST(!parse_http_date(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_range_of_a_file) {
    expect_part("bytes=0-0", 10, 0, 1);
    expect_part("bytes=2-5", 10, 2, 4);
    expect_part("bytes=2-99", 10, 2, 8);
    expect_part("bytes=9-", 10, 9, 1);
    expect_part("bytes=-3", 10, 7, 3);
    expect_part("bytes=-30", 10, 0, 10);
    expect_part("Bytes= 0-1 ", 10, 0, 2);
    expect_part("bytes=0-99999999999999999999", 10, 0, 10);
}

BOOST_AUTO_TEST_CASE(a_range_in_which_nothing_is) {
    for (const auto* value : {"bytes=10-", "bytes=10-11", "bytes=99999999999999999999-", "bytes=-0"})
        expect(value, 10, Range::Kind::beyond);
    expect("bytes=0-", 0, Range::Kind::beyond);
    expect("bytes=-1", 0, Range::Kind::beyond);
}

BOOST_AUTO_TEST_CASE(what_is_no_range_means_the_whole) {
    for (const auto* value :
         {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=1-b", "bytes=+1-2", "bytes=1 -2",
          "bytes=0-1,3-4", "bytes=--1", "lines=0-1", "=0-1", "byte=0-1", "bytess=0-1"})
        expect(value, 10, Range::Kind::whole);
}

BOOST_AUTO_TEST_CASE(a_target_is_a_path) {
    expect_path("/", "/");
    expect_path("/a/b.txt", "/a/b.txt");
    expect_path("/a/b.txt?x=/../y#z", "/a/b.txt");
    expect_path("/a%20b%2Fc%c3%A4", "/a b/c\xc3\xa4");
    expect_path("//a///b//", "/a/b/");
    expect_path("/a/./b/.", "/a/b/");
    expect_path("/a/../b", "/b");
    expect_path("/a/b/..", "/a/");
    expect_path("/a/..", "/");
    expect_path("/.hidden/...", "/.hidden/...");
    expect_path("/a%2E%2e/b", "/a../b");
    expect_path("http://host:80/a?b", "/a");
    expect_path("http://host", "/");
    expect_path("http://host?/a", "/");
}

BOOST_AUTO_TEST_CASE(no_target_leads_out) {
    for (const auto* target : {"/..",
                               "/../",
                               "/../etc/passwd",
                               "/a/../../b",
                               "/%2e%2e/a",
                               "/%2e%2e%2fa",
                               "/..%2fa",
                               "/a/%2E./.%2e/b",
                               "//../a",
                               "/./../a",
                               "http://host/../a",
                               "/%00",
                               "/a%00.txt",
                               "/%",
                               "/%2",
                               "/%zz",
                               "/a%",
                               "a",
                               "",
                               "*",
                               "host:80",
                               "?a",
                               "../a"})
        expect_path(target, "nothing");
}

BOOST_AUTO_TEST_CASE(a_path_is_written_as_a_target_and_in_a_page) {
    BOOST_TEST(encode_path("/a b/<\"'&?#%\xc3>:+.txt") == "/a%20b/%3C%22%27%26%3F%23%25%C3%3E:+.txt");
    expect_path(encode_path("/a b?#%"), "/a b?#%");
    BOOST_TEST(escape_html("<a href=\"&\">") == "&lt;a href=&quot;&amp;&quot;&gt;");
    BOOST_TEST(query_of("/a?b#c") == "?b");
    BOOST_TEST(query_of("/a#b?c") == "");
}

BOOST_AUTO_TEST_CASE(a_name_ends_in_what_it_is) {
    BOOST_TEST(content_type("/a/b.html") == "text/html; charset=utf-8");
    BOOST_TEST(content_type("/a/b.PNG") == "image/png");
    BOOST_TEST(content_type("/a/b.tar.gz") == "application/gzip");
    BOOST_TEST(content_type("/avif.zip") == "application/zip");
    for (const auto* path : {"/a.html/b", "/a/.html", "/a.", "/a.unknown", "/", "/a.zipp", "/a.zi"})
        BOOST_TEST(content_type(path) == "application/octet-stream", path);
}

BOOST_AUTO_TEST_SUITE_END()
