// Strings: SET and its kin, GET and its kin, APPEND, STRLEN.

#include "userland/kv/look_up.hpp"
#include "userland/kv/number.hpp"
#include "userland/kv/time_span.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

constexpr std::size_t longest_string = 512UL * 1024 * 1024;

// Sets `key` to `text`, whatever it was before.
Entry& put(Store& store, std::string_view key, std::string_view text) {
    Entry* found = store.find(key);
    Entry& entry = found == nullptr ? store.add(key) : *found;
    const Store::Change change(store, entry);
    if (auto* const old = std::get_if<std::string>(&entry.value.value)) old->assign(text);
    else entry.value.value.emplace<std::string>(text);
    return entry;
}

void put_for_ever(Store& store, std::string_view key, std::string_view text) {
    store.set_expiry(put(store, key, text), Expiry::never);
}

// The string at `key`, or null, as a reply. False if there is another type, and the client has been told.
bool reply_string(Client& client, std::string_view key) {
    const auto found = look_up<std::string>(client, key);
    if (found) client.out.bulk(*found.value);
    else if (!found.refused) client.out.null();
    return !found.refused;
}

struct SetOptions {
    bool if_absent = false, if_present = false, keep_expiry = false, old_value = false;
    std::int64_t expiry = Expiry::never;
};

// Sets the time of `word` and the one behind it. False: there is an error, and the client has been told.
bool read_expiry(Client& client, const Words& words, std::size_t& at, SetOptions& options) {
    if (at + 1 == words.size() || options.keep_expiry || options.expiry != Expiry::never) {
        client.out.error(syntax_error);
        return false;
    }
    const auto unit = same_word(words[at], "ex") ? TimeUnit::seconds : TimeUnit::milliseconds;
    const auto until = lifetime_of(client, words[++at], unit, "set");
    options.expiry = until.value_or(Expiry::never);
    return until.has_value();
}

std::optional<SetOptions> read_options(Client& client, const Words& words) {
    SetOptions options;
    for (std::size_t at = 3; at < words.size(); ++at) {
        const auto word = words[at];
        if (same_word(word, "nx") && !options.if_present) options.if_absent = true;
        else if (same_word(word, "xx") && !options.if_absent) options.if_present = true;
        else if (same_word(word, "get")) options.old_value = true;
        else if (same_word(word, "keepttl") && options.expiry == Expiry::never) options.keep_expiry = true;
        else if (same_word(word, "ex") || same_word(word, "px")) {
            if (!read_expiry(client, words, at, options)) return std::nullopt;
        } else {
            client.out.error(syntax_error);
            return std::nullopt;
        }
    }
    return options;
}

void set(Client& client, const Words& words) {
    const auto options = words.size() == 3 ? SetOptions{} : read_options(client, words);
    if (!options) return;
    auto& store = client.store;
    if (options->old_value && !reply_string(client, words[1])) return;
    if (options->if_absent || options->if_present) {
        const bool present = store.find(words[1]) != nullptr;
        if (options->if_absent == present) return options->old_value ? void() : client.out.null();
    }
    Entry& entry = put(store, words[1], words[2]);
    if (!options->keep_expiry) store.set_expiry(entry, options->expiry);
    if (!options->old_value) client.out.ok();
}

void setnx(Client& client, const Words& words) {
    const bool absent = client.store.find(words[1]) == nullptr;
    if (absent) put_for_ever(client.store, words[1], words[2]);
    client.out.integer(std::size_t{absent});
}

void setex(Client& client, const Words& words) {
    const auto until = lifetime_of(client, words[2], TimeUnit::seconds, "setex");
    if (!until) return;
    client.store.set_expiry(put(client.store, words[1], words[3]), *until);
    client.out.ok();
}

void get(Client& client, const Words& words) { reply_string(client, words[1]); }

void getset(Client& client, const Words& words) {
    if (reply_string(client, words[1])) put_for_ever(client.store, words[1], words[2]);
}

void getdel(Client& client, const Words& words) {
    if (!reply_string(client, words[1])) return;
    if (Entry* const entry = client.store.find(words[1])) client.store.erase(*entry);
}

void mset(Client& client, const Words& words) {
    if (words.size() % 2 == 0) return wrong_arity(client, "mset");
    for (std::size_t i = 1; i < words.size(); i += 2) put_for_ever(client.store, words[i], words[i + 1]);
    client.out.ok();
}

void mget(Client& client, const Words& words) {
    client.out.array(words.size() - 1);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const Entry* const entry = client.store.find(words[i]);
        const auto* const text = entry == nullptr ? nullptr : std::get_if<std::string>(&entry->value.value);
        if (text == nullptr) client.out.null();
        else client.out.bulk(*text);
    }
}

void append(Client& client, const Words& words) {
    const auto found = look_up_or_add<std::string>(client, words[1]);
    if (!found) return;
    if (found.value->size() + words[2].size() > longest_string)
        return client.out.error("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    const Store::Change change(client.store, *found.entry);
    found.value->append(words[2]);
    client.out.integer(found.value->size());
}

void strlen(Client& client, const Words& words) {
    const auto found = look_up<std::string>(client, words[1]);
    if (!found.refused) client.out.integer(found ? found.value->size() : 0);
}

constexpr Command commands[] = {
    {"set", -3, Kind::growing, set},
    {"setnx", 3, Kind::growing, setnx},
    {"setex", 4, Kind::growing, setex},
    {"get", 2, Kind::reading, get},
    {"getset", 3, Kind::growing, getset},
    {"getdel", 2, Kind::writing, getdel},
    {"mset", -3, Kind::growing, mset, 1, -1, 2},
    {"mget", -2, Kind::reading, mget, 1, -1},
    {"append", 3, Kind::growing, append},
    {"strlen", 2, Kind::reading, strlen},
};

}  // namespace

std::span<const Command> string_commands() noexcept { return commands; }

}  // namespace fibrix::kv
