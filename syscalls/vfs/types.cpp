#include "syscalls/vfs/types.hpp"

#include <charconv>
#include <optional>

#include "syscalls/vfs/binfs.hpp"
#include "syscalls/vfs/devfs.hpp"
#include "syscalls/vfs/host_system.hpp"
#include "syscalls/vfs/procfs.hpp"
#include "syscalls/vfs/ramfs.hpp"

namespace fibrix {
namespace {

// "64M" as bytes; nothing if it is no size.
std::optional<std::uint64_t> parse_size(std::string_view text) {
    constexpr std::string_view units = "KMGT";
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit(end, text.data() + text.size());
    if (error != std::errc() || unit.size() > 1) return std::nullopt;
    if (unit.empty()) return value;
    const auto place = units.find(unit.front());
    if (place == units.npos || value > std::uint64_t{1} << 20) return std::nullopt;
    return value << (10 * (place + 1));
}

// ramfs takes how large it may become, such as 64M.
Result<Ref<FileSystem>> make_ramfs(Kernel& kernel, std::string_view source) {
    const auto limit = source.empty() || source == "ramfs" ? RamFileSystem::default_limit : parse_size(source);
    if (!limit || *limit == 0) return Errno::inval;
    return Ref<FileSystem>(make_object<RamFileSystem>(kernel.world(), *limit));
}

// hostfs takes a directory, by its whole path: programs do not know where the host's process is. That of a simulated
// disk begins with "sim:/".
Result<Ref<FileSystem>> make_hostfs(Kernel& kernel, std::string_view source) {
    if (!(source.starts_with('/') || source.starts_with("sim:/")) || source.find('\0') != source.npos)
        return Errno::inval;
    return Ref<FileSystem>(make_object<HostFileSystem>(kernel.world(), std::string(source)));
}

template <Ref<FileSystem> (*make)(Kernel&)>
Result<Ref<FileSystem>> make_fixed(Kernel& kernel, std::string_view) {
    return make(kernel);
}

struct Type {
    std::string_view name;
    Result<Ref<FileSystem>> (*make)(Kernel&, std::string_view source);
};

constexpr Type types[] = {{"ramfs", &make_ramfs},
                          {"hostfs", &make_hostfs},
                          {"binfs", &make_fixed<&make_binfs>},
                          {"devfs", &make_fixed<&make_devfs>},
                          {"procfs", &make_fixed<&make_procfs>}};

}  // namespace

Result<Ref<FileSystem>> make_file_system(Kernel& kernel, std::string_view type, std::string_view source) {
    for (const auto& each : types)
        if (each.name == type) return each.make(kernel, source);
    return Errno::nodev;
}

namespace {

// A place where something can be mounted; it may have become none while what is mounted was opened.
Result<void> may_be_covered(const Place& place) {
    if (place.root) return Errno::busy;
    if (place.outside()) return Errno::opnotsupp;  // the tree below is the outside's own
    if (!place.node) return Errno::noent;
    if (!place.node->is_directory()) return Errno::notdir;
    return {};
}

}  // namespace

Outcome mount_at(PathCall& call, const std::string& type, const std::string& source, bool read_only) {
    if (!call.made) {
        if (const auto may = may_be_covered(call.place); !may) return call.fail(may.error());
        auto made = make_file_system(call.kernel(), type, source);
        if (!made) return call.fail(made.error());
        call.made = std::move(*made);
    }
    const auto outcome = call.made->begin(call);
    if (outcome != Outcome::answered || !call.result) return outcome;
    if (const auto found = call.find(std::string(call.place.path), Last::follow); !found) return call.conclude(found);
    if (const auto may = may_be_covered(call.place); !may) return call.fail(may.error());
    return call.conclude(call.kernel().state<Mounts>().add(call.place, source, call.made, read_only));
}

}  // namespace fibrix
