// What a command with a slash in its name stands for.
#pragma once

#include <string>
#include <vector>

namespace fibrix::sh {

/// The words with which to start the program that `words` name. A name with a slash is looked up in Fibrix's own tree:
/// what lies in a binfs is that program, any other file is a script, run by a new shell. What is not there may be a
/// shared object of the host: the words are then left as they are, and so are those without a slash. Parks.
std::vector<std::string> as_startable(std::vector<std::string> words);

}  // namespace fibrix::sh
