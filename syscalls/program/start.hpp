// In the kernel: how a program becomes a process.
#pragma once

#include <string>
#include <vector>

#include "kernel/kernel.hpp"
#include "syscalls/program/program.hpp"

namespace fibrix {

struct ProgramStart {
    std::vector<std::string> arguments{};
    Process* parent = nullptr;
    bool service = false;
    std::vector<Ref<Object>> handles{};
    std::vector<std::string> environment{};  ///< empty: the parent's
    ProcessId group{};                       ///< which it joins; nobody: the parent's; sys::own_group: a new one
    Ref<Object> code{};                      ///< what `FoundProgram` gave
};

struct FoundProgram {
    const Program* program = nullptr;
    Ref<Object> code{};  ///< the shared object that it is in; null: it is registered
};

/// The program of that name; if there is a '/' in it, the one in the shared object at this path. What the host's loader
/// takes is taken from the whole system, about a millisecond. Errors, each with one line in `why`: those of
/// Image::load; ENOENT (nothing of that name), ENOEXEC (no program, or several, in the shared object).
Result<FoundProgram> find_program(const std::string& name, std::string& why);

/// A process that runs `program`. Errors: EAGAIN.
Result<ProcessId> start_program(Kernel& kernel, const Program& program, ProgramStart options);

/// A process that runs `body` as part of its parent's program. Errors: EAGAIN.
Result<ProcessId> start_branch(Kernel& kernel, Process& parent, Closure body, std::vector<Ref<Object>> handles,
                               ProcessId group);

/// `program` with these arguments, to take the place of another.
Replacement replacement(const Program& program, std::vector<std::string> arguments);

namespace sys {

/// What a process with the handles `own` hands down as `wanted`; if none are named, its 0, 1 and 2 as far as they are
/// open. Errors: EBADF (not open), EINVAL (the object belongs to its process).
Result<std::vector<Ref<Object>>> pass_handles(const HandleTable& own, const std::vector<Handle>& wanted);

template <class C>
Outcome start_program(C& call) {
    auto& request = call.request();
    std::string why;
    auto found = find_program(request.program, why);
    if (!found) {
        call.kernel().notice(Level::info, &call.task(), why);
        return call.fail(found.error());
    }
    auto handles = pass_handles(call.process().handles, request.handles);
    if (!handles) return call.fail(handles.error());
    ProgramStart options{std::move(request.arguments),   &call.process(), request.service,       std::move(*handles),
                         std::move(request.environment), request.group,   std::move(found->code)};
    return call.answer(fibrix::start_program(call.kernel(), *found->program, std::move(options)));
}

template <class C>
Outcome branch_process(C& call) {
    auto& request = call.request();
    auto handles = pass_handles(call.process().handles, request.handles);
    if (!handles) return call.fail(handles.error());
    auto& body = request.body.value;
    return call.answer(
        start_branch(call.kernel(), call.process(), std::move(body), std::move(*handles), request.group));
}

template <class C>
Outcome replace_program(C& call) {
    auto& request = call.request();
    std::string why;
    auto found = find_program(request.program, why);
    if (!found) {
        call.kernel().notice(Level::info, &call.task(), why);
        return call.fail(found.error());
    }
    if (&call.task() != call.process().first) return call.fail(Errno::inval);
    auto next = fibrix::replacement(*found->program, std::move(request.arguments));
    next.environment = std::move(request.environment);
    next.code = std::move(found->code);
    if (!call.kernel().replace(call.process(), std::move(next))) return call.fail(Errno::again);
    return Outcome::unwind;
}

}  // namespace sys
}  // namespace fibrix
