#include "syscalls/vfs/types.hpp"

#include <charconv>
#include <optional>

#include "syscalls/vfs/binfs.hpp"
#include "syscalls/vfs/devfs.hpp"
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
    const auto power = unit.empty() ? 0 : units.find(unit.front()) + 1;
    if (power > units.size() || value > std::uint64_t{1} << 20) return power == 0 ? std::optional(value) : std::nullopt;
    return value << (10 * power);
}

// ramfs takes how large it may become, such as 64M.
Result<Ref<FileSystem>> make_ramfs(Kernel& kernel, std::string_view source) {
    const auto limit = source.empty() || source == "ramfs" ? RamFileSystem::default_limit : parse_size(source);
    if (!limit || *limit == 0) return Errno::inval;
    return Ref<FileSystem>(make_object<RamFileSystem>(kernel.world(), *limit));
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
                          {"binfs", &make_fixed<&make_binfs>},
                          {"devfs", &make_fixed<&make_devfs>},
                          {"procfs", &make_fixed<&make_procfs>}};

}  // namespace

Result<Ref<FileSystem>> make_file_system(Kernel& kernel, std::string_view type, std::string_view source) {
    for (const auto& each : types)
        if (each.name == type) return each.make(kernel, source);
    return Errno::nodev;
}

Result<void> mount_at(PathCall& call, const std::string& type, const std::string& source, bool read_only) {
    if (call.place.outside()) return Errno::opnotsupp;  // the tree below is the outside's own
    if (!call.place.node->is_directory()) return Errno::notdir;
    auto system = make_file_system(call.kernel(), type, source);
    if (!system) return system.error();
    return call.kernel().state<Mounts>().add(call.place, source, std::move(*system), read_only);
}

}  // namespace fibrix
