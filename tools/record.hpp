// Recording a run: everything that comes in from outside, in a file that `fibrix replay` runs again.
#pragma once

#include <optional>
#include <span>

#include "tools/launch.hpp"

namespace fibrix {

/// Runs it, and writes its recording to `launch.options.record`.
int record(Launch launch);

/// What the head of a recording says, and back. Throws std::runtime_error if this binary cannot replay it.
std::vector<std::byte> encode_launch(const Launch& launch);
struct RecordedLaunch {
    Launch launch;
    std::string world;
};
RecordedLaunch decode_launch(std::span<const std::byte> bytes);

}  // namespace fibrix
