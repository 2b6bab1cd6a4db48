// Counters: strings that are integers, changed in place.

#include "userland/kv/look_up.hpp"
#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

// A counter is kept as the text it is; reading and writing it takes less than a request's share of anything else.
void add(Client& client, std::string_view key, std::int64_t amount) {
    const auto found = look_up<std::string>(client, key);
    if (found.refused) return;
    const auto before = found ? parse_integer(*found.value) : 0;
    if (!before) return client.out.error(not_an_integer);
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*before, amount, &sum))
        return client.out.error("ERR increment or decrement would overflow");
    char digits[number_room];
    const auto length = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, sum).ptr - digits);
    Entry& entry = found ? *found.entry : client.store.add(key);
    const Store::Change change(client.store, entry);
    std::get<std::string>(entry.value.value).assign(digits, length);
    client.out.integer(sum);
}

void incr(Client& client, const Words& words) { add(client, words[1], 1); }

void decr(Client& client, const Words& words) { add(client, words[1], -1); }

void incrby(Client& client, const Words& words) {
    if (const auto amount = integer_of(client, words[2])) add(client, words[1], *amount);
}

void decrby(Client& client, const Words& words) {
    const auto amount = integer_of(client, words[2]);
    if (!amount) return;
    if (*amount == std::numeric_limits<std::int64_t>::min()) return client.out.error("ERR decrement would overflow");
    add(client, words[1], -*amount);
}

constexpr Command commands[] = {
    {"incr", 2, Kind::growing, incr},
    {"decr", 2, Kind::growing, decr},
    {"incrby", 3, Kind::growing, incrby},
    {"decrby", 3, Kind::growing, decrby},
};

}  // namespace

std::span<const Command> counter_commands() noexcept { return commands; }

}  // namespace fibrix::kv
