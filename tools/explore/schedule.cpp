#include "tools/explore/schedule.hpp"

#include <fmt/format.h>

#include <charconv>

#include "syscalls/schema_hash.hpp"

namespace fibrix::explore {
namespace {

constexpr std::string_view version = "v1:";
constexpr std::size_t longest = 10'000'000;

/// Takes a number off the front of `text`.
std::optional<std::size_t> take_number(std::string_view& text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number > longest) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

// Enough to tell one table from another.
std::string requests() { return fmt::format("{:08x}", schema_hash() & UINT32_MAX); }

}  // namespace

std::string Schedule::text_to_paste() const { return text() + '@' + requests(); }

std::string Schedule::refusal(std::string_view text) {
    const auto at = text.rfind('@');
    if (text.starts_with('v') && !text.starts_with(version))
        return fmt::format("'{}' is of another version than {} this binary makes", text,
                           version.substr(0, version.size() - 1));
    if (at != text.npos && text.substr(at + 1) != requests())
        return fmt::format("it was made by a binary with other requests ({}, here {}): explore again",
                           text.substr(at + 1), requests());
    return fmt::format("'{}' is no schedule (such as v1:0*3.1.2*5)", text);
}

std::string Schedule::text() const {
    std::string text(version);
    auto value = values_.begin();
    for (std::size_t i = 0; i < tasks_.size();) {
        if (i > 0) text += '.';
        std::size_t count = 1;
        const auto chooses = [&](std::size_t step) { return value != values_.end() && value->step == step; };
        while (i + count < tasks_.size() && tasks_[i + count] == tasks_[i] && !chooses(i + count - 1)) ++count;
        text += std::to_string(tasks_[i]);
        if (count > 1) text += '*' + std::to_string(count);
        i += count;
        for (; chooses(i - 1); ++value) text += '=' + std::to_string(value->value);
    }
    return text;
}

std::optional<Schedule> Schedule::parse(std::string_view text) {
    if (!text.starts_with(version)) return {};
    if (const auto at = text.rfind('@'); at != text.npos) {
        if (text.substr(at + 1) != requests()) return {};
        text = text.substr(0, at);
    }
    text.remove_prefix(version.size());
    Schedule schedule;
    while (!text.empty()) {
        const auto task = take_number(text);
        const auto count = take(text, '*') ? take_number(text) : 1;
        if (!task || !count || *count == 0 || schedule.tasks_.size() + *count > longest) return {};
        schedule.tasks_.insert(schedule.tasks_.end(), *count, static_cast<std::uint32_t>(*task));
        while (take(text, '=')) {
            const auto value = take_number(text);
            if (!value) return {};
            schedule.add_value(*value);
        }
        if (!text.empty() && (!take(text, '.') || text.empty())) return {};
    }
    return schedule;
}

}  // namespace fibrix::explore
