// Compiled into each shared object from outside this tree: says what it was built for.

#include "syscalls/kit/abi.hpp"

namespace fibrix::abi {
namespace {

[[gnu::section(".note.fibrix"), gnu::used]] alignas(4) constexpr Note note;

}  // namespace
}  // namespace fibrix::abi
