// Runs one test in a process of its own, and looks what it leaves behind.
#pragma once

#include "userland/usertests/test.hpp"

namespace fibrix::usertests {

struct Finding {
    enum class Kind : std::uint8_t { passed, failed, skipped };
    Kind kind = Kind::passed;
    std::string why{};
};

/// Parks until the test has ended, or has been ended because it took too long.
Finding run(const Test& test);

}  // namespace fibrix::usertests
