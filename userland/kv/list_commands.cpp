// Lists: their ends, and reading them.

#include "userland/kv/look_up.hpp"
#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

void push(Client& client, const Words& words, End end) {
    const auto found = look_up_or_add<List>(client, words[1]);
    if (!found) return;
    const Store::Change change(client.store, *found.entry);
    for (std::size_t i = 2; i < words.size(); ++i) found.value->push(end, words[i]);
    client.out.integer(found.value->size());
}

void lpush(Client& client, const Words& words) { push(client, words, End::front); }

void rpush(Client& client, const Words& words) { push(client, words, End::back); }

void pop_some(Client& client, const Words& words, End end) {
    const auto count = parse_integer(words[2]);
    if (!count || *count < 0) return client.out.error("ERR value is out of range, must be positive");
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.null_array();
    const Store::Change change(client.store, *found.entry);
    const auto popped = std::min(static_cast<std::size_t>(*count), found.value->size());
    client.out.array(popped);
    for (std::size_t i = 0; i < popped; ++i) {
        client.out.raw(found.value->peek(end));
        found.value->drop(end, 1);
    }
}

void pop(Client& client, const Words& words, End end, std::string_view command) {
    if (words.size() > 3) return wrong_arity(client, command);
    if (words.size() == 3) return pop_some(client, words, end);
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.null();
    const Store::Change change(client.store, *found.entry);
    client.out.raw(found.value->peek(end));
    found.value->drop(end, 1);
}

void lpop(Client& client, const Words& words) { pop(client, words, End::front, "lpop"); }

void rpop(Client& client, const Words& words) { pop(client, words, End::back, "rpop"); }

void llen(Client& client, const Words& words) {
    const auto found = look_up<List>(client, words[1]);
    if (!found.refused) client.out.integer(found ? found.value->size() : 0);
}

void lrange(Client& client, const Words& words) {
    const auto first = integer_of(client, words[2]);
    const auto last = first ? integer_of(client, words[3]) : std::nullopt;
    if (!first || !last) return;
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.array(0);
    const auto range = range_of(*first, *last, found.value->size());
    client.out.array(range.count);
    found.value->visit_range(range.first, range.count, [&](std::string_view wire) { client.out.raw(wire); });
}

void lindex(Client& client, const Words& words) {
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.null();
    const auto index = integer_of(client, words[2]);
    if (!index) return;
    const auto position = position_of(*index, found.value->size());
    if (position < 0 || position >= static_cast<std::int64_t>(found.value->size())) return client.out.null();
    client.out.raw(found.value->at(static_cast<std::size_t>(position)));
}

constexpr Command commands[] = {
    {"lpush", -3, Kind::growing, lpush},  {"rpush", -3, Kind::growing, rpush}, {"lpop", -2, Kind::writing, lpop},
    {"rpop", -2, Kind::writing, rpop},    {"llen", 2, Kind::reading, llen},    {"lrange", 4, Kind::reading, lrange},
    {"lindex", 3, Kind::reading, lindex},
};

}  // namespace

std::span<const Command> list_commands() noexcept { return commands; }

}  // namespace fibrix::kv
