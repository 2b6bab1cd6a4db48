#include "syscalls/path/open_flags.hpp"

namespace fibrix {

std::string to_string(OpenFlags flags) {
    constexpr std::array<std::string_view, 8> names{"read",      "write",    "append",    "create",
                                                    "exclusive", "truncate", "directory", "no_follow"};
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!has(flags, static_cast<OpenFlags>(1u << i))) continue;
        if (!text.empty()) text += '|';
        text += names[i];
    }
    return text.empty() ? "none" : text;
}

}  // namespace fibrix
