#include "syscalls/program/start.hpp"

#include "syscalls/kit/image.hpp"
#include "syscalls/process/process.hpp"

namespace fibrix {

namespace {

Closure body_of(const Program& program, std::vector<std::string> words) {
    return [&program, words = std::move(words)] {
        Arguments arguments(program.name, program.help, words);
        return program.main(arguments);
    };
}

}  // namespace

Result<FoundProgram> find_program(const std::string& name, std::string& why) {
    if (name.find('/') == std::string::npos) {
        if (const Program* program = Program::find(name)) return FoundProgram{program, {}};
        why = "there is no program '" + name + "' (see: fibrix programs)";
        return Errno::noent;
    }
    const auto image = Image::load(name, why);
    if (!image) return image.error();
    const auto programs = (*image)->entries<Program>();
    if (programs.size() == 1) return FoundProgram{programs.front(), *image};
    why = programs.empty() ? "there is no program in '" + name + "'"
                           : "there are several programs in '" + name + "': --load it, and name one of them";
    return Errno::noexec;
}

Result<ProcessId> start_program(Kernel& kernel, const Program& program, ProgramStart options) {
    StartOptions start{.name = std::string(program.name), .arguments = std::move(options.arguments)};
    start.stack = program.stack;
    start.service = options.service;
    start.parent = options.parent;
    start.handles = std::move(options.handles);
    start.environment = std::move(options.environment);
    start.own_group = options.group == sys::own_group;
    if (!start.own_group) start.group = options.group;
    start.code = std::move(options.code);
    start.body = body_of(program, start.arguments);
    return kernel.start(std::move(start));
}

Result<ProcessId> start_branch(Kernel& kernel, Process& parent, Closure body, std::vector<Ref<Object>> handles,
                               ProcessId group) {
    StartOptions start{.name = parent.name, .arguments = parent.arguments, .body = std::move(body)};
    start.stack = parent.stack;
    start.service = parent.service;
    start.parent = &parent;
    start.handles = std::move(handles);
    start.own_group = group == sys::own_group;
    if (!start.own_group) start.group = group;
    const auto id = kernel.start(std::move(start));
    if (id) kernel.find_process(*id)->code = parent.code;
    return id;
}

Replacement replacement(const Program& program, std::vector<std::string> arguments) {
    auto body = body_of(program, arguments);
    return {std::string(program.name), std::move(arguments), std::move(body), program.stack};
}

Result<std::vector<Ref<Object>>> sys::pass_handles(const HandleTable& own, const std::vector<Handle>& wanted) {
    std::vector<Ref<Object>> passed;
    for (const Handle handle : wanted) {
        Object* object = own.find(handle);
        if (object == nullptr && handle != no_handle) return Errno::badf;
        if (object != nullptr && object->bound_to_process()) return Errno::inval;
        passed.emplace_back(object);
    }
    if (wanted.empty())
        for (Handle handle = 0; handle < 3; ++handle) passed.emplace_back(own.find(handle));
    return passed;
}

}  // namespace fibrix
