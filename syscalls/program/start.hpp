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

template <class C>
Outcome start_program(C& call) {
    auto& request = call.request();
    const Program* program = Program::find(request.program);
    if (program == nullptr) return call.fail(Errno::noent);
    ProgramStart options{std::move(request.arguments), &call.process(), request.service, {}};
    for (Handle handle = 0; handle < 3; ++handle) options.handles.emplace_back(call.process().handles.find(handle));
    return call.answer(fibrix::start_program(call.kernel(), *program, std::move(options)));
}

}  // namespace sys
}  // namespace fibrix
