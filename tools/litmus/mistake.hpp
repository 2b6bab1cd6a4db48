// What is wrong with a litmus text, and in which line. Thrown by the parser, caught where a file is read.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace fibrix::litmus {

struct Mistake : std::runtime_error {
    Mistake(std::size_t in_line, const std::string& what) : std::runtime_error(what), line(in_line) {}
    std::size_t line;  ///< from 1
};

}  // namespace fibrix::litmus
