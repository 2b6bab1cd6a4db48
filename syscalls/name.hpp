// Names taken from the program text: a request's from its type, a type's for the manual.
#pragma once

#include <array>
#include <string_view>

namespace fibrix {
namespace detail {

template <class T>
constexpr std::string_view raw_type_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    const auto begin = text.find("T = ") + 4;
    const auto end = text.find_first_of(";]", begin);
    return text.substr(begin, end - begin);
}

template <class R>
constexpr auto snake_case() {
    constexpr auto raw = raw_type_name<R>();
    constexpr auto last = raw.rfind(':');
    constexpr auto simple = last == std::string_view::npos ? raw : raw.substr(last + 1);
    std::array<char, 2 * simple.size() + 1> name{};
    std::size_t length = 0;
    for (std::size_t i = 0; i < simple.size(); ++i) {
        const bool upper = simple[i] >= 'A' && simple[i] <= 'Z';
        if (upper && i > 0) name[length++] = '_';
        name[length++] = upper ? static_cast<char>(simple[i] - 'A' + 'a') : simple[i];
    }
    return name;
}

template <class R>
inline constexpr auto snake_name = snake_case<R>();

}  // namespace detail

/// "get_tid" for `struct GetTid`.
template <class R>
constexpr std::string_view request_name() {
    return detail::snake_name<R>.data();
}

/// How the manual names a type; a type that is not listed here does so with its own name.
template <class T>
constexpr std::string_view type_name() {
    constexpr auto raw = detail::raw_type_name<T>();
    if (raw == "void") return "none";
    if (raw == "int") return "int";
    if (raw == "bool") return "bool";
    if (raw.find("basic_string_view") != raw.npos) return "text";
    if (raw.find("vector<") != raw.npos) return "list";
    if (raw.find("basic_string") != raw.npos) return "text";
    if (raw.find("Out<") != raw.npos) return "buffer";
    if (raw.find("Local<") != raw.npos) return "local";
    if (raw.find("span<") != raw.npos) return "bytes";
    if (raw.find("time_point") != raw.npos) return "time";
    if (raw.find("duration") != raw.npos) return "duration";
    if (raw.find("unsigned long") != raw.npos || raw.find("long unsigned int") != raw.npos) return "size";
    if (raw.find("unsigned short") != raw.npos || raw.find("short unsigned int") != raw.npos) return "port";
    if (raw == "long" || raw == "long int") return "integer";
    const auto last = raw.rfind(':');
    return last == raw.npos ? raw : raw.substr(last + 1);
}

}  // namespace fibrix
