// Inline commands: a line of words as a person types it, with quotes and escapes.
#pragma once

#include <string>

#include "userland/kv/words.hpp"

namespace fibrix::kv {

/// Splits `line`: the words go into `text`, one after the other, and where they lie there into `pieces`. In double
/// quotes \n \r \t \b \a \xHH and a backslash before anything else are known; in single quotes only \'. False if a
/// quote has no end, or something other than a blank follows it.
bool split_inline(std::string_view line, std::string& text, std::vector<Piece>& pieces);

}  // namespace fibrix::kv
