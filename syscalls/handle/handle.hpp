// The handle family: what can be done with any handle, whatever it stands for.
#pragma once

#include "kernel/handle_table.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

struct Close {
    using Result = void;
    Handle handle;
    static constexpr SyscallNumber number = family_handle + 0;
    static constexpr std::string_view help =
        "Frees a handle. Its object is closed if this was the last; requests that wait on that end with ECANCELED.";
    static constexpr std::array errors{Errno::badf};
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) {
        return call.process().handles.remove(call.request().handle) ? call.answer() : call.fail(Errno::badf);
    }
};
BOOST_DESCRIBE_STRUCT(Close, (), (handle))
/// Never parks. Errors: EBADF.
inline constexpr Syscaller<Close> close;

inline constexpr Family<Close> handle_family{"handle"};

}  // namespace fibrix::sys

namespace fibrix {

/// Owns a handle: closes it when it goes.
class OwnedHandle {
public:
    OwnedHandle() noexcept = default;
    explicit OwnedHandle(Handle handle) noexcept : handle_(handle) {}
    OwnedHandle(OwnedHandle&& other) noexcept : handle_(std::exchange(other.handle_, none)) {}
    OwnedHandle& operator=(OwnedHandle&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~OwnedHandle() { close(); }

    [[nodiscard]] Handle get() const noexcept { return handle_; }
    explicit operator bool() const noexcept { return handle_ != none; }
    /// Never parks, never fails, also while the task is dying.
    void close() noexcept {
        if (handle_ != none) sys::close(std::exchange(handle_, none));
    }

private:
    static constexpr Handle none = -1;
    Handle handle_ = none;
};

}  // namespace fibrix
