#include "syscalls/vfs/mounts.hpp"

#include <algorithm>

#include "kernel/kernel.hpp"
#include "syscalls/vfs/ramfs.hpp"
#include "syscalls/vfs/walk.hpp"

namespace fibrix {

bool is_within(std::string_view path, std::string_view directory) noexcept {
    if (directory == "/" || path == directory) return true;
    return path.starts_with(directory) && path[directory.size()] == '/';
}

Mounts::Mounts(Kernel& kernel) : kernel_(kernel) { mount({"/", "ramfs", make_object<RamFileSystem>(kernel.world())}); }

void Mounts::mount(Mount made) {
    made.system->device = ++devices_;
    mounts_.push_back(std::make_unique<Mount>(std::move(made)));
}

Result<Place> Mounts::find(const Process& process, std::string_view path, Last last) const {
    return Walk(*this, process, last).follow(path);
}

Result<void> Mounts::add(const Place& place, std::string source, Ref<FileSystem> system, bool read_only) {
    if (place.root) return Errno::busy;
    mount({place.path, std::move(source), std::move(system), read_only});
    return {};
}

Result<void> Mounts::remove(const Place& place) {
    const auto found =
        std::find_if(mounts_.begin(), mounts_.end(), [&](auto& mount) { return mount->target == place.path; });
    if (found == mounts_.end()) return Errno::inval;
    if (busy(**found)) return Errno::busy;
    mounts_.erase(found);
    return {};
}

bool Mounts::busy(const Mount& mount) const {
    if (mount.target == "/" || mount.system->open_files() > 0) return true;
    for (const auto& other : mounts_)
        if (other.get() != &mount && is_within(other->target, mount.target)) return true;
    bool lives_there = false;
    kernel_.tasks().for_each(
        [&](const Task& task) { lives_there = lives_there || is_within(task.process->directory, mount.target); });
    return lives_there;
}

const Mount* Mounts::at(std::string_view path) const noexcept {
    for (const auto& mount : mounts_)
        if (mount->target == path) return mount.get();
    return nullptr;
}

bool Mounts::in_use(std::string_view path) const noexcept {
    return std::any_of(mounts_.begin(), mounts_.end(), [&](auto& mount) { return is_within(mount->target, path); });
}

}  // namespace fibrix
