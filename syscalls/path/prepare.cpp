#include "syscalls/path/prepare.hpp"

#include "syscalls/file/open_file.hpp"
#include "syscalls/path/state.hpp"
#include "syscalls/vfs/mounts.hpp"

namespace fibrix::sys::detail {
namespace {

bool missing(const Place& place) { return !place.outside() && !place.node; }

bool leads_up(std::string_view path) {
    const auto end = path.find_last_not_of('/') + 1;
    return path.substr(0, end).ends_with("..");
}

// Something is about to get the name of `place`.
Result<void> may_be_made(const Place& place, bool directory) {
    if (place.node || place.root || place.dots) return Errno::exist;
    if (place.slash && !directory && !place.outside()) return Errno::noent;
    if (place.read_only) return Errno::rofs;
    return {};
}

// The name of `place` is about to go.
Result<void> may_go(const PathCall& call, const Place& place) {
    if (place.root || call.kernel().state<Mounts>().in_use(place.path)) return Errno::busy;
    if (place.read_only) return Errno::rofs;
    return {};
}

}  // namespace

void DestroyPathCall::operator()(PathCall* call) const noexcept { delete call; }

Result<void> prepare_look(PathCall& call, std::string_view path, Last last) {
    if (const auto found = call.find(path, last); !found) return found;
    if (missing(call.place)) return Errno::noent;
    if (call.place.misnamed()) return Errno::notdir;
    return {};
}

Result<void> prepare_change(PathCall& call, std::string_view path) {
    if (const auto found = prepare_look(call, path); !found) return found;
    if (call.place.read_only) return Errno::rofs;
    return {};
}

Result<void> prepare_open(PathCall& call, std::string_view path, OpenFlags flags) {
    const bool writes = has(flags, OpenFlags::write), creates = has(flags, OpenFlags::create);
    if (!has(flags, OpenFlags::read) && !writes) return Errno::inval;
    if (has(flags, OpenFlags::append) && !writes) return Errno::inval;
    if (has(flags, OpenFlags::directory) && creates) return Errno::inval;
    const bool itself = has(flags, OpenFlags::no_follow) || (creates && has(flags, OpenFlags::exclusive));
    const auto last = creates && path.ends_with('/') ? Last::name : itself ? Last::keep : Last::follow;
    if (const auto found = call.find(path, last); !found) return found;
    if (creates && call.place.slash) return Errno::isdir;
    const bool changes = writes || creates || has(flags, OpenFlags::truncate);
    if (call.place.outside() && call.place.read_only && changes) return Errno::rofs;
    return {};
}

Result<void> prepare_creation(PathCall& call, std::string_view path, bool directory) {
    if (const auto found = call.find(path, Last::name); !found) return found;
    return may_be_made(call.place, directory);
}

Result<void> prepare_removal(PathCall& call, std::string_view path, bool directory) {
    if (const auto found = call.find(path, Last::name); !found) return found;
    if (call.place.dots && !directory) return Errno::isdir;
    if (call.place.dots && !call.place.root) return leads_up(path) ? Errno::notempty : Errno::inval;
    if (missing(call.place)) return Errno::noent;
    return may_go(call, call.place);
}

Result<void> prepare_rename(PathCall& call, std::string_view from, std::string_view to) {
    if (const auto found = call.find(from, Last::name); !found) return found;
    if (const auto found = call.find_other(to, Last::name); !found) return found;
    const Place &source = call.place, &target = call.other;
    if (source.dots || target.dots) return Errno::busy;
    if (source.system.get() != target.system.get()) return source.root || target.root ? Errno::busy : Errno::xdev;
    if (missing(source)) return Errno::noent;
    if (const auto may = may_go(call, source); !may) return may;
    return may_go(call, target);
}

Result<void> prepare_link(PathCall& call, std::string_view from, std::string_view to) {
    if (const auto found = prepare_look(call, from, Last::keep); !found) return found;
    if (const auto found = call.find_other(to, Last::name); !found) return found;
    if (const auto may = may_be_made(call.other, false); !may) return may;
    if (call.place.system.get() != call.other.system.get()) return Errno::xdev;
    return {};
}

Result<void> prepare_symlink(PathCall& call, std::string_view target, std::string_view path) {
    if (target.empty()) return Errno::noent;
    if (target.size() > Mounts::longest_path) return Errno::nametoolong;
    if (target.find('\0') != target.npos) return Errno::inval;
    return prepare_creation(call, path, false);
}

void follow_rename(const PathCall& call) {
    const std::string &from = call.place.path, &to = call.other.path;
    call.kernel().tasks().for_each([&](const Task& task) {
        auto& directory = task.process->directory;
        if (task.process->first == &task && is_within(directory, from)) directory.replace(0, from.size(), to);
    });
}

Result<void> enter_directory(PathCall& call) {
    if (call.status.type != FileType::directory) return Errno::notdir;
    if (call.place.path.size() > Mounts::longest_path) return Errno::nametoolong;
    call.process().directory = call.place.path;
    return {};
}

void tell_mount(PathCall& call) {
    for (const auto& mount : call.kernel().state<Mounts>().all()) {
        if (mount->system.get() != call.place.system.get()) continue;
        call.usage.type = mount->system->type();
        call.usage.source = mount->source;
        call.usage.target = mount->target;
        call.usage.read_only = mount->read_only || mount->system->fixed();
    }
}

}  // namespace fibrix::sys::detail
