#include "userland/kv/command_table.hpp"

#include <algorithm>

#include "userland/kv/command.hpp"

namespace fibrix::kv {

CommandTable::CommandTable() {
    for (const auto family : {string_commands(), counter_commands(), key_commands(), expiry_commands(), list_commands(),
                              list_edit_commands(), hash_commands(), pubsub_commands(), server_commands()})
        for (const auto& command : family) add(command);
    std::sort(all_.begin(), all_.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
}

// The bit that makes a letter small also changes other characters, but makes a letter of none but letters.
CommandTable::Folded CommandTable::fold(std::string_view name) noexcept {
    constexpr std::uint64_t small = 0x2020202020202020;
    Folded folded;
    const auto low = std::min(name.size(), sizeof folded.low);
    for (std::size_t i = 0; i < low; ++i) folded.low = folded.low << 8 | static_cast<unsigned char>(name[i]);
    for (std::size_t i = low; i < name.size(); ++i)
        folded.high = folded.high << 8 | static_cast<unsigned char>(name[i]);
    return {folded.low | small, folded.high | small};
}

std::size_t CommandTable::home(const Folded& name) noexcept {
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
    return ((name.low ^ (name.high * golden)) * golden) >> 56;
}

void CommandTable::add(const Command& command) {
    const auto name = fold(command.name);
    auto at = home(name);
    while (slots_[at].command != nullptr) at = (at + 1) % slots;
    slots_[at] = {name, &command};
    all_.push_back(&command);
}

const Command* CommandTable::find(std::string_view name) const noexcept {
    if (name.size() > longest_name) return nullptr;
    const auto folded = fold(name);
    for (auto at = home(folded); slots_[at].command != nullptr; at = (at + 1) % slots)
        if (slots_[at].name == folded && slots_[at].command->name.size() == name.size()) return slots_[at].command;
    return nullptr;
}

}  // namespace fibrix::kv
