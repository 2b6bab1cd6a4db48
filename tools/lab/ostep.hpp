// Cases of the simulators of OSTEP's homework, run on the kernel's own policies.
//
// A case is a JSON object: tool, policy, what is set of it, the jobs, and what was drawn at random. Run, it gives the
// same object with the outputs that the tool would have printed. What the rules are is in README.md.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "kernel/policy.hpp"
#include "tools/lab/job.hpp"
#include "tools/lab/record.hpp"

namespace fibrix::lab::ostep {

using Json = nlohmann::ordered_json;

/// Throws UsageError if it is no case, and nlohmann::json::exception if something is missing in it.
Json run_case(const Json& given);

// Of one tool each. They give the outputs alone.
Json run_scheduler(const Json& given);  // fifo, sjf, rr
Json run_mlfq(const Json& given);
Json run_lottery(const Json& given);
Json run_multi(const Json& given);

/// The policy that `text` names; throws UsageError.
std::unique_ptr<Policy> policy(const std::string& text);
/// Times of a case, in the laboratory's and back. More than a million ticks are not believed: UsageError.
Duration ticks(const Json& count);
std::string in_words(const Json& count);  ///< as a policy's parameter
inline std::int64_t count(Duration span) { return span / tick; }
inline std::int64_t count(Time at) { return at.time_since_epoch() / tick; }
double rounded(double value);  ///< to two digits, as printf does

}  // namespace fibrix::lab::ostep
