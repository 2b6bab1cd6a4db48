#include "syscalls/program/start.hpp"

namespace fibrix {

Result<ProcessId> start_program(Kernel& kernel, const Program& program, ProgramStart options) {
    StartOptions start{.name = std::string(program.name), .arguments = std::move(options.arguments)};
    start.stack = program.stack;
    start.service = options.service;
    start.parent = options.parent;
    start.handles = std::move(options.handles);
    start.body = [&program, words = start.arguments] {
        Arguments arguments(program.name, program.help, words);
        return program.main(arguments);
    };
    return kernel.start(std::move(start));
}

}  // namespace fibrix
