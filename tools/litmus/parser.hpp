// Reads a litmus text (see README.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/litmus/syntax.hpp"

namespace fibrix::litmus {

/// `name` is used if the text does not say one. Throws Mistake.
Program parse(std::string_view text, std::string name);

/// Reads a file; if that fails, `why` says in one line what is wrong, with the place: "file:3: …".
std::optional<Program> read_file(const std::string& path, std::string& why);

}  // namespace fibrix::litmus
