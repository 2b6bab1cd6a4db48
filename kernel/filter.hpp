// A filter: stands between one process and the syscall table.
//
// It sees each request when it is taken, before it has any effect, and its result when it is delivered; it may let
// the request through, answer it, refuse it, or hold it back for a while. Journal, fail-the-k-th, mock and pledge are
// filters. They stack: the last one added is asked first.
#pragma once

#include "kernel/object.hpp"
#include "kernel/result.hpp"
#include "kernel/time.hpp"
#include "kernel/trap.hpp"

namespace fibrix {

struct Syscall;

/// What a filter decides about a request.
struct FilterDecision {
    enum class Kind : std::uint8_t { pass, answered, refuse, delay };
    Kind kind = Kind::pass;
    Errno error{};     ///< for `refuse`; one that the request declares
    Duration delay{};  ///< for `delay`: then the request is asked about again

    static FilterDecision pass() noexcept { return {}; }
    /// The filter has put the result into the frame.
    static FilterDecision answered() noexcept { return {Kind::answered, {}, {}}; }
    static FilterDecision refuse(Errno error) noexcept { return {Kind::refuse, error, {}}; }
    static FilterDecision hold(Duration span) noexcept { return {Kind::delay, {}, span}; }
};

class Filter : public Object {
public:
    static inline const ObjectKind kind{"filter"};
    Filter() : Object(kind) {}
    virtual FilterDecision taken(Task& task, const Syscall& syscall, Trap& trap) = 0;
    virtual void delivered([[maybe_unused]] Task& task, [[maybe_unused]] const Syscall& syscall,
                           [[maybe_unused]] Trap& trap) {}
};

}  // namespace fibrix
