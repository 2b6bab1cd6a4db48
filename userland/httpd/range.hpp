// Which part of a file is asked for: "Range: bytes=0-99".
#pragma once

#include <cstdint>
#include <string_view>

namespace fibrix::httpd {

struct Range {
    enum class Kind : std::uint8_t {
        whole,  ///< nothing that has to be obeyed: no range of bytes, wrong, or several
        part,
        beyond  ///< nothing of the file is in it
    };
    Kind kind = Kind::whole;
    std::int64_t first = 0, count = 0;  ///< of a part

    friend bool operator==(const Range&, const Range&) = default;
};

/// What the header's `value` means for a file of `size` bytes.
Range parse_range(std::string_view value, std::int64_t size) noexcept;

}  // namespace fibrix::httpd
