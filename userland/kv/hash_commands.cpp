// Hashes: fields with values.

#include "userland/kv/look_up.hpp"
#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

// Sets all pairs. Gives how many fields were new; nothing if the client was refused.
std::optional<std::size_t> set_pairs(Client& client, const Words& words, std::string_view command) {
    if (words.size() % 2 != 0) {
        wrong_arity(client, command);
        return std::nullopt;
    }
    const auto found = look_up_or_add<Hash>(client, words[1]);
    if (!found) return std::nullopt;
    const Store::Change change(client.store, *found.entry);
    std::size_t made = 0;
    for (std::size_t i = 2; i < words.size(); i += 2) made += found.value->set(words[i], words[i + 1]) ? 1 : 0;
    return made;
}

void hset(Client& client, const Words& words) {
    if (const auto made = set_pairs(client, words, "hset")) client.out.integer(*made);
}

void hmset(Client& client, const Words& words) {
    if (set_pairs(client, words, "hmset")) client.out.ok();
}

void reply_field(Client& client, const Hash* hash, std::string_view field) {
    const auto* const text = hash == nullptr ? nullptr : hash->get(field);
    if (text == nullptr) client.out.null();
    else client.out.bulk(*text);
}

void hget(Client& client, const Words& words) {
    const auto found = look_up<Hash>(client, words[1]);
    if (!found.refused) reply_field(client, found.value, words[2]);
}

void hmget(Client& client, const Words& words) {
    const auto found = look_up<Hash>(client, words[1]);
    if (found.refused) return;
    client.out.array(words.size() - 2);
    for (std::size_t i = 2; i < words.size(); ++i) reply_field(client, found.value, words[i]);
}

void reply_all(Client& client, const Words& words, bool fields, bool values) {
    const auto found = look_up<Hash>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.array(0);
    client.out.array(found.value->size() * (fields && values ? 2 : 1));
    found.value->for_each([&](std::string_view field, std::string_view text) {
        if (fields) client.out.bulk(field);
        if (values) client.out.bulk(text);
    });
}

void hgetall(Client& client, const Words& words) { reply_all(client, words, true, true); }

void hkeys(Client& client, const Words& words) { reply_all(client, words, true, false); }

void hvals(Client& client, const Words& words) { reply_all(client, words, false, true); }

void hdel(Client& client, const Words& words) {
    const auto found = look_up<Hash>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.integer(std::size_t{0});
    const Store::Change change(client.store, *found.entry);
    std::size_t erased = 0;
    for (std::size_t i = 2; i < words.size(); ++i) erased += found.value->erase(words[i]) ? 1 : 0;
    client.out.integer(erased);
}

void hlen(Client& client, const Words& words) {
    const auto found = look_up<Hash>(client, words[1]);
    if (!found.refused) client.out.integer(found ? found.value->size() : 0);
}

void hexists(Client& client, const Words& words) {
    const auto found = look_up<Hash>(client, words[1]);
    if (!found.refused) client.out.integer(std::size_t{found && found.value->get(words[2]) != nullptr});
}

void hincrby(Client& client, const Words& words) {
    const auto amount = integer_of(client, words[3]);
    if (!amount) return;
    const auto found = look_up_or_add<Hash>(client, words[1]);
    if (!found) return;
    const Store::Change change(client.store, *found.entry);
    const auto* const text = found.value->get(words[2]);
    const auto before = text == nullptr ? 0 : parse_integer(*text);
    if (!before) return client.out.error("ERR hash value is not an integer");
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*before, *amount, &sum))
        return client.out.error("ERR increment or decrement would overflow");
    char digits[number_room];
    const auto length = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, sum).ptr - digits);
    found.value->set(words[2], {digits, length});
    client.out.integer(sum);
}

constexpr Command commands[] = {
    {"hset", -4, Kind::growing, hset},      {"hmset", -4, Kind::growing, hmset},    {"hget", 3, Kind::reading, hget},
    {"hmget", -3, Kind::reading, hmget},    {"hgetall", 2, Kind::reading, hgetall}, {"hkeys", 2, Kind::reading, hkeys},
    {"hvals", 2, Kind::reading, hvals},     {"hdel", -3, Kind::writing, hdel},      {"hlen", 2, Kind::reading, hlen},
    {"hexists", 3, Kind::reading, hexists}, {"hincrby", 4, Kind::growing, hincrby},
};

}  // namespace

std::span<const Command> hash_commands() noexcept { return commands; }

}  // namespace fibrix::kv
