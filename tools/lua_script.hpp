// A script in Lua named to `fibrix run` by its place on the host: it is brought along in /tmp.
#pragma once

#include <string>
#include <vector>

#include "tools/launch.hpp"

namespace fibrix {

/// Whether `fibrix run PROGRAM` names a script rather than a program.
bool names_lua_script(const std::string& program);
/// Brings the script that is the first of `words` along, and makes them a call of `lua`. Throws UsageError.
BroughtFile bring_lua_script(std::vector<std::string>& words);

}  // namespace fibrix
