// In the kernel: where a path leads.
#pragma once

#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

/// What is done about a symbolic link in the last place of a path.
enum class Last : std::uint8_t {
    follow,
    keep,  ///< unless a slash follows
    name,  ///< never: the request is about the name itself
};

struct Place {
    Ref<FileSystem> system;
    std::string path;        ///< from the root, without links, . and ..
    bool read_only = false;  ///< mounted so, or fixed
    bool root = false;       ///< of a filesystem: where it is mounted
    bool dots = false;       ///< the path ends in . or .., or is /
    bool slash = false;      ///< a slash follows the last name
    bool follow = true;      ///< outside: a link in the last place is to be followed

    std::string rest{};          ///< outside: the path below the mount point, without . and ..; empty: the mount point
    Ref<Node> parent{};          ///< in memory: the directory …
    std::string name{};          ///< … and the name in it, unless the path ends in dots
    Ref<Node> node{};            ///< in memory: what is there; null if nothing is
    std::vector<Node*> above{};  ///< in memory: all directories on the way, from the root

    [[nodiscard]] bool outside() const noexcept { return !parent && !node; }
    /// The path says by a slash that it leads to a directory; but, in memory, it does not.
    [[nodiscard]] bool misnamed() const noexcept { return slash && node && !node->is_directory(); }
};

}  // namespace fibrix
