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
    Ref<Object> code{};  ///< what `FoundProgram` gave
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
    ProgramStart options{std::move(request.arguments), &call.process(), request.service, std::move(*handles),
                         std::move(found->code)};
    return call.answer(fibrix::start_program(call.kernel(), *found->program, std::move(options)));
}

}  // namespace sys
}  // namespace fibrix
