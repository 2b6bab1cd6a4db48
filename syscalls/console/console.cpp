#include "syscalls/console/console.hpp"

namespace fibrix::sys {

Result<void> write_all(Handle handle, std::string_view text) {
    auto rest = std::as_bytes(std::span(text));
    while (!rest.empty()) {
        const auto taken = write(handle, rest);
        if (!taken) return taken.error();
        rest = rest.subspan(*taken);
    }
    return {};
}

}  // namespace fibrix::sys
