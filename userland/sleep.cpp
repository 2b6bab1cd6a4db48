// Does nothing for some time.

#include <charconv>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// "2", "0.5s", "3m", "1h", "1d" in seconds; less than 0 if it is none of these.
double parse(std::string_view text) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const std::string_view unit(end, text.data() + text.size());
    const bool sensible = error == std::errc() && seconds >= 0 && seconds < 1e9;
    if (!sensible || unit.size() > 1) return -1;
    if (unit.empty() || unit == "s") return seconds;
    if (unit == "m") return 60 * seconds;
    if (unit == "h") return 3600 * seconds;
    return unit == "d" ? 86400 * seconds : -1;
}

int sleep(Arguments& arguments) {
    std::vector<std::string> words;
    arguments.words("times", words, "seconds, or with m, h or d behind; they are added", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("sleep");
    double sum = 0;
    for (const auto& word : words) {
        const auto seconds = parse(word);
        if (seconds < 0) return tool.refuse(fmt::format("'{}' is not a time", word));
        sum += seconds;
    }
    sys::sleep(Duration(static_cast<Duration::rep>(std::min(sum, 9e9) * 1e9)));
    return 0;
}

const Program program{"sleep", "Does nothing for some time.", sleep};

}  // namespace
