#include "tools/explore_again.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/record.hpp"

namespace fibrix {
namespace {

constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";

/// For a shell.
std::string quoted(const std::string& word) {
    if (!word.empty() && word.find_first_not_of(plain) == word.npos) return word;
    std::string text = "'";
    for (const char each : word) {
        if (each == '\'') text += "'\\''";
        else text += each;
    }
    return text + "'";
}

/// The options without which a schedule means another execution.
std::string options_that_matter(const explore::Options& options, std::uint64_t max_steps) {
    const explore::Options usual;
    std::string text;
    if (options.free_time) text += " --time free";
    if (options.plain_memory) text += " --plain-memory";
    if (options.seed != usual.seed) text += fmt::format(" --seed {}", options.seed);
    if (max_steps != usual.max_steps) text += fmt::format(" --max-steps {}", max_steps);
    return text;
}

}  // namespace

std::string command_again(const ExploreCommand& command, const explore::Counterexample& told, const std::string& more) {
    std::string words = command.litmus.empty() ? "" : " --litmus " + quoted(command.litmus);
    for (const auto& word : command.words) words += " " + quoted(word);
    auto options = options_that_matter(command.options, told.max_steps) + more + " --schedule '" + told.schedule + "'";
    const bool dashes = std::ranges::any_of(command.words, [](auto& word) { return word.starts_with('-'); });
    return "fibrix explore" + (dashes ? options + " --" + words : words + options);
}

void record_schedule(const ExploreCommand& command, const explore::Counterexample& told) {
    Launch launch;
    launch.options.world = "sim";
    launch.options.policy = "explore";
    launch.options.watchdog = "off";
    launch.options.log_level = "off";
    launch.options.quiet = true;
    launch.options.seed = command.options.seed;
    launch.options.record = command.record;
    launch.options.scheduled = {told.schedule, told.max_steps, command.options.free_time, command.options.plain_memory};
    launch.program = command.words.front();
    launch.arguments.assign(command.words.begin() + 1, command.words.end());
    record(std::move(launch));
}

}  // namespace fibrix
