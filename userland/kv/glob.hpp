// Patterns for keys and channels: * ? [abc] [^abc] [a-z], and a backslash before what is meant literally.
#pragma once

#include <string_view>

namespace fibrix::kv {

/// Takes at most the product of both lengths, whatever the pattern.
bool matches(std::string_view pattern, std::string_view text) noexcept;

}  // namespace fibrix::kv
