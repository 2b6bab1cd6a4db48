// How the values in requests and results are written for people: one overload for each type a field may have.
#pragma once

#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/closure.hpp"
#include "kernel/exit_status.hpp"
#include "kernel/id.hpp"
#include "kernel/signal.hpp"
#include "kernel/world/address.hpp"
#include "kernel/world/socket_option.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

/// "1.5s", "20ms", "3us", "7ns": the shortest exact form.
std::string to_string(Duration duration);

template <class T>
concept Described = boost::describe::has_describe_members<T>::value;
template <class T>
concept Named = std::is_enum_v<T> && requires(T value) { to_string(value); };

void print_quoted(std::string_view text, std::string& out);

template <std::integral T>
void print_value(const T& value, std::string& out) {
    if constexpr (std::same_as<T, bool>) out += value ? "true" : "false";
    else out += std::to_string(value);
}
template <Named T>
void print_value(const T& value, std::string& out) {
    out += to_string(value);
}
inline void print_value(const Duration& value, std::string& out) { out += to_string(value); }
inline void print_value(const Time& value, std::string& out) { out += "@" + to_string(value.time_since_epoch()); }
inline void print_value(const TaskId& value, std::string& out) { out += to_string(value); }
inline void print_value(const ExitStatus& value, std::string& out) { out += to_string(value); }
inline void print_value(const SocketAddress& value, std::string& out) { out += to_string(value); }
void print_value(const SignalSet& value, std::string& out);
inline void print_value(const std::string& value, std::string& out) { print_quoted(value, out); }
inline void print_value(const std::string_view& value, std::string& out) { print_quoted(value, out); }
void print_value(const Deadline& value, std::string& out);
inline void print_value(const std::span<const std::byte>& value, std::string& out) {
    print_quoted({reinterpret_cast<const char*>(value.data()), value.size()}, out);
}
template <class T>
void print_value(const Out<T>& value, std::string& out) {
    out += "<" + std::to_string(value.span.size()) + (sizeof(T) == 1 ? " bytes>" : " items>");
}
template <class T>
void print_value(const Local<T>&, std::string& out) {
    out += "<local>";
}
template <class T>
void print_value(const std::vector<T>& value, std::string& out);

/// "name=value, name=value" of a described struct; a deadline that is not set is left out.
template <Described T>
void print_fields(const T& value, std::string& out) {
    bool first = true;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
        const auto& field = value.*member.pointer;
        if constexpr (std::is_same_v<std::decay_t<decltype(field)>, Deadline>)
            if (!field.is_set()) return;
        if (!std::exchange(first, false)) out += ", ";
        out += member.name;
        out += "=";
        print_value(field, out);
    });
}
template <Described T>
void print_value(const T& value, std::string& out) {
    out += "{";
    print_fields(value, out);
    out += "}";
}
template <class T>
void print_value(const std::vector<T>& value, std::string& out) {
    out += "[";
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out += ", ";
        print_value(value[i], out);
    }
    out += "]";
}
template <class T>
void print_value(const Result<T>& value, std::string& out) {
    if (value.has_error()) {
        out += to_string(value.error());
    } else if constexpr (std::is_void_v<T>) {
        out += "0";
    } else {
        print_value(*value, out);
    }
}

}  // namespace fibrix
