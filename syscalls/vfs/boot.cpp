#include "syscalls/vfs/boot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "syscalls/vfs/host_system.hpp"
#include "syscalls/vfs/kernel_log.hpp"
#include "syscalls/vfs/mounts.hpp"
#include "syscalls/vfs/ramfs.hpp"
#include "syscalls/vfs/types.hpp"

namespace fibrix {
namespace {

constexpr std::string_view welcome = "This is Fibrix. Type help for what the shell knows, ls /bin for the programs, "
                                     "cat /proc/tasks for who runs.\n";

// The directory at `path` in the filesystem that is the root; made if it is not there.
Result<void> make_directories(Mounts& mounts, RamFileSystem& root, std::string_view path) {
    auto directory = root.root();
    for (std::size_t begin = 1, end = 0; begin < path.size(); begin = end + 1) {
        end = std::min(path.find('/', begin), path.size());
        const auto name = path.substr(begin, end - begin);
        if (name.empty() || name == "." || name == ".." || name.size() > Mounts::longest_name) return Errno::inval;
        if (mounts.at(path.substr(0, end)) != nullptr) return Errno::busy;
        auto next = directory->find(name);
        if (!next) next = root.plant(directory, name, FileType::directory);
        if (!next->is_directory()) return Errno::notdir;
        directory = std::move(next);
    }
    return {};
}

}  // namespace

Result<void> mount_host_directory(Kernel& kernel, const std::string& source, std::string_view target, bool read_only) {
    if (!target.starts_with('/')) return Errno::inval;
    target = target.substr(0, target.find_last_not_of('/') + 1);
    if (target.empty()) return Errno::busy;
    auto& mounts = kernel.state<Mounts>();
    auto system = make_object<HostFileSystem>(kernel.world(), source);
    if (const auto begun = system->begin_now(); !begun) return begun;
    auto& root = static_cast<RamFileSystem&>(*mounts.all().front()->system);
    if (const auto made = make_directories(mounts, root, target); !made) return made;
    mounts.mount({std::string(target), source, std::move(system), read_only});
    return {};
}

void add_file(Kernel& kernel, std::string_view name, std::string_view text) {
    auto& root = static_cast<RamFileSystem&>(*kernel.state<Mounts>().all().front()->system);
    root.plant(root.root()->find("tmp"), name, FileType::regular, text);
}

OpenFile* terminal_of(Kernel& kernel, const Process&) { return kernel.state<BootFacts>().terminal.get(); }

void mount_defaults(Kernel& kernel, BootFacts facts) {
    kernel.state<KernelLog>();  // listens from here on
    kernel.notice(Level::info, nullptr,
                  fmt::format("Fibrix {} boots on the World '{}' with the policy '{}'", FIBRIX_VERSION,
                              kernel.world().name(), facts.policy));
    kernel.state<BootFacts>() = std::move(facts);
    auto& mounts = kernel.state<Mounts>();
    auto& root = static_cast<RamFileSystem&>(*mounts.all().front()->system);
    for (const auto* name : {"bin", "dev", "etc", "home", "mnt", "proc", "tmp"})
        root.plant(root.root(), name, FileType::directory);
    root.plant(root.root()->find("etc"), "motd", FileType::regular, welcome);
    for (const auto& [type, target] : {std::pair{"binfs", "/bin"}, {"devfs", "/dev"}, {"procfs", "/proc"}})
        mounts.mount({target, type, *make_file_system(kernel, type, "")});
}

}  // namespace fibrix
