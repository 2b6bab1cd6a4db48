// The console family: reading from and writing to standard input, output and error.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "kernel/handle_table.hpp"
#include "kernel/world/operation.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

namespace detail {

template <class C>
Outcome use_console(C& call, Operation::Code code) {
    Operation& operation = call.scratch();
    if (operation.state == Operation::State::idle) {
        auto* console = call.template object<Console>(call.request().console);
        if (console == nullptr) return call.fail(Errno::badf);
        operation.code = code;
        operation.descriptor = console->outside();
    }
    if (!call.submit(operation)) return Outcome::parked;
    if (operation.failed) return call.fail(operation.error);
    return call.answer(static_cast<std::size_t>(operation.result));
}

}  // namespace detail

struct Read {
    using Result = std::size_t;
    using Scratch = Operation;
    Handle console;
    Out<std::byte> buffer;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_console + 0;
    static constexpr std::string_view help = "Reads what is there, at least one byte; 0 at the end.";
    static constexpr std::array errors{Errno::badf,  Errno::io,       Errno::inval,
                                       Errno::isdir, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) {
        call.scratch().out = call.request().buffer.span;
        return detail::use_console(call, Operation::Code::read);
    }
};
BOOST_DESCRIBE_STRUCT(Read, (), (console, buffer, deadline))
/// Parks until there is something.
inline constexpr Syscaller<Read> read;

struct Write {
    using Result = std::size_t;
    using Scratch = Operation;
    Handle console;
    std::span<const std::byte> data;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_console + 1;
    static constexpr std::string_view help = "Writes from `data`; gives how much was taken, at least one byte.";
    static constexpr std::array errors{Errno::badf, Errno::io,       Errno::inval,   Errno::nospc,
                                       Errno::pipe, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) {
        if (call.request().data.empty()) return call.answer(std::size_t{0});
        call.scratch().in = call.request().data;
        return detail::use_console(call, Operation::Code::write);
    }
};
BOOST_DESCRIBE_STRUCT(Write, (), (console, data, deadline))
/// Parks while nobody takes what is written.
inline constexpr Syscaller<Write> write;

struct IsTerminal {
    using Result = bool;
    Handle handle;
    static constexpr SyscallNumber number = family_console + 2;
    static constexpr std::string_view help = "Whether `handle` is a console at which a person sits: a terminal.";
    static constexpr std::array errors{Errno::badf};
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) {
        if (call.process().handles.find(call.request().handle) == nullptr) return call.fail(Errno::badf);
        auto* console = call.template object<Console>(call.request().handle);
        if (console == nullptr) return call.answer(false);
        Operation ask{.code = Operation::Code::terminal, .descriptor = console->outside()};
        call.submit_now(ask);
        return call.answer(!ask.failed && ask.result == 1);
    }
};
BOOST_DESCRIBE_STRUCT(IsTerminal, (), (handle))
/// Never parks. Errors: EBADF.
inline constexpr Syscaller<IsTerminal> is_terminal;

inline constexpr Handle standard_input = 0, standard_output = 1, standard_error = 2;

/// Writes all of `text`. Parks. Errors: as `write`.
Result<void> write_all(Handle console, std::string_view text);

/// Formats and writes to standard output. Parks. Throws SystemError if that cannot be written: a program that does
/// not care ends, with a line that says why.
template <class... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
    write_all(standard_output, fmt::format(format, std::forward<Values>(values)...)).value();
}
/// The same to standard error.
template <class... Values>
void print_error(fmt::format_string<Values...> format, Values&&... values) {
    write_all(standard_error, fmt::format(format, std::forward<Values>(values)...)).value();
}

inline constexpr Family<Read, Write, IsTerminal> console_family{"console"};

}  // namespace fibrix::sys
