// How readiness is waited for: by a poll operation on what is outside, and by the wait queues of everything else.
#pragma once

#include "syscalls/file/carry_out.hpp"

namespace fibrix::sys::detail {

template <class C>
Outcome await_readiness(C& call, Readiness what) {
    auto* file = file_of(call, call.request().handle);
    if (file == nullptr) return call.fail(Errno::badf);
    if (file->outside() == OpenFile::no_outside) {
        auto* queue = file->queue(what);
        return file->ready(what) || queue == nullptr ? call.answer() : call.park(*queue);
    }
    Operation& operation = call.scratch().operation;
    if (operation.state == Operation::State::idle) {
        operation.code = Operation::Code::poll;
        operation.argument = static_cast<int>(what);
        operation.descriptor = file->outside();
    }
    if (!call.submit(operation)) return Outcome::parked;
    return operation.failed ? call.fail(operation.error) : call.answer();
}

}  // namespace fibrix::sys::detail
