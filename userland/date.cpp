// Prints what time it is, in UTC.

#include <charconv>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int date(Arguments& arguments) {
    std::string format = "+%a %b %e %H:%M:%S UTC %Y", seconds;
    arguments.option("-d,--date", seconds, "not now but @SECONDS since 1970");
    arguments.word("format", format, "+ and a format as strftime has it", false);
    bool utc = true;
    arguments.flag("-u,--utc", utc, "in UTC, as always");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("date");
    if (!format.starts_with('+')) return tool.refuse(fmt::format("'{}' is no format: it has no +", format));
    std::int64_t when = sys::calendar();
    if (!seconds.empty()) {
        const auto* end = seconds.data() + seconds.size();
        const auto parsed = std::from_chars(seconds.data() + 1, end, when);
        constexpr std::int64_t most = 9'000'000'000;  // what nanoseconds can hold
        if (!seconds.starts_with('@') || parsed.ec != std::errc() || parsed.ptr != end || when > most || when < -most)
            return tool.refuse(fmt::format("-d: '{}' is not @ and a number of seconds", seconds));
        when *= 1'000'000'000;
    }
    tool.print("{}\n", format_time(when, format.substr(1)));
    return tool.finish();
}

const Program program{"date", "Prints what time it is, in UTC.", date};

}  // namespace
