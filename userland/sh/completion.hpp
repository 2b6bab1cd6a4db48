// Completion: what could be meant by a word that is half typed. Pure but for the directories it looks into.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "userland/sh/glob.hpp"

namespace fibrix::sh {

struct Completion {
    std::string insert{};                ///< what is certain, to be put in at the cursor
    std::vector<std::string> choices{};  ///< what there is to choose from beyond that
};

/// Completes the word at the end of `line`: a command where one stands, $NAME, else a file. Parks.
Completion complete(std::string_view line, const std::vector<std::string>& commands,
                    const std::vector<std::string>& variables, Directories& directories);

}  // namespace fibrix::sh
