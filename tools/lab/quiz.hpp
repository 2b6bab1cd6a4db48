// What a student is asked before the schedule is shown, and how the answers are marked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tools/lab/trial.hpp"

namespace fibrix::lab {

/// The jobs, and a line for each question: "a.response = ".
std::string questions(const Trial& trial);

struct Mark {
    std::string question, answer;
    bool right = false;
};
struct Marks {
    std::size_t points = 0;
    std::string text;  ///< a line for each answer
    std::vector<Mark> all;
};
/// `answers`: what `questions` gave, filled in. Throws UsageError if a line is no answer.
Marks mark_answers(const Trial& trial, std::string_view answers);

}  // namespace fibrix::lab
