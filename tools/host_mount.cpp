#include "tools/host_mount.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "syscalls/vfs/boot.hpp"
#include "tools/system.hpp"

namespace fibrix {
namespace {

struct Wanted {
    std::string directory, target;
    bool read_only = false;
};

// The directory's name may hold colons: it is read from the end.
Wanted parse(const std::string& text) {
    Wanted wanted;
    std::string_view rest = text;
    if (rest.ends_with(":ro") || rest.ends_with(":rw")) {
        wanted.read_only = rest.ends_with(":ro");
        rest.remove_suffix(3);
    }
    const auto colon = rest.rfind(":/");
    if (colon == rest.npos || colon == 0)
        throw UsageError("--mount: '" + text + "' is not DIRECTORY:/TARGET or DIRECTORY:/TARGET:ro");
    wanted.directory = rest.substr(0, colon);
    wanted.target = rest.substr(colon + 1);
    return wanted;
}

}  // namespace

std::string with_whole_path(const std::string& text) {
    const auto wanted = parse(text);
    return std::filesystem::absolute(wanted.directory).string() + ":" + wanted.target + (wanted.read_only ? ":ro" : "");
}

void mount_from_host(Kernel& kernel, const std::string& text) {
    const auto wanted = parse(text);
    const bool simulated = wanted.directory.starts_with("sim:/");
    const auto source = simulated ? wanted.directory : std::filesystem::absolute(wanted.directory).string();
    const auto mounted = mount_host_directory(kernel, source, wanted.target, wanted.read_only);
    if (mounted) return;
    const bool no_files = mounted.error() == Errno::opnotsupp;
    throw UsageError(fmt::format("--mount: cannot mount '{}' at '{}': {}", wanted.directory, wanted.target,
                                 no_files ? "there are no files of a host in this world" : describe(mounted.error())));
}

}  // namespace fibrix
