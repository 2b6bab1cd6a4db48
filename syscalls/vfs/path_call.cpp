#include "syscalls/vfs/path_call.hpp"

#include "syscalls/file/open_file.hpp"
#include "syscalls/vfs/mounts.hpp"

namespace fibrix {

PathCall::PathCall(Kernel& kernel, Task& task, Deadline deadline) noexcept
    : kernel_(kernel), task_(task), deadline_(deadline) {}

PathCall::~PathCall() = default;

Result<void> PathCall::find(std::string_view path, Last last) {
    auto found = kernel_.state<Mounts>().find(process(), path, last);
    if (!found) return found.error();
    place = std::move(*found);
    return {};
}

Result<void> PathCall::find_other(std::string_view path, Last last) {
    auto found = kernel_.state<Mounts>().find(process(), path, last);
    if (!found) return found.error();
    other = std::move(*found);
    return {};
}

Outcome FileSystem::begin(PathCall& call) { return call.done(); }

}  // namespace fibrix
