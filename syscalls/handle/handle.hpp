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

struct Dup {
    using Result = Handle;
    Handle handle;
    static constexpr SyscallNumber number = family_handle + 1;
    static constexpr std::string_view help = "The lowest free handle, for what `handle` stands for.";
    static constexpr std::array errors{Errno::badf, Errno::mfile};
    static Outcome carry_out(auto& call) {
        auto& handles = call.process().handles;
        auto* object = handles.find(call.request().handle);
        return object != nullptr ? call.answer(handles.add(Ref(object))) : call.fail(Errno::badf);
    }
};
BOOST_DESCRIBE_STRUCT(Dup, (), (handle))
/// Never parks. Errors: EBADF, EMFILE.
inline constexpr Syscaller<Dup> dup;

struct Dup2 {
    using Result = void;
    Handle handle;
    Handle as;
    static constexpr SyscallNumber number = family_handle + 2;
    static constexpr std::string_view help =
        "Makes `as` stand for what `handle` stands for; what it stood for before is closed.";
    static constexpr std::array errors{Errno::badf};
    static Outcome carry_out(auto& call) {
        auto& handles = call.process().handles;
        const auto& request = call.request();
        auto* object = handles.find(request.handle);
        if (object == nullptr || !handles.allows(request.as)) return call.fail(Errno::badf);
        handles.assign(request.as, Ref(object));
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(Dup2, (), (handle, as))
/// Never parks. Errors: EBADF (also: `as` is negative or beyond the limit).
inline constexpr Syscaller<Dup2> dup2;

inline constexpr Family<Close, Dup, Dup2> handle_family{"handle"};

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
    /// Gives the handle away.
    [[nodiscard]] Handle release() noexcept { return std::exchange(handle_, none); }
    /// Never parks, never fails, also while the task is dying.
    void close() noexcept {
        if (handle_ != none) sys::close(std::exchange(handle_, none));
    }

private:
    static constexpr Handle none = -1;
    Handle handle_ = none;
};

}  // namespace fibrix
