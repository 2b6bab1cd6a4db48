// Times as commands give them: in seconds or milliseconds, from now or by the calendar.
#pragma once

#include "userland/kv/command.hpp"

namespace fibrix::kv {

enum class TimeUnit : std::uint8_t { seconds, milliseconds };

/// The instant that `word` means, counted from `base`, in milliseconds. Nothing: it means none, and the client has been
/// told, of an error in `command`.
std::optional<std::int64_t> instant_of(Client& client, std::string_view word, TimeUnit unit, std::int64_t base,
                                       std::string_view command);
/// The same from now on, and it has to be later than now.
std::optional<std::int64_t> lifetime_of(Client& client, std::string_view word, TimeUnit unit, std::string_view command);

}  // namespace fibrix::kv
