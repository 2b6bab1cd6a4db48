// Poll: waiting until any of several handles is ready.
#pragma once

#include <deque>

#include "syscalls/file/carry_out.hpp"

namespace fibrix::sys {

/// One handle of a poll: what is asked for, and what was found.
struct PollEntry {
    Handle handle = -1;
    bool reading = false;
    bool writing = false;
};
BOOST_DESCRIBE_STRUCT(PollEntry, (), (handle, reading, writing))

namespace detail {

/// An operation for each handle that is outside, a place on a queue for each other.
struct PollState {
    std::deque<Operation> operations;
    std::deque<WaitNode> nodes;
    WaitNode* chain = nullptr;
    bool registered = false;
};

/// Whether `file` is ready; asks the World at the first attempt.
template <class C>
bool look(C& call, OpenFile& file, Readiness what, std::size_t& operations_seen) {
    if (file.outside() == OpenFile::no_outside) return file.ready(what);
    auto& operations = call.scratch().operations;
    if (operations_seen < operations.size()) return operations[operations_seen++].state == Operation::State::done;
    auto& operation = operations.emplace_back();
    ++operations_seen;
    operation.code = Operation::Code::poll;
    operation.argument = static_cast<int>(what);
    operation.descriptor = file.outside();
    return call.submit(operation);
}

template <class C>
void register_at(C& call, WaitQueue* queue) {
    if (queue == nullptr) return;
    auto& state = call.scratch();
    auto& node = state.nodes.emplace_back();
    node.also = std::exchange(state.chain, &node);
    queue->add(node, call.task());
}

template <class C>
void register_everywhere(C& call) {
    for (const auto& entry : call.request().entries) {
        auto* file = call.template object<OpenFile>(entry.handle);
        if (file->outside() != OpenFile::no_outside) continue;
        if (entry.reading) register_at(call, file->queue(Readiness::reading));
        if (entry.writing) register_at(call, file->queue(Readiness::writing));
    }
}

template <class C>
Outcome poll(C& call) {
    std::vector<PollEntry> ready;
    std::size_t operations_seen = 0;
    for (const auto& entry : call.request().entries) {
        auto* file = call.template object<OpenFile>(entry.handle);
        if (file == nullptr) {
            call.kernel().end_wait(call.task());
            return call.fail(Errno::badf);
        }
        PollEntry found{entry.handle, false, false};
        if (entry.reading) found.reading = look(call, *file, Readiness::reading, operations_seen);
        if (entry.writing) found.writing = look(call, *file, Readiness::writing, operations_seen);
        if (found.reading || found.writing) ready.push_back(found);
    }
    if (!ready.empty()) {
        call.kernel().end_wait(call.task());
        return call.answer(std::move(ready));
    }
    if (!std::exchange(call.scratch().registered, true)) register_everywhere(call);
    return call.park(call.scratch().chain);
}

}  // namespace detail

struct Poll {
    using Result = std::vector<PollEntry>;
    using Scratch = detail::PollState;
    std::vector<PollEntry> entries;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_readiness + 2;
    static constexpr std::string_view help =
        "Waits until reading from or writing to any of the handles would not wait; gives those that are ready.";
    static constexpr std::array errors{Errno::badf, Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::poll(call); }
};
BOOST_DESCRIBE_STRUCT(Poll, (), (entries, deadline))
/// Parks. The ready ones come in the order in which they were asked for. Errors: EBADF, EINTR, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<Poll> poll;

}  // namespace fibrix::sys
