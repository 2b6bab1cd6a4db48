#include "kernel/policy_settings.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace fibrix {
namespace {

using Kind = PolicyParameter::Kind;

constexpr double longest = 1e6;  // seconds

std::vector<std::string_view> split(std::string_view text, char between) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const auto end = text.find(between);
        pieces.push_back(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
    return pieces;
}

bool read_number(std::string_view text, std::size_t& number) {
    constexpr std::size_t most = 1'000'000;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= most;
}

bool reads_as(Kind kind, std::string_view text) {
    Duration duration{};
    std::size_t number = 0;
    switch (kind) {
        case Kind::duration: return read_duration(text, duration) && duration > Duration::zero();
        case Kind::number: return read_number(text, number);
        case Kind::flag: return text == "on" || text == "off";
        case Kind::durations:
        case Kind::numbers: break;
    }
    const auto pieces = split(text, '+');
    for (const auto piece : pieces)
        if (!reads_as(kind == Kind::durations ? Kind::duration : Kind::number, piece)) return false;
    return !pieces.empty();
}

std::string names_of(const std::vector<PolicyParameter>& parameters) {
    std::string text;
    for (const auto& each : parameters) text += (text.empty() ? "" : ", ") + std::string(each.name);
    return text;
}

}  // namespace

std::string_view describe(Kind kind) noexcept {
    constexpr std::array words{"a duration, such as 10 or 10ms, 50us, 2s", "a number from 1", "on or off",
                               "durations, such as 5+10+20", "numbers from 1, such as 2+1+1"};
    return words[static_cast<std::size_t>(kind)];
}

bool read_duration(std::string_view text, Duration& duration) {
    constexpr std::array units{std::pair("ns", 1e0), std::pair("us", 1e3), std::pair("ms", 1e6), std::pair("s", 1e9),
                               std::pair("", 1e6)};
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || !(value >= 0)) return false;
    const std::string_view written(end, static_cast<std::size_t>(text.data() + text.size() - end));
    for (const auto& [unit, nanoseconds] : units) {
        if (written != unit) continue;
        const double exact = value * nanoseconds;
        if (exact > longest * 1e9 || (exact > 0 && exact < 1)) return false;
        duration = Duration(std::llround(exact));
        return true;
    }
    return false;
}

PolicySettings::PolicySettings(const std::vector<PolicyParameter>& parameters, std::string_view text,
                               std::string& why) {
    for (const auto& each : parameters) values_.emplace(each.name, each.value);
    for (const auto piece : split(text, ',')) {
        const auto sign = piece.find('=');
        const auto name = piece.substr(0, sign);
        const auto value = sign == piece.npos ? std::string_view() : piece.substr(sign + 1);
        const PolicyParameter* found = nullptr;
        for (const auto& each : parameters)
            if (each.name == name) found = &each;
        if (found == nullptr) {
            why = "there is no parameter '" + std::string(name) + "'" +
                  (parameters.empty() ? "; it has none" : " (there are: " + names_of(parameters) + ")");
            return;
        }
        if (value != found->value && !reads_as(found->kind, value)) {
            why = "'" + std::string(piece) + "': it must be " + std::string(describe(found->kind));
            return;
        }
        values_[found->name] = value;
    }
}

Duration PolicySettings::duration(std::string_view name) const {
    Duration duration{};
    read_duration(values_.at(name), duration);
    return duration;
}

std::size_t PolicySettings::number(std::string_view name) const {
    std::size_t number = 0;
    read_number(values_.at(name), number);
    return number;
}

bool PolicySettings::flag(std::string_view name) const { return values_.at(name) == "on"; }

std::vector<Duration> PolicySettings::durations(std::string_view name) const {
    std::vector<Duration> all;
    for (const auto piece : split(values_.at(name), '+')) read_duration(piece, all.emplace_back());
    return all;
}

std::vector<std::size_t> PolicySettings::numbers(std::string_view name) const {
    std::vector<std::size_t> all;
    for (const auto piece : split(values_.at(name), '+')) read_number(piece, all.emplace_back());
    return all;
}

}  // namespace fibrix
