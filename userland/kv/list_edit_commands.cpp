// Lists: changing what is in the middle.

#include "userland/kv/look_up.hpp"
#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

void lset(Client& client, const Words& words) {
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.error("ERR no such key");
    const auto index = integer_of(client, words[2]);
    if (!index) return;
    const auto position = position_of(*index, found.value->size());
    if (position < 0 || position >= static_cast<std::int64_t>(found.value->size()))
        return client.out.error("ERR index out of range");
    const Store::Change change(client.store, *found.entry);
    found.value->set(static_cast<std::size_t>(position), words[3]);
    client.out.ok();
}

// A negative count removes the last ones: all but that many of them are skipped.
void lrem(Client& client, const Words& words) {
    const auto count = integer_of(client, words[2]);
    if (!count) return;
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.integer(std::size_t{0});
    auto& list = *found.value;
    const auto magnitude = static_cast<std::size_t>(*count);
    const auto most = *count == 0 ? list.size() : *count < 0 ? 0 - magnitude : magnitude;
    const auto all = *count < 0 ? list.count(words[3]) : 0;
    const Store::Change change(client.store, *found.entry);
    client.out.integer(list.remove(words[3], all > most ? all - most : 0, most));
}

void ltrim(Client& client, const Words& words) {
    const auto first = integer_of(client, words[2]);
    const auto last = first ? integer_of(client, words[3]) : std::nullopt;
    if (!first || !last) return;
    const auto found = look_up<List>(client, words[1]);
    if (found.refused) return;
    if (!found) return client.out.ok();
    const auto range = range_of(*first, *last, found.value->size());
    const Store::Change change(client.store, *found.entry);
    found.value->drop(End::front, range.first);
    found.value->drop(End::back, found.value->size() - range.count);
    client.out.ok();
}

constexpr Command commands[] = {
    {"lset", 4, Kind::growing, lset},
    {"lrem", 4, Kind::writing, lrem},
    {"ltrim", 4, Kind::writing, ltrim},
};

}  // namespace

std::span<const Command> list_edit_commands() noexcept { return commands; }

}  // namespace fibrix::kv
