// Which characters make a variable's name.
#pragma once

#include <algorithm>
#include <string_view>

namespace fibrix::sh {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool begins_name(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool continues_name(char c) noexcept { return begins_name(c) || is_digit(c); }
constexpr bool is_name(std::string_view text) noexcept {
    return !text.empty() && begins_name(text.front()) && std::all_of(text.begin(), text.end(), continues_name);
}
/// $? and the like: a name of one character.
constexpr bool is_special_parameter(char c) noexcept {
    return is_digit(c) || (c != '\0' && std::string_view("?!$#@*-").find(c) != std::string_view::npos);
}

}  // namespace fibrix::sh
