// What a run starts with: all that came from the command line, so that the same run can be made again.
#pragma once

#include <string>
#include <vector>

#include "kernel/observers/chain_hash.hpp"
#include "tools/options.hpp"
#include "tools/system.hpp"

namespace fibrix {

/// A file that is put into /tmp before the start.
struct BroughtFile {
    std::string name, text;
};

struct Launch {
    SystemOptions options;
    std::vector<std::string> words;  // of the command line
    std::string program;
    std::vector<std::string> arguments;
    System::Files files;
    std::vector<BroughtFile> brought;
};

/// Runs it in the mode that its options ask for, and gives the exit code.
int launch(const Launch& launch);

/// Starts what `launch` says in `system`, and runs until it ends.
int run_launch(System& system, const Launch& launch);

/// "hash 1f…: 42 requests" on standard error.
void print_hash(const ChainHash& hash);

}  // namespace fibrix
