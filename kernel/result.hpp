// What a request answers: a value, or the Errno that says why there is none.
//
// Results are values; nothing throws until `.value()` is called on one that holds an error.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

#include "kernel/errno.hpp"

namespace fibrix {

template <class T>
using Result = boost::system::result<T, Errno>;

/// Thrown by `Result::value()` when the result is an error.
class SystemError : public std::runtime_error {
public:
    explicit SystemError(Errno error)
        : std::runtime_error(std::string(to_string(error)) + ": " + std::string(describe(error))), error_(error) {}
    [[nodiscard]] Errno error() const noexcept { return error_; }

private:
    Errno error_;
};

/// Found by Boost.System when `.value()` is called on an error.
[[noreturn]] inline void throw_exception_from_error(const Errno& error, const boost::source_location&) {
    throw SystemError(error);
}

}  // namespace fibrix
