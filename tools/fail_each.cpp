#include "tools/fail_each.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "tools/faulted_run.hpp"

namespace fibrix {
namespace {

constexpr std::uint64_t patience = 10;                      // times as long as without a fault
constexpr std::uint64_t more_requests = 100'000;            // and so many beyond
constexpr std::int64_t more_time = 3600LL * 1'000'000'000;  // and so long

// What may fail although the program has done everything right. Tasks of one process agree among themselves: nothing
// from outside makes that fail.
bool is_failure(const Syscall& syscall, Errno error) noexcept {
    using enum Errno;
    constexpr std::array failures{intr, again,     nomem,       nfile,       mfile,      nospc,    io,
                                  pipe, connreset, connrefused, hostunreach, netunreach, addrinuse};
    return syscall.family != "sync" && std::ranges::find(failures, error) != failures.end();
}

// That a program ends by an exception that says what has failed is a way to end.
bool is_crash(int code) noexcept {
    constexpr int by_signal = 128;
    return code >= by_signal || code == static_cast<int>(ReservedCode::abandoned) ||
           code == static_cast<int>(ReservedCode::system);
}

// The lines of a text in the order of the alphabet: a fault may change which task comes first.
std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

std::string last_line(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    const auto end = text.rfind('\n');
    return end == text.npos ? text : text.substr(end + 1);
}

// Who gives up may leave its handles to the kernel: then only what lives on is looked at.
Left end_of(const RunReport& run, const RunReport& right) {
    auto left = run.when_ended;
    if (run.code != right.code) left.handles = 0;
    return left;
}

std::string more_left(const Left& run, const Left& right) {
    if (run.tasks > right.tasks) return fmt::format("leaves {} tasks behind", run.tasks - right.tasks);
    if (run.handles > right.handles) return fmt::format("leaks {} handles", run.handles - right.handles);
    return {};
}

bool says_the_same(const RunReport& run, const RunReport& right) {
    return run.code == right.code && run.client_code == right.client_code && run.errors == right.errors;
}

// What is wrong with a run, beside the one without a fault; empty if nothing is.
std::string verdict_on(const RunReport& run, const RunReport& right) {
    if (run.unending) return "hangs";
    if (run.code == static_cast<int>(ReservedCode::deadlock) && right.code != run.code) return "hangs in a deadlock";
    if (is_crash(run.code) && right.code != run.code) return fmt::format("crashes with exit code {}", run.code);
    auto left = more_left(run.when_client_ended, right.when_client_ended);
    if (left.empty()) left = more_left(end_of(run, right), right.when_ended);
    if (!left.empty()) return left;
    if (run.lost_blocks > right.lost_blocks) return fmt::format("leaks {} blocks of memory", run.lost_blocks);
    if (says_the_same(run, right) && lines_of(run.output) != lines_of(right.output))
        return "loses data: it says that all went well, but its output is another";
    return {};
}

struct Tally {
    std::uint64_t runs = 0, bad = 0;
};

void try_request(FaultedRuns& runs, const MadeRequest& request, const RunReport& right, Tally& tally) {
    for (const Errno error : request.syscall->errors) {
        if (!is_failure(*request.syscall, error)) continue;
        const auto run = runs.run({request.number, error});
        ++tally.runs;
        const auto wrong = verdict_on(run, right);
        if (wrong.empty()) continue;
        ++tally.bad;
        const auto said = last_line(run.errors);
        fmt::print("request {}, {}: {}: {}{}\n", request.number, request.syscall->name, to_string(error), wrong,
                   said.empty() ? "" : " (" + said + ")");
        if (tally.bad == 1) fmt::print("    to see it: --faults {}:{}\n", request.number, to_string(error));
    }
}

// What it says is compared, so it must have something to say.
void check_client(const Launch& launch, const RunReport& right) {
    if (launch.options.client.empty() || right.client_code == 0) return;
    throw UsageError(right.client_code < 0
                         ? "--faults each: '" + launch.program + "' ends before its client even without a fault"
                         : fmt::format("--faults each: even without a fault the client ends with exit code {}: {}",
                                       right.client_code, last_line(right.errors)));
}

// What `text` names; nothing if it is no error.
std::optional<Errno> error_named(std::string_view text) {
    for (std::size_t i = 0; i < errno_count; ++i)
        if (const auto error = static_cast<Errno>(i); to_string(error) == text) return error;
    return std::nullopt;
}

}  // namespace

std::optional<Fault> fault_in(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == text.npos) return std::nullopt;
    Fault fault;
    const auto number = std::from_chars(text.data(), text.data() + colon, fault.request);
    const auto error = error_named(std::string_view(text).substr(colon + 1));
    if (number.ec != std::errc{} || number.ptr != text.data() + colon || fault.request == 0 || !error)
        throw UsageError("--faults: '" + text + "' is no request and its error, such as 7:EINTR");
    fault.error = *error;
    return fault;
}

int run_failing(const Launch& launch, const Fault& fault) { return FaultedRuns(launch).run_visibly(fault); }

int run_fail_each(const Launch& launch) {
    FaultedRuns runs(launch);
    const auto right = runs.run({});
    if (right.unending) throw UsageError("--faults each: '" + launch.program + "' does not end by itself");
    if (right.requests == 0 && right.code == static_cast<int>(ReservedCode::not_found)) {
        fmt::print(stderr, "{}", right.errors);
        return right.code;
    }
    check_client(launch, right);
    const auto requests = runs.made();
    runs.set_bounds(patience * right.requests + more_requests,
                    static_cast<std::int64_t>(patience) * right.time + more_time);
    Tally tally;
    for (const auto& request : requests) try_request(runs, request, right, tally);
    fmt::print("{} requests: {} runs, {} of them bad\n", right.requests, tally.runs, tally.bad);
    return tally.bad == 0 ? 0 : 1;
}

}  // namespace fibrix
