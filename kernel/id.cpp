#include "kernel/id.hpp"

#include <charconv>

namespace fibrix {
namespace {

bool parse_number(std::string_view text, std::uint32_t& number) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string to_string(TaskId id) {
    auto text = std::to_string(id.slot);
    if (id.generation != 0) text += "." + std::to_string(id.generation);
    return text;
}

std::optional<TaskId> parse_task_id(std::string_view text) {
    TaskId id;
    const auto dot = text.find('.');
    if (!parse_number(text.substr(0, dot), id.slot) || !id.valid()) return std::nullopt;
    if (dot != std::string_view::npos && !parse_number(text.substr(dot + 1), id.generation)) return std::nullopt;
    return id;
}

}  // namespace fibrix
