#include "tools/list.hpp"

#include <fmt/format.h>

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

int list_policies(bool json) { return list_entries(PolicyEntry::list(), json); }

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
