// The syscall table: what a request means.
//
// The kernel knows a request as a number in a Trap; the table says what to do with it. A Syscall is derived from a
// request's declaration (syscalls/syscall.hpp) and is all that is known of the type once it has passed the door. The
// kernel is handed its table and adds nothing to it.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/effect.hpp"
#include "kernel/footprint.hpp"
#include "kernel/id.hpp"
#include "kernel/trap.hpp"

namespace fibrix {

class Kernel;
struct Task;

struct FieldInfo {
    std::string_view name;
    std::string_view type;
    std::string_view direction;  ///< "in", "out" or "local"
};

struct Syscall {
    std::string_view name, family, help, result;
    std::span<const FieldInfo> fields;
    std::span<const Errno> errors;
    SyscallNumber number = 0;
    Effect effect = Effect::internal;
    bool parks = false;    ///< may make the caller wait
    bool release = false;  ///< always takes effect; never the place where a kill is delivered

    Outcome (*carry_out)(Kernel&, Task&, Trap&) = nullptr;
    /// Pure: would it do more now than wait without a limit? Null: always.
    bool (*ready)(Kernel&, Task&, const Trap&) = nullptr;
    /// Pure: which objects it would read and write now. Null: it writes the world.
    void (*footprint)(Kernel&, Task&, const Trap&, Footprint&) = nullptr;
    /// Puts `error` into the frame as the result.
    void (*fail)(Trap&, Errno) = nullptr;
    /// Whom a parked request waits for, where that is one task.
    TaskId (*waits_for)(const Task&, const Trap&) = nullptr;
    /// "receive(socket=3, buffer=<4096 bytes>)" and "= 5", as strace writes them.
    void (*print_request)(const Trap&, std::string&) = nullptr;
    void (*print_result)(const Trap&, std::string&) = nullptr;
    /// The request and its result as bytes; see syscalls/codec.hpp.
    void (*encode_request)(const Trap&, std::vector<std::byte>&) = nullptr;
    void (*encode_result)(const Trap&, std::vector<std::byte>&) = nullptr;
    /// Puts a decoded result into the frame; false if the bytes are not one.
    bool (*decode_result)(Trap&, std::span<const std::byte>) = nullptr;

    [[nodiscard]] bool declares(Errno error) const noexcept;
};

class SyscallTable {
public:
    /// Numbers are family × 32 + index, so that a family can grow without moving another.
    static constexpr std::size_t family_size = 32, size = syscall_numbers;

    SyscallTable();
    /// False if the number is taken by another request.
    bool add(const Syscall& syscall);
    [[nodiscard]] const Syscall& operator[](SyscallNumber number) const noexcept { return *entries_[number]; }
    [[nodiscard]] auto handler(SyscallNumber number) const noexcept { return handlers_[number]; }
    /// All requests in the order of their numbers.
    [[nodiscard]] std::vector<const Syscall*> list() const;
    [[nodiscard]] const Syscall* find(std::string_view name) const noexcept;

private:
    std::array<Outcome (*)(Kernel&, Task&, Trap&), size> handlers_{};
    std::array<const Syscall*, size> entries_{};
};

}  // namespace fibrix
