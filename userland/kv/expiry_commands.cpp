// How long keys live.

#include "userland/kv/look_up.hpp"
#include "userland/kv/time_span.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

void expire_at(Client& client, const Words& words, TimeUnit unit, std::int64_t base, std::string_view command) {
    if (words.size() > 3) {
        std::string text = "ERR Unsupported option ";
        text += words[3];
        return client.out.error(text);
    }
    const auto instant = instant_of(client, words[2], unit, base, command);
    if (!instant) return;
    Entry* const entry = client.store.find(words[1]);
    if (entry != nullptr && *instant <= client.store.now()) client.store.erase(*entry);
    else if (entry != nullptr) client.store.set_expiry(*entry, *instant);
    client.out.integer(std::size_t{entry != nullptr});
}

void expire(Client& client, const Words& words) {
    expire_at(client, words, TimeUnit::seconds, client.store.now(), "expire");
}

void pexpire(Client& client, const Words& words) {
    expire_at(client, words, TimeUnit::milliseconds, client.store.now(), "pexpire");
}

void expireat(Client& client, const Words& words) { expire_at(client, words, TimeUnit::seconds, 0, "expireat"); }

// Milliseconds left; -1: for ever, -2: no such key.
std::int64_t left(Client& client, std::string_view key) {
    const Entry* const entry = client.store.find(key);
    if (entry == nullptr) return -2;
    const auto at = entry->value.expiry.at;
    return at == Expiry::never ? -1 : at - client.store.now();
}

void ttl(Client& client, const Words& words) {
    const auto milliseconds = left(client, words[1]);
    client.out.integer(milliseconds < 0 ? milliseconds : (milliseconds + 500) / 1000);
}

void pttl(Client& client, const Words& words) { client.out.integer(left(client, words[1])); }

void persist(Client& client, const Words& words) {
    Entry* const entry = client.store.find(words[1]);
    const bool had_one = entry != nullptr && entry->value.expiry.at != Expiry::never;
    if (had_one) client.store.set_expiry(*entry, Expiry::never);
    client.out.integer(std::size_t{had_one});
}

constexpr Command commands[] = {
    {"expire", -3, Kind::writing, expire},     {"pexpire", -3, Kind::writing, pexpire},
    {"expireat", -3, Kind::writing, expireat}, {"ttl", 2, Kind::reading, ttl},
    {"pttl", 2, Kind::reading, pttl},          {"persist", 2, Kind::writing, persist},
};

}  // namespace

std::span<const Command> expiry_commands() noexcept { return commands; }

}  // namespace fibrix::kv
