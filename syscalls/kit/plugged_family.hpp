// A syscall family from outside this tree. Defined at namespace scope in a shared object, it is put into the table of
// a system that is booted with --load:
//
//     inline constexpr Family<Add, Get> counter_family{"counter"};      // its requests: syscalls/request.hpp
//     const PluggedFamily plugged{counter_family};
//
// Numbers from `family_plugged` on are for such families, and nothing in this tree ever takes one of them. Who writes
// several that are to be loaded together gives each 32 of its own.
#pragma once

#include <string>
#include <vector>

#include "kernel/registry.hpp"
#include "syscalls/entry.hpp"

namespace fibrix {

/// The first number of the first family from outside; 16 families have room.
inline constexpr SyscallNumber family_plugged = SyscallTable::family_size * 48;

struct [[gnu::visibility("default")]] PluggedFamily : Registered<PluggedFamily> {
    std::string_view name;
    std::vector<const Syscall*> (*requests)(std::string_view family);

    template <class... Requests>
    explicit PluggedFamily(const Family<Requests...>& family)
        : name(family.name), requests([](std::string_view its_name) -> std::vector<const Syscall*> {
              return {&entry_of<Requests>(its_name)...};
          }) {}

    /// Puts its requests into `table`. What is wrong with one of them, in words; else nothing.
    [[nodiscard]] std::string add_to(SyscallTable& table) const;
};

}  // namespace fibrix
