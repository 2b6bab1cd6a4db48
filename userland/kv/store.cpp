#include "userland/kv/store.hpp"

namespace fibrix::kv {

std::string_view type_name(const Value& value) noexcept {
    constexpr std::string_view names[] = {"string", "list", "hash"};
    return names[value.index()];
}

std::size_t Store::memory_of_value(const Entry& entry) noexcept {
    const auto& value = entry.value.value;
    if (const auto* const text = std::get_if<std::string>(&value)) return memory_of(*text);
    if (const auto* const list = std::get_if<List>(&value)) return list->memory();
    return std::get_if<Hash>(&value)->memory();
}

Store::Change::~Change() {
    store_.values_memory_ += memory_of_value(entry_) - before_;
    const auto& value = entry_.value.value;
    const auto* const list = std::get_if<List>(&value);
    const auto* const hash = std::get_if<Hash>(&value);
    if ((list != nullptr && list->empty()) || (hash != nullptr && hash->empty())) store_.erase(entry_);
}

void Store::erase(Entry& entry) noexcept {
    values_memory_ -= memory_of_value(entry);
    expiries_.remove(entry);
    table_.erase(entry);
}

void Store::erase_expired(Entry& entry) noexcept {
    erase(entry);
    ++expired_;
}

void Store::rename(Entry& entry, std::string_view key) {
    if (entry.key() == key) return;
    if (Entry* const other = table_.find(key)) erase(*other);
    Entry& renamed = table_.add(key);
    std::swap(renamed.value.value, entry.value.value);  // the sum of memory stays
    set_expiry(renamed, entry.value.expiry.at);
    erase(entry);
}

void Store::clear() noexcept {
    expiries_.clear();
    table_.clear();
    values_memory_ = 0;
}

void Store::set_expiry(Entry& entry, std::int64_t at) { expiries_.set(entry, at); }

bool Store::expire(std::size_t most) {
    for (; next_expiry() <= now_; --most) {
        if (most == 0) return true;
        erase_expired(expiries_.front());
    }
    return false;
}

const Entry* Store::any() {
    while (size() > 0) {
        const Entry* found = nullptr;
        const auto take = [&](const Entry& entry) { found = found == nullptr ? &entry : found; };
        ++choices_;
        const auto from = hash_of({reinterpret_cast<const char*>(&choices_), sizeof choices_});
        table_.scan(from, 1, take);
        if (found == nullptr) table_.scan(0, 1, take);
        if (found->value.expiry.at > now_) return found;
        expire(std::numeric_limits<std::size_t>::max());
    }
    return nullptr;
}

}  // namespace fibrix::kv
