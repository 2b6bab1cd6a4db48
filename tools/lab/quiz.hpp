// What a student is asked before the schedule is shown, and how the answers are marked.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tools/lab/trial.hpp"

namespace fibrix::lab {

/// The jobs, and a line for each question: "a.response = ".
std::string questions(const Trial& trial);

struct Marks {
    std::size_t points = 0, of = 0;
    std::string text;  ///< a line for each answer
    nlohmann::ordered_json json;
};
/// `answers`: what `questions` gave, filled in. Throws UsageError if a line is no answer.
Marks mark_answers(const Trial& trial, std::string_view answers);

}  // namespace fibrix::lab
