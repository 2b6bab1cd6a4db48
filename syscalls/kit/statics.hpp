// Mutable statics: a program must have none, because all its instances share its image.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "syscalls/kit/elf.hpp"

namespace fibrix {

/// The mutable statics in an object file or shared object, as the source names them. `is_entry` tells which symbol is a
/// Program itself: its list of programs is the one thing that a program's image may change.
std::vector<std::string> mutable_statics(const Elf& file, const std::function<bool(const Elf::Symbol&)>& is_entry);

}  // namespace fibrix
