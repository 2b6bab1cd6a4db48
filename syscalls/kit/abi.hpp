// Whether a shared object from outside this tree was built for this system: the descriptor that each carries.
//
// The ABI tag is computed by the compiler, from the headers it sees and for the flags it is given: the names, numbers,
// fields and frames of all requests, the sizes of what is shared with the kernel, the compiler's own ABI, the
// sanitizer. The build type is no part of it: nothing of the layout depends on that, and an unoptimised program may be
// wanted for the debugger. Where a class changes without changing its size, the version has to be raised.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "kernel/kernel.hpp"
#include "syscalls/families.hpp"
#include "syscalls/name.hpp"
#include "syscalls/program/program.hpp"

namespace fibrix::abi {

/// FNV-1a, over text and numbers.
class Hash {
public:
    constexpr Hash& operator<<(std::string_view text) {
        for (const char each : text) mix(static_cast<unsigned char>(each));
        mix(0);
        return *this;
    }
    constexpr Hash& operator<<(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) mix(static_cast<unsigned char>(number >> (8 * i)));
        return *this;
    }
    [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

private:
    constexpr void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

/// Of one request: what a program and the kernel must agree on.
template <class R>
inline constexpr std::uint64_t schema_hash = [] {
    Hash hash;
    hash << request_name<R>() << R::number << sizeof(Frame<R>) << fibrix::detail::raw_type_name<Answer<R>>();
    boost::mp11::mp_for_each<boost::describe::describe_members<R, boost::describe::mod_public>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<R>().*member.pointer)>;
        hash << std::string_view(member.name) << fibrix::detail::raw_type_name<Field>() << sizeof(Field);
    });
    return hash.value();
}();

template <class... Requests>
constexpr void add_family(Hash& hash, const Family<Requests...>&) {
    ((hash << schema_hash<Requests>), ...);
}

#if defined(__clang__)
inline constexpr std::string_view compiler = "clang " __clang_version__;
inline constexpr std::uint64_t compiler_abi = __clang_major__;
#else
inline constexpr std::string_view compiler = "g++ " __VERSION__;
inline constexpr std::uint64_t compiler_abi = __GXX_ABI_VERSION;
#endif
#if defined(_GLIBCXX_DEBUG)
inline constexpr bool checked_containers = true;
#else
inline constexpr bool checked_containers = false;
#endif
inline constexpr std::string_view sanitizer = FIBRIX_ASAN   ? " with the address sanitizer"
                                              : FIBRIX_TSAN ? " with the thread sanitizer"
                                                            : "";

inline constexpr std::uint64_t tag = [] {
    Hash hash;
    hash << std::string_view(FIBRIX_VERSION) << compiler.substr(0, 3) << compiler_abi << sanitizer;
    hash << checked_containers << _GLIBCXX_USE_CXX11_ABI << sizeof(std::string);
    hash << sizeof(Trap) << sizeof(Parking) << sizeof(Context) << sizeof(Current) << sizeof(WaitNode);
    hash << sizeof(Task) << sizeof(Process) << sizeof(Kernel) << sizeof(Object) << sizeof(Operation) << sizeof(World);
    hash << sizeof(Program) << sizeof(Arguments) << sizeof(PolicyEntry) << sizeof(Policy) << sizeof(Decision)
         << sizeof(Syscall) << sizeof(Closure);
    std::apply([&](const auto&... family) { (add_family(hash, family), ...); }, families);
    return hash.value();
}();

/// Text up to the first zero, so that any two systems can read each other's.
struct Descriptor {
    std::array<char, 16> version{};
    std::array<char, 64> compiler{};
    std::array<char, 17> tag{};  ///< in hexadecimal
    bool operator==(const Descriptor&) const = default;
};

template <std::size_t size>
constexpr void put(std::array<char, size>& room, std::size_t at, std::string_view text) {
    for (const char each : text)
        if (at + 1 < size) room[at++] = each;
}

consteval Descriptor describe_this() {
    Descriptor made;
    put(made.version, 0, FIBRIX_VERSION);
    put(made.compiler, 0, compiler);
    put(made.compiler, std::string_view(made.compiler.data()).size(), sanitizer);
    for (std::size_t i = 0; i < 16; ++i) made.tag[i] = "0123456789abcdef"[tag >> (60 - 4 * i) & 15];
    return made;
}

/// Of what is being compiled.
inline constexpr Descriptor descriptor = describe_this();

/// How the descriptor lies in a shared object: an ELF note, which can be read before any of its code has run.
struct Note {
    static constexpr std::string_view owner = "Fibrix";
    std::uint32_t owner_size = 7, size = sizeof(Descriptor), type = 1;
    std::array<char, 8> owner_name{"Fibrix"};
    Descriptor descriptor = abi::descriptor;
};

}  // namespace fibrix::abi
