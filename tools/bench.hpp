// `fibrix bench`: runs benchmarks, and shows what they have measured as a table or JSON.
#pragma once

#include <string>
#include <vector>

namespace fibrix {

struct BenchOptions {
    std::vector<std::string> names;  // empty: all
    bool json = false;
    bool quick = false;  // a smoke test: the figures mean little
    bool list = false;
};

/// Exit code. Throws UsageError if a name is nobody's.
int run_benchmarks(const BenchOptions& options);

}  // namespace fibrix
