// What a client asks for: of its header what this server goes by.
#pragma once

#include <cstdint>
#include <string>

namespace fibrix::httpd {

struct Request {
    enum class Method : std::uint8_t { get, head, other, unknown };

    Method method = Method::unknown;
    bool version_1_1 = false;
    bool keep_alive = false;
    bool waits_to_continue = false;  ///< with its body: "Expect: 100-continue"
    int hosts = 0;                   ///< how many Host fields
    std::string method_name, target;
    // Fields of the header; empty if there are none.
    std::string range, if_range, if_none_match, if_modified_since;

    /// As before anything was known; the strings keep their room.
    void clear() noexcept {
        method = Method::unknown;
        version_1_1 = keep_alive = waits_to_continue = false;
        hosts = 0;
        for (auto* each : {&method_name, &target, &range, &if_range, &if_none_match, &if_modified_since}) each->clear();
    }
};

}  // namespace fibrix::httpd
