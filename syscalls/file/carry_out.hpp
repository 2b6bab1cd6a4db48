// How the file requests are carried out: each asks the open file that its handle stands for.
#pragma once

#include "kernel/handle_table.hpp"
#include "kernel/signal.hpp"
#include "syscalls/file/open_file.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys::detail {

/// Between two attempts. The file outlives the wait: when it goes, the wait is cancelled.
struct FileState {
    Operation operation;
    OpenFile* file = nullptr;
};

/// Finds the file of `handle` at the first attempt; null if there is none.
template <class C>
OpenFile* file_of(C& call, Handle handle) {
    auto& file = call.scratch().file;
    if (file == nullptr) file = call.template object<OpenFile>(handle);
    return file;
}

template <class C>
Io io_of(C& call) {
    Deadline deadline{};
    if constexpr (requires { call.request().deadline; }) deadline = call.request().deadline;
    return Io(call.kernel(), call.task(), call.scratch().operation, deadline);
}

/// Answers with how many bytes `io` has transferred, unless it waits.
template <class C>
Outcome conclude(C& call, const Io& io, Outcome outcome) {
    if (outcome == Outcome::parked) return outcome;
    return io.result ? call.answer(*io.result) : call.fail(io.result.error());
}

/// Whether a transfer may be asked for at `at`: a pipe or socket has no places.
inline Result<void> check_place(OpenFile& file, const std::optional<std::int64_t>& at) {
    if (!at) return {};
    if (*at < 0) return Errno::inval;
    const auto here = file.seek(0, Whence::here);
    return here ? Result<void>() : here.error();
}

template <class C>
Outcome read(C& call, std::optional<std::int64_t> at = {}) {
    OpenFile* file = file_of(call, call.request().handle);
    if (file == nullptr) return call.fail(Errno::badf);
    if (const auto wrong = check_place(*file, at); !wrong) return call.fail(wrong.error());
    Io io = io_of(call);
    io.into = call.request().buffer.span;
    io.at = at;
    return conclude(call, io, file->read(io));
}

template <class C>
Outcome write(C& call, std::optional<std::int64_t> at = {}) {
    OpenFile* file = file_of(call, call.request().handle);
    if (file == nullptr) return call.fail(Errno::badf);
    if (const auto wrong = check_place(*file, at); !wrong) return call.fail(wrong.error());
    if (call.request().data.empty()) return call.answer(std::size_t{0});
    Io io = io_of(call);
    io.from = call.request().data;
    io.at = at;
    const auto outcome = file->write(io);
    if (outcome == Outcome::answered && io.result.has_error() && io.result.error() == Errno::pipe)
        call.kernel().signal(call.process(), Signal::pipe);
    return conclude(call, io, outcome);
}

template <class C>
Outcome answer_nothing(C& call, const Io& io, Outcome outcome) {
    if (outcome == Outcome::parked) return outcome;
    return io.result ? call.answer() : call.fail(io.result.error());
}

template <class C>
Outcome status(C& call) {
    OpenFile* file = file_of(call, call.request().handle);
    if (file == nullptr) return call.fail(Errno::badf);
    auto& found = call.scratch().status;
    Io io = io_of(call);
    io.into = std::as_writable_bytes(std::span(&found, 1));
    const auto outcome = file->status(io, found);
    if (outcome == Outcome::parked) return outcome;
    return io.result ? call.answer(found) : call.fail(io.result.error());
}

template <class C>
void transfer_footprint(C& call, Footprint& footprint, Readiness direction) {
    const auto* file = call.template object<OpenFile>(call.request().handle);
    const void* changed = file == nullptr ? nullptr : file->changed_by(direction);
    footprint.reads(&call.process().handles);
    if (changed != nullptr) footprint.writes(changed);
    else if (file != nullptr) footprint.writes_world();
}

}  // namespace fibrix::sys::detail
