// The words of one line of a litmus text: names, numbers and signs. A '#' ends the line.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fibrix::litmus {

struct Token {
    enum class Kind : std::uint8_t { name, number, sign, end };
    Kind kind = Kind::end;
    std::string_view text;  ///< as it stands in the line
    std::int64_t number = 0;
    bool spaced_before = true;  ///< "1 -1" is two numbers, "1 - 1" is a difference: see expression_parser.hpp
    bool spaced_behind = true;
};

/// The tokens of `text`, the last being one of kind `end`. Throws Mistake.
std::vector<Token> split_line(std::string_view text, std::size_t line);

}  // namespace fibrix::litmus
