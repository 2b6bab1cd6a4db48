#include "userland/sh/variables.hpp"

#include "userland/sh/names.hpp"

namespace fibrix::sh {

Variables::Variables(const std::vector<std::string>& environment) {
    for (const auto& entry : environment) {
        const auto equals = entry.find('=');
        if (equals == entry.npos || !is_name(entry.substr(0, equals))) continue;
        all_[entry.substr(0, equals)] = {entry.substr(equals + 1), true};
    }
}

std::optional<std::string> Variables::find(std::string_view name) const {
    const auto found = all_.find(name);
    return found == all_.end() ? std::nullopt : found->second.value;
}

std::optional<Variable> Variables::save(const std::string& name) const {
    const auto found = all_.find(name);
    return found == all_.end() ? std::nullopt : std::optional(found->second);
}

void Variables::restore(const std::string& name, std::optional<Variable> saved) {
    if (saved) all_[name] = std::move(*saved);
    else all_.erase(name);
}

std::vector<std::string> Variables::environment() const {
    std::vector<std::string> entries;
    for (const auto& entry : all_) {
        const Variable& variable = entry.second;
        if (variable.exported && variable.value) entries.push_back(entry.first + "=" + *variable.value);
    }
    return entries;
}

std::string quoted(std::string_view text) {
    std::string all = "'";
    for (const char c : text) {
        if (c == '\'') all += "'\\''";
        else all += c;
    }
    return all + "'";
}

}  // namespace fibrix::sh
