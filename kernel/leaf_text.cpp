#include "kernel/leaf_text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace fibrix {
namespace {

template <class Function>
std::uintptr_t begin_of(Function* function) noexcept {
    return reinterpret_cast<std::uintptr_t>(function);
}

using Find = const void* (*)(const void*, int, std::size_t);
using FindChar = const char* (*)(const char*, int);

// Where the loader has found the variant for this processor. None is longer than `longest`; what lies behind one is
// another of them.
constexpr std::uintptr_t longest = 2048;
const std::array begins{begin_of(&std::memset),
                        begin_of(&std::memcpy),
                        begin_of(&std::memmove),
                        begin_of(&std::memcmp),
                        begin_of(&std::strlen),
                        begin_of(&std::strcpy),
                        begin_of(&std::strncpy),
                        begin_of(&std::strcat),
                        begin_of(&std::strcmp),
                        begin_of(&std::strncmp),
                        begin_of(static_cast<Find>(&std::memchr)),
                        begin_of(static_cast<FindChar>(&std::strchr)),
                        begin_of(static_cast<FindChar>(&std::strrchr))};

}  // namespace

bool in_leaf_function(const void* instruction) noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(instruction);
    for (const auto begin : begins)
        if (at - begin < longest) return true;
    return false;
}

}  // namespace fibrix
