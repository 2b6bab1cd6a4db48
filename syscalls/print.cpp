#include "syscalls/print.hpp"

#include <fmt/format.h>

namespace fibrix {

std::string to_string(Duration duration) {
    const auto nanoseconds = static_cast<double>(duration.count());
    const double size = nanoseconds < 0 ? -nanoseconds : nanoseconds;
    if (size >= 1e9) return fmt::format("{}s", nanoseconds / 1e9);
    if (size >= 1e6) return fmt::format("{}ms", nanoseconds / 1e6);
    if (size >= 1e3) return fmt::format("{}us", nanoseconds / 1e3);
    return fmt::format("{}ns", duration.count());
}

void print_quoted(std::string_view text, std::string& out) {
    constexpr std::size_t shown = 32;
    out += '"';
    for (const char c : text.substr(0, shown)) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else out += c;
    }
    out += text.size() > shown ? "\"..." : "\"";
}

void print_value(const SignalSet& value, std::string& out) {
    std::string_view gap = "[";
    for (const auto signal : all_signals)
        if (value.has(signal)) (out += std::exchange(gap, " ")) += to_string(signal);
    out += gap == "[" ? "[]" : "]";
}

void print_value(const Deadline& value, std::string& out) {
    if (!value.is_set()) out += "none";
    else if (value.is_span()) out += "in " + to_string(value.span());
    else print_value(value.at(Time{}), out);
}

}  // namespace fibrix
