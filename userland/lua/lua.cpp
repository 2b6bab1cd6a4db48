// Runs a script of Lua 5.4 as a program: its own state, the system's requests as functions, limits on what it uses.

#include "userland/lua/script.hpp"

namespace {

using namespace fibrix;

struct Options {
    std::string command{}, file{};
    std::vector<std::string> arguments{};
    std::int64_t memory = 64, instructions = 0;
};

Result<std::string> read_source(const std::string& file) {
    if (file != "-") return read_file(file);
    const auto input = sys::dup(sys::standard_input);  // which stays open
    return input ? File(*input).read_all() : input.error();
}

int run(const Options& options) {
    auto text = options.command.empty() ? read_source(options.file) : options.command;
    if (!text) {
        sys::print_error("lua: cannot read '{}': {}\n", options.file, describe(text.error()));
        return 1;
    }
    auto& script = sys::local<lua::Script>();
    const lua::Limits limits{static_cast<std::size_t>(options.memory) << 20,
                             static_cast<std::uint64_t>(options.instructions)};
    if (!script.begin(limits)) {
        sys::print_error("lua: there is not memory enough to begin (see: --memory)\n");
        return 1;
    }
    return script.run(options.command.empty() ? options.file : "-e", *text, options.arguments);
}

int lua_program(Arguments& arguments) {
    Options options;
    arguments.option("-e", options.command, "a script, instead of FILE");
    arguments.option("--memory", options.memory, "what the script may use, in MiB");
    arguments.option("--instructions", options.instructions, "how many it may carry out; 0: as many as it likes");
    arguments.word("file", options.file, "the script; - for standard input", false);
    arguments.words("arguments", options.arguments, "what the script finds in `arg`");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    if (options.memory < 1 || options.memory > 1 << 20 || options.instructions < 0) {
        sys::print_error("lua: --memory takes 1 to 1048576, --instructions 0 or more (try: lua --help)\n");
        return Arguments::usage_error;
    }
    if (!options.command.empty() && !options.file.empty())  // then it is the first argument
        options.arguments.insert(options.arguments.begin(), options.file);
    if (options.command.empty() && options.file.empty()) {
        sys::print_error("lua: a FILE is needed, - for standard input, or -e SCRIPT (try: lua --help)\n");
        return Arguments::usage_error;
    }
    return run(options);
}

const Program program{"lua", "Runs a script of Lua 5.4.", lua_program, StackSize::k1024};

}  // namespace
