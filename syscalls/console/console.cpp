#include "syscalls/console/console.hpp"

namespace fibrix::sys {

Result<void> write_all(Handle console, std::string_view text) {
    auto rest = std::as_bytes(std::span(text));
    while (!rest.empty()) {
        const auto taken = write(console, rest);
        if (!taken) return taken.error();
        rest = rest.subspan(*taken);
    }
    return {};
}

}  // namespace fibrix::sys
