#include "syscalls/vfs/boot.hpp"

#include "syscalls/vfs/mounts.hpp"
#include "syscalls/vfs/ramfs.hpp"
#include "syscalls/vfs/types.hpp"

namespace fibrix {
namespace {

constexpr std::string_view welcome = "This is Fibrix. Type help for what the shell knows, ls /bin for the programs, "
                                     "cat /proc/tasks for who runs.\n";

}  // namespace

OpenFile* terminal_of(Kernel& kernel, const Process&) { return kernel.state<BootFacts>().terminal.get(); }

void mount_defaults(Kernel& kernel, BootFacts facts) {
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
