#include "userland/kv/command.hpp"

#include <algorithm>

#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

// A word within an error: not longer than redis shows it.
std::string_view shown(std::string_view word, std::size_t most = 128) noexcept {
    return word.substr(0, std::min(most, word.find('\0')));
}

void unknown(Client& client, const Words& words) {
    std::string text = "ERR unknown command '";
    text += shown(words[0]);
    text += "', with args beginning with: ";
    const auto begin = text.size();
    for (std::size_t i = 1; i < words.size() && text.size() - begin < 128; ++i) {
        text += '\'';
        text += shown(words[i], 128 - (text.size() - begin - 1));
        text += "' ";
    }
    client.out.error(text);
}

void refuse_listener(Client& client, std::string_view command) {
    std::string text = "ERR Can't execute '";
    text += command;
    text += "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
    client.out.error(text);
}

bool arity_fits(const Command& command, std::size_t words) noexcept {
    const auto count = static_cast<std::int64_t>(words);
    return command.arity >= 0 ? count == command.arity : count >= -command.arity;
}

}  // namespace

void execute(Client& client, const Words& words) {
    auto& state = client.state;
    ++state.statistics.commands;
    const Command* const command = state.commands.find(words[0]);
    if (command == nullptr) return unknown(client, words);
    if (!arity_fits(*command, words.size())) return wrong_arity(client, command->name);
    if (client.subscriptions() > 0 && command->kind != Command::Kind::talking) [[unlikely]]
        return refuse_listener(client, command->name);
    if (command->kind == Command::Kind::growing && state.max_memory > 0 && client.store.memory() > state.max_memory)
        return client.out.error("OOM command not allowed when used memory > 'maxmemory'.");
    if (command->kind == Command::Kind::growing || command->kind == Command::Kind::writing) ++state.saving.changes;
    command->carry_out(client, words);
}

void wrong_arity(Client& client, std::string_view command) {
    std::string text = "ERR wrong number of arguments for '";
    text += command;
    text += "' command";
    client.out.error(text);
}

std::optional<std::int64_t> integer_of(Client& client, std::string_view word) {
    const auto number = parse_integer(word);
    if (!number) client.out.error(not_an_integer);
    return number;
}

}  // namespace fibrix::kv
