// What fibrix and its programs say alike when a command line is wrong. For whoever parses one with CLI11.
#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <concepts>
#include <limits>
#include <string>
#include <string_view>

namespace fibrix {

/// Accepts exactly the numbers from `least` to `most`, and says so to a person who typed something else.
template <class T>
    requires std::integral<T> || std::floating_point<T>
CLI::Validator number_from(T least = std::numeric_limits<T>::lowest(), T most = std::numeric_limits<T>::max()) {
    const auto check = [least, most](const std::string& text) -> std::string {
        T value{};
        const char* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, value);
        if (parsed.ec == std::errc() && parsed.ptr == end && value >= least && value <= most) return {};
        if constexpr (std::floating_point<T>) return fmt::format("'{}' is not a number", text);
        else return fmt::format("'{}' is not a number from {} to {}", text, least, most);
    };
    return CLI::Validator(check, "");
}

/// In one line: what is wrong with the command line that `app` has refused with `error`.
std::string explain(const CLI::App& app, const CLI::ParseError& error);

/// `text` in one line and without what a terminal would obey: control characters are written as \n or \x1b.
std::string printable(std::string_view text);

}  // namespace fibrix
