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
};

/// A process that runs `program`. Errors: EAGAIN.
Result<ProcessId> start_program(Kernel& kernel, const Program& program, ProgramStart options);

namespace sys {

/// What a process with the handles `own` hands down as `wanted`; if none are named, its 0, 1 and 2 as far as they are
/// open. Errors: EBADF (not open), EINVAL (the object belongs to its process).
Result<std::vector<Ref<Object>>> pass_handles(const HandleTable& own, const std::vector<Handle>& wanted);

template <class C>
Outcome start_program(C& call) {
    auto& request = call.request();
    const Program* program = Program::find(request.program);
    if (program == nullptr) return call.fail(Errno::noent);
    auto handles = pass_handles(call.process().handles, request.handles);
    if (!handles) return call.fail(handles.error());
    ProgramStart options{std::move(request.arguments), &call.process(), request.service, std::move(*handles)};
    return call.answer(fibrix::start_program(call.kernel(), *program, std::move(options)));
}

}  // namespace sys
}  // namespace fibrix
