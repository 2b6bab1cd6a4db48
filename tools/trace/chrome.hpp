// Traces as files, in the JSON of Chrome's trace viewer and of Perfetto: a track for each task, a slice for each state
// it was in, marks for requests and results, arrows from who has brought something about.
//
// One event a line. What the format has no word for stands in `args`, so that the whole trace can be read back.
#pragma once

#include <cstdio>
#include <string>

#include "tools/trace/trace.hpp"

namespace fibrix::trace {

/// False if it could not be written; errno says why.
bool write_chrome(const Trace& trace, std::FILE* file);

/// Reads what `write_chrome` has written. Throws UsageError if the file cannot be read or is something else.
Trace read_chrome(const std::string& path);

}  // namespace fibrix::trace
