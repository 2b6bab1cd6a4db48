#include "tools/lab/words.hpp"

#include <fmt/format.h>

namespace fibrix::lab {

std::vector<std::string_view> split(std::string_view text, char between) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const auto end = text.find(between);
        pieces.push_back(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
    return pieces;
}

double as_number(Duration span) { return static_cast<double>(span.count()) / static_cast<double>(tick.count()); }

std::string in_ticks(Duration span) { return fmt::format("{:.6g}", as_number(span)); }

std::string in_ticks(Time at) { return in_ticks(at.time_since_epoch()); }

}  // namespace fibrix::lab
