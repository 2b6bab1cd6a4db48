#include "userland/kv/time_span.hpp"

namespace fibrix::kv {
namespace {

std::nullopt_t refuse(Client& client, std::string_view command) {
    std::string text = "ERR invalid expire time in '";
    text += command;
    text += "' command";
    client.out.error(text);
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> instant_of(Client& client, std::string_view word, TimeUnit unit, std::int64_t base,
                                       std::string_view command) {
    const auto count = integer_of(client, word);
    if (!count) return std::nullopt;
    std::int64_t instant = *count;
    if (unit == TimeUnit::seconds && __builtin_mul_overflow(instant, std::int64_t{1000}, &instant))
        return refuse(client, command);
    if (__builtin_add_overflow(instant, base, &instant)) return refuse(client, command);
    return std::min(instant, Expiry::never - 1);
}

std::optional<std::int64_t> lifetime_of(Client& client, std::string_view word, TimeUnit unit,
                                        std::string_view command) {
    const auto now = client.store.now();
    const auto instant = instant_of(client, word, unit, now, command);
    if (instant && *instant <= now) return refuse(client, command);
    return instant;
}

}  // namespace fibrix::kv
