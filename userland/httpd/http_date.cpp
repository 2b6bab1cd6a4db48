#include "userland/httpd/http_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace fibrix::httpd {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t first = -62'167'219'200, last = 253'402'300'799;  // of the years 0 and 9999

struct Moment {
    year_month_day date;
    std::string_view day, month;
    hh_mm_ss<seconds> time;
};

Moment moment(std::int64_t count) {
    const sys_seconds instant{seconds(std::clamp(count, first, last))};
    const auto day = floor<std::chrono::days>(instant);
    const year_month_day date{day};
    return {date, days[weekday(day).c_encoding()], months[static_cast<unsigned>(date.month()) - 1],
            hh_mm_ss<seconds>(instant - day)};
}

// Takes a date apart from its front; once something is not as it has to be, it stays so.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    void skip(std::string_view expected) {
        good_ = good_ && text_.starts_with(expected);
        if (good_) text_.remove_prefix(expected.size());
    }
    int number(std::size_t digits) {
        int value = 0;
        const auto* begin = text_.data();
        const auto* end = begin + std::min(digits, text_.size());
        good_ = good_ && text_.size() >= digits && std::all_of(begin, end, [](char c) { return c >= '0' && c <= '9'; });
        if (!good_) return 0;
        std::from_chars(begin, end, value);
        text_.remove_prefix(digits);
        return value;
    }
    unsigned month() {
        const auto* const found = std::find(months.begin(), months.end(), text_.substr(0, 3));
        good_ = good_ && found != months.end();
        if (!good_) return 0;
        text_.remove_prefix(3);
        return static_cast<unsigned>(found - months.begin()) + 1;
    }
    seconds time() {
        const int hour = number(2);
        skip(":");
        const int minute = number(2);
        skip(":");
        const int second = number(2);
        good_ = good_ && hour < 24 && minute < 60 && second <= 60;
        return hours(hour) + minutes(minute) + seconds(second);
    }
    [[nodiscard]] std::optional<std::int64_t> value(int year, unsigned month, int day, seconds time) const {
        const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                  std::chrono::day(static_cast<unsigned>(day))};
        if (!good_ || !text_.empty() || !date.ok()) return std::nullopt;
        return (sys_days(date).time_since_epoch() + time).count();
    }

private:
    std::string_view text_;
    bool good_ = true;
};

// "06 Nov 1994 08:49:37 GMT"; `gap` between its first three is " ", or "-" where the year has two digits.
std::optional<std::int64_t> parse_day_first(std::string_view text, std::string_view gap) {
    Reader reader(text);
    const int day = reader.number(2);
    reader.skip(gap);
    const unsigned month = reader.month();
    reader.skip(gap);
    int year = reader.number(gap == " " ? 4 : 2);
    if (gap != " ") year += year < 70 ? 2000 : 1900;
    reader.skip(" ");
    const auto time = reader.time();
    reader.skip(" GMT");
    return reader.value(year, month, day, time);
}

// "Nov  6 08:49:37 1994"
std::optional<std::int64_t> parse_month_first(std::string_view text) {
    Reader reader(text);
    const unsigned month = reader.month();
    const bool one_digit = text.substr(3).starts_with("  ");
    reader.skip(one_digit ? "  " : " ");
    const int day = reader.number(one_digit ? 1 : 2);
    reader.skip(" ");
    const auto time = reader.time();
    reader.skip(" ");
    const int year = reader.number(4);
    return reader.value(year, month, day, time);
}

}  // namespace

std::string http_date(std::int64_t seconds) {
    const auto [date, day, month, time] = moment(seconds);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", day, static_cast<unsigned>(date.day()), month,
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string log_date(std::int64_t seconds) {
    const auto [date, day, month, time] = moment(seconds);
    return fmt::format("{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000", static_cast<unsigned>(date.day()), month,
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    const auto comma = text.find(", ");
    if (comma == 3) return parse_day_first(text.substr(5), " ");
    if (comma != text.npos) return parse_day_first(text.substr(comma + 2), "-");
    return text.size() > 4 && text[3] == ' ' ? parse_month_first(text.substr(4)) : std::nullopt;
}

}  // namespace fibrix::httpd
