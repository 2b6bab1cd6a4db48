#include "tools/list.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "kernel/exit_status.hpp"
#include "kernel/policy.hpp"
#include "syscalls/program/program.hpp"
#include "syscalls/table.hpp"

namespace fibrix {
namespace {

using Json = nlohmann::ordered_json;

template <class Entry>
int list_entries(const std::vector<const Entry*>& entries, bool json) {
    if (json) {
        Json all = Json::array();
        for (const auto* entry : entries) all.push_back({{"name", entry->name}, {"help", entry->help}});
        return show(all.dump(2) + "\n");
    }
    std::string text;
    for (const auto* entry : entries) text += fmt::format("{:<17} {}\n", entry->name, entry->help);
    return show(text);
}

Json describe_syscall(const Syscall& syscall) {
    Json fields = Json::array();
    for (const auto& field : syscall.fields)
        fields.push_back({{"name", field.name}, {"type", field.type}, {"direction", field.direction}});
    Json errors = Json::array();
    for (const auto error : syscall.errors) errors.push_back(to_string(error));
    return {{"number", syscall.number}, {"name", syscall.name},
            {"family", syscall.family}, {"help", syscall.help},
            {"fields", fields},         {"result", syscall.result},
            {"errors", errors},         {"effect", to_string(syscall.effect)},
            {"parks", syscall.parks},   {"release", syscall.release}};
}

constexpr std::string_view word_for(PolicyParameter::Kind kind) {
    constexpr std::array words{"TIME", "NUMBER", "on|off", "TIME+TIME", "NUMBER+NUMBER"};
    return words[static_cast<std::size_t>(kind)];
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

Json describe_policy(const PolicyEntry& entry) {
    Json parameters = Json::array();
    for (const auto& each : entry.parameters)
        parameters.push_back(
            {{"name", each.name}, {"form", word_for(each.kind)}, {"default", each.value}, {"help", each.help}});
    return {
        {"name", entry.name}, {"help", entry.help}, {"parameters", parameters}, {"rules", split_lines(entry.rules)}};
}

std::string signature(const Syscall& syscall) {
    std::string text(syscall.name);
    text += "(";
    for (const auto& field : syscall.fields) {
        if (text.back() != '(') text += ", ";
        text += fmt::format("{}: {}", field.name, field.type);
    }
    return text + ") -> " + std::string(syscall.result);
}

}  // namespace

int show(const std::string& text) {
    const bool good = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (good) return 0;
    if (errno != EPIPE) std::perror("fibrix: cannot write to standard output");
    return static_cast<int>(ReservedCode::usage);
}

int list_programs(bool json) { return list_entries(Program::list(), json); }

int list_policies(bool json, bool rules) {
    const auto entries = PolicyEntry::list();
    if (json) {
        Json all = Json::array();
        for (const auto* entry : entries) all.push_back(describe_policy(*entry));
        return show(all.dump(2) + "\n");
    }
    std::string text;
    for (const auto* entry : entries) {
        text += fmt::format("{:<17} {}\n", entry->name, entry->help);
        for (const auto& each : entry->parameters)
            text += fmt::format("    {:<24} {} [{}]\n", fmt::format("{}={}", each.name, word_for(each.kind)), each.help,
                                each.value);
        if (rules)
            for (const auto& rule : split_lines(entry->rules)) text += fmt::format("    * {}\n", rule);
    }
    return show(text);
}

int list_syscalls(bool json) {
    const auto all = syscall_table().list();
    if (json) {
        Json list = Json::array();
        for (const auto* syscall : all) list.push_back(describe_syscall(*syscall));
        return show(list.dump(2) + "\n");
    }
    std::string text;
    for (const auto* syscall : all) {
        text += fmt::format("{:>4}  {}\n      {}\n", syscall->number, signature(*syscall), syscall->help);
        std::string errors;
        for (const auto error : syscall->errors) errors += fmt::format(" {}", to_string(error));
        if (!errors.empty()) text += fmt::format("      errors:{}\n", errors);
    }
    return show(text);
}

}  // namespace fibrix
