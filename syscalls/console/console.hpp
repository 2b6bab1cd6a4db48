// The console family: standard input, output and error.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "syscalls/file/file.hpp"

namespace fibrix::sys {

struct IsTerminal {
    using Result = bool;
    Handle handle;
    static constexpr SyscallNumber number = family_console + 2;
    static constexpr std::string_view help = "Whether `handle` is a console at which a person sits: a terminal.";
    static constexpr std::array errors{Errno::badf};
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) {
        if (call.process().handles.find(call.request().handle) == nullptr) return call.fail(Errno::badf);
        auto* file = call.template object<OpenFile>(call.request().handle);
        if (file == nullptr || file->outside() == OpenFile::no_outside) return call.answer(false);
        Operation ask{.code = Operation::Code::terminal, .descriptor = file->outside()};
        call.submit_now(ask);
        return call.answer(!ask.failed && ask.result == 1);
    }
};
BOOST_DESCRIBE_STRUCT(IsTerminal, (), (handle))
/// Never parks. Errors: EBADF.
inline constexpr Syscaller<IsTerminal> is_terminal;

inline constexpr Handle standard_input = 0, standard_output = 1, standard_error = 2;

/// Writes all of `text`; a signal that is handled meanwhile does not end it. Parks. Errors: as `write`.
Result<void> write_all(Handle handle, std::string_view text);

/// What is done if standard output cannot be written: one line on standard error says so, and the calling task ends
/// with status 1. Parks.
void give_up_on_output(Errno why);

/// Formats and writes to standard output. Parks. If that cannot be written the task ends: `give_up_on_output`.
template <class... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
    const auto written = write_all(standard_output, fmt::format(format, std::forward<Values>(values)...));
    if (!written) [[unlikely]]
        give_up_on_output(written.error());
}
/// The same to standard error. Parks. If that cannot be written, nobody is left to be told.
template <class... Values>
void print_error(fmt::format_string<Values...> format, Values&&... values) {
    [[maybe_unused]] const auto written =
        write_all(standard_error, fmt::format(format, std::forward<Values>(values)...));
}

inline constexpr Family<IsTerminal> console_family{"console"};

}  // namespace fibrix::sys
