#include "userland/kv/snapshot.hpp"

namespace fibrix::kv {
namespace {

constexpr std::string_view name = "fibrix-kv";
constexpr char version = 1;
constexpr std::size_t hash_size = sizeof(std::uint64_t);

enum class Mark : char { end = 0, string = 1, list = 2, hash = 3 };

class Writer {
public:
    std::string bytes;

    void mark(Mark mark) { bytes += static_cast<char>(mark); }
    void number(std::uint64_t value) {
        for (; value > 0x7f; value >>= 7) bytes += static_cast<char>(value | 0x80);
        bytes += static_cast<char>(value);
    }
    void text(std::string_view text) {
        number(text.size());
        bytes += text;
    }
    void seal() {
        const auto hash = hash_of(bytes);
        for (std::size_t i = 0; i < hash_size; ++i) bytes += static_cast<char>(hash >> (8 * i));
    }
};

void write_value(Writer& out, const Value& value) {
    if (const auto* const text = std::get_if<std::string>(&value)) {
        out.text(*text);
    } else if (const auto* const list = std::get_if<List>(&value)) {
        out.number(list->size());
        list->for_each([&](std::string_view each) { out.text(each); });
    } else {
        const auto& hash = *std::get_if<Hash>(&value);
        out.number(hash.size());
        hash.for_each([&](std::string_view field, std::string_view each) {
            out.text(field);
            out.text(each);
        });
    }
}

// Reads until something is wrong; from then on everything is empty or zero.
class Reader {
public:
    explicit Reader(std::string_view bytes) noexcept : rest_(bytes) {}

    std::uint64_t number() noexcept {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80) return value;
        }
        good_ = false;
        return 0;
    }
    std::string_view text() noexcept {
        const auto length = number();
        if (length > rest_.size()) good_ = false;
        if (!good_) return {};
        const auto text = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return text;
    }
    [[nodiscard]] bool good() const noexcept { return good_; }
    [[nodiscard]] bool at_end() const noexcept { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

void read_value(Reader& in, Mark mark, Value& value) {
    if (mark == Mark::string) {
        value.emplace<std::string>(in.text());
    } else if (mark == Mark::list) {
        auto& list = value.emplace<List>();
        for (auto left = in.number(); left > 0 && in.good(); --left) list.push(End::back, in.text());
    } else {
        auto& hash = value.emplace<Hash>();
        for (auto left = in.number(); left > 0 && in.good(); --left) {
            const auto field = in.text();
            hash.set(field, in.text());
        }
    }
}

// One entry, whose type is known by now. False if something is wrong with it.
bool read_entry(Reader& in, Mark mark, Store& store) {
    const auto key = in.text();
    const auto expiry = in.number();
    if (!in.good() || store.find(key) != nullptr) return false;
    Entry& entry = store.add(key);
    const Store::Change change(store, entry);
    read_value(in, mark, entry.value.value);
    if (expiry > 0) store.set_expiry(entry, static_cast<std::int64_t>(expiry - 1));
    return in.good();
}

bool read_all(std::string_view bytes, Store& store) {
    Reader in(bytes);
    for (;;) {
        const auto mark = in.number();
        if (mark == static_cast<std::uint64_t>(Mark::end)) return in.at_end();
        if (mark > static_cast<std::uint64_t>(Mark::hash)) return false;
        if (!read_entry(in, static_cast<Mark>(mark), store)) return false;
    }
}

bool seal_holds(std::string_view bytes) {
    const auto sealed = bytes.substr(0, bytes.size() - hash_size);
    std::uint64_t hash = 0;
    for (std::size_t i = hash_size; i-- > 0;) hash = hash << 8 | static_cast<unsigned char>(bytes[sealed.size() + i]);
    return hash == hash_of(sealed);
}

}  // namespace

std::string Snapshot::encode(const Store& store) {
    Writer out;
    out.bytes = name;
    out.bytes += version;
    store.for_each([&](const Entry& entry) {
        out.mark(static_cast<Mark>(entry.value.value.index() + 1));
        out.text(entry.key());
        const auto at = entry.value.expiry.at;
        out.number(at == Expiry::never ? 0 : static_cast<std::uint64_t>(at) + 1);
        write_value(out, entry.value.value);
    });
    out.mark(Mark::end);
    out.seal();
    return std::move(out.bytes);
}

Snapshot::Verdict Snapshot::decode(std::string_view bytes, Store& store) {
    if (!bytes.starts_with(name)) return Verdict::foreign;
    const auto head = name.size() + 1;
    if (bytes.size() < head + 1 + hash_size) return Verdict::damaged;
    if (bytes[name.size()] != version) return Verdict::newer;
    if (!seal_holds(bytes)) return Verdict::damaged;
    Store loaded;
    loaded.set_now(store.now());
    if (!read_all(bytes.substr(head, bytes.size() - head - hash_size), loaded)) return Verdict::damaged;
    loaded.expire(loaded.size());
    store = std::move(loaded);
    return Verdict::good;
}

std::string_view to_string(Snapshot::Verdict verdict) noexcept {
    switch (verdict) {
        case Snapshot::Verdict::good: return "good";
        case Snapshot::Verdict::foreign: return "not a snapshot";
        case Snapshot::Verdict::newer: return "a snapshot of a newer version";
        case Snapshot::Verdict::damaged: return "damaged";
    }
    return "?";
}

}  // namespace fibrix::kv
