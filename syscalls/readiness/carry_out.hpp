// How readiness is waited for: a poll operation on whatever is outside of the handle's object.
#pragma once

#include "syscalls/console/console_object.hpp"
#include "syscalls/socket/socket_object.hpp"

namespace fibrix::sys::detail {

inline constexpr int readable = 1, writable = 2;

template <class C>
Outcome await_readiness(C& call, int what) {
    Operation& operation = call.scratch();
    if (operation.state == Operation::State::idle) {
        operation.code = Operation::Code::poll;
        operation.argument = what;
        if (auto* socket = call.template object<Socket>(call.request().handle))
            operation.descriptor = socket->outside();
        else if (auto* console = call.template object<Console>(call.request().handle))
            operation.descriptor = console->outside();
        else return call.fail(Errno::badf);
    }
    if (!call.submit(operation)) return Outcome::parked;
    return operation.failed ? call.fail(operation.error) : call.answer();
}

}  // namespace fibrix::sys::detail
