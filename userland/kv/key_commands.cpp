// Keys, whatever their values are: which there are, and giving them up.

#include "userland/kv/glob.hpp"
#include "userland/kv/look_up.hpp"
#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

void del(Client& client, const Words& words) {
    std::size_t erased = 0;
    for (std::size_t i = 1; i < words.size(); ++i)
        if (Entry* const entry = client.store.find(words[i])) client.store.erase(*entry), ++erased;
    client.out.integer(erased);
}

void exists(Client& client, const Words& words) {
    std::size_t found = 0;
    for (std::size_t i = 1; i < words.size(); ++i) found += client.store.find(words[i]) != nullptr ? 1 : 0;
    client.out.integer(found);
}

void type(Client& client, const Words& words) {
    const Entry* const entry = client.store.find(words[1]);
    client.out.simple(entry == nullptr ? "none" : type_name(entry->value.value));
}

void keys(Client& client, const Words& words) {
    std::vector<std::string_view> found;
    client.store.for_each([&](const Entry& entry) {
        if (matches(words[1], entry.key())) found.push_back(entry.key());
    });
    client.out.array(found.size());
    for (const auto key : found) client.out.bulk(key);
}

struct ScanOptions {
    std::string_view pattern = "*", type{};
    std::size_t count = 10;
};

std::optional<ScanOptions> read_options(Client& client, const Words& words) {
    ScanOptions options;
    for (std::size_t at = 2; at < words.size(); at += 2) {
        const bool counts = same_word(words[at], "count");
        const bool known = counts || same_word(words[at], "match") || same_word(words[at], "type");
        if (!known || at + 1 == words.size()) {
            client.out.error(syntax_error);
            return std::nullopt;
        }
        const auto value = words[at + 1];
        if (counts) {
            const auto count = integer_of(client, value);
            if (count && *count < 1) client.out.error(syntax_error);
            if (!count || *count < 1) return std::nullopt;
            options.count = static_cast<std::size_t>(*count);
        } else {
            (same_word(words[at], "match") ? options.pattern : options.type) = value;
        }
    }
    return options;
}

// The cursor is the hash of the next key. So a scan gives every key that is there all the time exactly once, in the
// order of their hashes, which is the same in every run.
void scan(Client& client, const Words& words) {
    std::uint64_t cursor = 0;
    const auto text = words[1];
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), cursor);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return client.out.error("ERR invalid cursor");
    const auto options = read_options(client, words);
    if (!options) return;
    std::vector<std::string_view> found;
    cursor = client.store.scan(cursor, options->count, [&](const Entry& entry) {
        const bool wanted = options->type.empty() || same_word(options->type, type_name(entry.value.value));
        if (wanted && matches(options->pattern, entry.key())) found.push_back(entry.key());
    });
    char digits[number_room];
    client.out.array(2);
    client.out.bulk(
        {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, cursor).ptr - digits)});
    client.out.array(found.size());
    for (const auto key : found) client.out.bulk(key);
}

void rename(Client& client, const Words& words) {
    Entry* const entry = client.store.find(words[1]);
    if (entry == nullptr) return client.out.error("ERR no such key");
    client.store.rename(*entry, words[2]);
    client.out.ok();
}

void randomkey(Client& client, const Words&) {
    const Entry* const entry = client.store.any();
    if (entry == nullptr) client.out.null();
    else client.out.bulk(entry->key());
}

void dbsize(Client& client, const Words&) { client.out.integer(client.store.size()); }

void flush(Client& client, const Words& words) {
    const bool known =
        words.size() == 1 || (words.size() == 2 && (same_word(words[1], "async") || same_word(words[1], "sync")));
    if (!known) return client.out.error(syntax_error);
    client.store.clear();
    client.out.ok();
}

constexpr Command commands[] = {
    {"del", -2, Kind::writing, del, 1, -1},          {"unlink", -2, Kind::writing, del, 1, -1},
    {"exists", -2, Kind::reading, exists, 1, -1},    {"type", 2, Kind::reading, type},
    {"keys", 2, Kind::reading, keys, 0, 0, 0},       {"scan", -2, Kind::reading, scan, 0, 0, 0},
    {"rename", 3, Kind::writing, rename, 1, 2},      {"randomkey", 1, Kind::reading, randomkey, 0, 0, 0},
    {"dbsize", 1, Kind::reading, dbsize, 0, 0, 0},   {"flushdb", -1, Kind::writing, flush, 0, 0, 0},
    {"flushall", -1, Kind::writing, flush, 0, 0, 0},
};

}  // namespace

std::span<const Command> key_commands() noexcept { return commands; }

}  // namespace fibrix::kv
