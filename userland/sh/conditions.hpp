// The expressions of test and [: what holds of files, texts and numbers.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "syscalls/sys.hpp"

namespace fibrix::sh {

/// Why an expression has no value.
struct BadCondition {
    std::string why;
};

/// Which handle the stream of a number is.
using StreamHandle = std::function<Handle(int)>;

/// The value of an expression; of none it is false. Parks. Throws BadCondition.
bool holds(std::span<const std::string> words, const StreamHandle& stream);

}  // namespace fibrix::sh
