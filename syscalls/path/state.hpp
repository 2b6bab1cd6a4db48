// What all path requests have in common: where they keep what they know between two attempts, and how they may fail.
#pragma once

#include <memory>

#include "syscalls/request.hpp"

namespace fibrix {

class PathCall;

namespace sys::detail {

/// Makes a PathCall go, in the kernel's own code, so that programs need not know what it is.
struct DestroyPathCall {
    void operator()(PathCall* call) const noexcept;
};

struct PathState {
    std::unique_ptr<PathCall, DestroyPathCall> call;
};

/// How the following of a path, or a World outside, may fail; and `more`.
template <class... Errors>
constexpr std::array<Errno, 12 + sizeof...(Errors)> path_errors(Errors... more) {
    return {Errno::noent, Errno::notdir, Errno::nametoolong, Errno::loop,  Errno::inval,    Errno::acces,
            Errno::mfile, Errno::nfile,  Errno::io,          Errno::nomem, Errno::timedout, Errno::canceled,
            more...};
}

}  // namespace sys::detail
}  // namespace fibrix
