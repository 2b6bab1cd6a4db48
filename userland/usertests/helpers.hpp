// What the tests of usertests do again and again.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "userland/usertests/test.hpp"

namespace fibrix::usertests {

using namespace std::chrono_literals;
using Reason = ExitStatus::Reason;
using Words = std::vector<std::string>;
using Entries = std::vector<sys::PollEntry>;

/// The first handle that a branch is given beside its 0, 1 and 2.
inline constexpr Handle first_given = 3;
inline constexpr ExitStatus killed{Reason::killed, 0};
constexpr ExitStatus exited(int code) { return {Reason::exited, code}; }
constexpr ExitStatus ended_by(Signal signal) { return {Reason::signaled, static_cast<int>(signal)}; }

inline std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

/// One read; "" at the end.
std::string read_some(Handle handle, std::size_t most = 4096);
/// All until the end; closes the handle.
std::string read_to_end(Handle handle);
void write_some(Handle handle, std::string_view text);
/// The contents of a file.
std::string text_of(std::string_view path);
void make_file(std::string_view path, std::string_view text);
std::vector<std::string> names_in(std::string_view directory);

struct Ending {
    ExitStatus status;
    std::string output;  // what it wrote to its standard output and error
    friend bool operator==(const Ending&, const Ending&) = default;
};
/// Runs a program to its end, without standard input.
Ending run_program(const std::string& name, const Words& words);
/// What a script of the shell prints.
std::string script(const std::string& text);

/// A child that runs `body`, with `handles` as its 3, 4 and so on.
template <class F>
ProcessId child(F body, const std::vector<Handle>& handles = {}) {
    std::vector<Handle> all{0, 1, 2};
    all.insert(all.end(), handles.begin(), handles.end());
    return sys::branch(std::move(body), all).value();
}
/// The same; its status, when it has ended.
template <class F>
ExitStatus in_child(F body, const std::vector<Handle>& handles = {}) {
    return sys::wait(child(std::move(body), handles)).value();
}
/// A child that waits until it is ended by somebody.
inline ProcessId sleeping_child() {
    return child([] { sys::sleep(1h); });
}
/// Kills a child, and takes its status.
inline ExitStatus end_of(ProcessId id, Signal signal = Signal::kill) {
    sys::kill(id, signal).value();
    return sys::wait(id).value();
}

/// Gives way until `condition()` holds.
template <class F>
void until(F condition, const Where& where = Where::current()) {
    const auto begin = sys::now();
    while (!condition()) {
        if (sys::now() - begin > 5s) fail("it never happened", where);
        sys::sleep(10us);
    }
}
/// Waits until `task` waits in a request that is written like `text`.
void until_waiting(TaskId task, std::string_view text, const Where& where = Where::current());

/// Calls `function` when it goes.
template <class F>
class AtEnd {
public:
    explicit AtEnd(F function) : function_(std::move(function)) {}
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    ~AtEnd() { function_(); }

private:
    F function_;
};

}  // namespace fibrix::usertests
