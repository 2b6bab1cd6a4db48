// Publish and subscribe; and the two other commands that one who listens may give.

#include "userland/kv/command.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

void subscribe_all(Client& client, const Words& words, bool pattern) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        client.subscribe(words[i], pattern);
        client.out.array(3);
        client.out.bulk(pattern ? "psubscribe" : "subscribe");
        client.out.bulk(words[i]);
        client.out.integer(client.subscriptions());
    }
}

void subscribe(Client& client, const Words& words) { subscribe_all(client, words, false); }

void psubscribe(Client& client, const Words& words) { subscribe_all(client, words, true); }

void tell_unsubscribed(Client& client, const std::string* name, bool pattern) {
    client.out.array(3);
    client.out.bulk(pattern ? "punsubscribe" : "unsubscribe");
    if (name == nullptr) client.out.null();
    else client.out.bulk(*name);
    client.out.integer(client.subscriptions());
}

// Without names: from all.
void unsubscribe_all(Client& client, const Words& words, bool pattern) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < words.size(); ++i) names.emplace_back(words[i]);
    if (names.empty()) names = client.names(pattern);
    for (const auto& name : names) {
        client.unsubscribe(name, pattern);
        tell_unsubscribed(client, &name, pattern);
    }
    if (names.empty()) tell_unsubscribed(client, nullptr, pattern);
}

void unsubscribe(Client& client, const Words& words) { unsubscribe_all(client, words, false); }

void punsubscribe(Client& client, const Words& words) { unsubscribe_all(client, words, true); }

void publish(Client& client, const Words& words) {
    client.out.integer(client.state.broker.publish(words[1], words[2]));
}

void ping(Client& client, const Words& words) {
    if (words.size() > 2) return wrong_arity(client, "ping");
    if (client.subscriptions() > 0) {
        client.out.array(2);
        client.out.bulk("pong");
        client.out.bulk(words.size() == 2 ? words[1] : "");
    } else if (words.size() == 2) {
        client.out.bulk(words[1]);
    } else {
        client.out.raw("+PONG\r\n");
    }
}

void quit(Client& client, const Words&) {
    client.leaving = true;
    client.out.ok();
}

constexpr Command commands[] = {
    {"subscribe", -2, Kind::talking, subscribe, 0, 0, 0},
    {"psubscribe", -2, Kind::talking, psubscribe, 0, 0, 0},
    {"unsubscribe", -1, Kind::talking, unsubscribe, 0, 0, 0},
    {"punsubscribe", -1, Kind::talking, punsubscribe, 0, 0, 0},
    {"publish", 3, Kind::other, publish, 0, 0, 0},
    {"ping", -1, Kind::talking, ping, 0, 0, 0},
    {"quit", -1, Kind::talking, quit, 0, 0, 0},
};

}  // namespace

std::span<const Command> pubsub_commands() noexcept { return commands; }

}  // namespace fibrix::kv
