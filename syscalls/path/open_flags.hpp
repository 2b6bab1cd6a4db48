// How a file is opened: a set of flags.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>

#include "syscalls/request.hpp"

namespace fibrix {

enum class OpenFlags : std::uint8_t {
    none = 0,
    read = 1,
    write = 2,
    append = 4,      ///< each write goes to the end, wherever that is by then
    create = 8,      ///< make it if there is none
    exclusive = 16,  ///< with `create`: EEXIST if there is one
    truncate = 32,   ///< to nothing
    directory = 64,  ///< ENOTDIR if it is none
    no_follow = 128  ///< ELOOP if the last name is a symbolic link
};
constexpr OpenFlags operator|(OpenFlags a, OpenFlags b) noexcept {
    return static_cast<OpenFlags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
/// Whether all of `wanted` are in `flags`.
constexpr bool has(OpenFlags flags, OpenFlags wanted) noexcept {
    return (static_cast<unsigned>(flags) & static_cast<unsigned>(wanted)) == static_cast<unsigned>(wanted);
}
/// "read|write|create".
std::string to_string(OpenFlags flags);

template <>
inline constexpr std::size_t enumerators_of<OpenFlags> = 256;  // any set is a value

/// What is mostly wanted.
inline constexpr OpenFlags to_read = OpenFlags::read;
inline constexpr OpenFlags to_replace = OpenFlags::write | OpenFlags::create | OpenFlags::truncate;
inline constexpr OpenFlags to_append = OpenFlags::write | OpenFlags::create | OpenFlags::append;
inline constexpr OpenFlags to_list = OpenFlags::read | OpenFlags::directory;

}  // namespace fibrix
