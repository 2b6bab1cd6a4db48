// Select: waits for several things at once, and does the first that can be done.
//
//     std::optional<int> number;
//     Select select;
//     const auto in = select.receive(numbers, number);   // number is empty if the channel has ended
//     const auto out = select.send(answers, answer);
//     const auto late = select.after(1s);
//     while (const auto which = select.wait()) {
//         if (*which == in) …
//
// If several can be done the one that was listed first is, so a run is the same each time it is repeated. A case that
// is always ready then starves those after it: list what ends the loop first, or ask for Select::Order::rotating,
// where the search begins after the case that was chosen last. A case on a closed channel is always ready, with EPIPE
// as its result: `drop` it to wait for the others.
#pragma once

#include <optional>
#include <vector>

#include "syscalls/sync/channel.hpp"
#include "syscalls/sync/select_request.hpp"

namespace fibrix {

class Select {
public:
    enum class Order : std::uint8_t { listed, rotating };

    explicit Select(Order order = Order::listed) noexcept : order_(order) {}

    // What to wait for. Each gives its number, counted from 0; what it refers to must live as long.

    /// `item` has the value; it is empty if the channel was closed and drained: then `result` is EPIPE.
    template <class T>
    std::size_t receive(Channel<T>& channel, std::optional<T>& item) {
        return add({.kind = SelectCase::Kind::receive, .channel = &channel.core(), .value = &item});
    }
    /// `value` is moved from when it is sent, and left alone if it is not.
    template <class T>
    std::size_t send(Channel<T>& channel, T& value) {
        return add({.kind = SelectCase::Kind::send, .channel = &channel.core(), .value = &value});
    }
    /// `span` after the beginning of each wait.
    std::size_t after(Duration span) { return at(Deadline::after(span)); }
    /// At an instant.
    std::size_t at(Deadline instant) { return add({.kind = SelectCase::Kind::time, .when = instant}); }
    /// The open file of `handle` can be read, or written to, without waiting. Nothing is read or written.
    std::size_t readable(Handle handle) { return ready(handle, Readiness::reading); }
    std::size_t writable(Handle handle) { return ready(handle, Readiness::writing); }
    /// A case is waited for no more; the others keep their numbers.
    void drop(std::size_t which) { cases_[which].kind = SelectCase::Kind::none; }

    /// Parks until one case can be done, and does it: gives its number. A case that can be done when the deadline has
    /// come is. Errors: ETIMEDOUT, ECANCELED, EINVAL (no case), EBADF; then nothing was sent or received.
    Result<std::size_t> wait(Deadline deadline = {}) {
        const auto which = sys::select(cases_.data(), cases_.size(), first_, deadline);
        if (!which) return which;
        chosen_ = *which;
        const SelectCase& chosen = cases_[chosen_];
        if (chosen.failed && chosen.kind == SelectCase::Kind::receive) chosen.channel->type->clear(chosen.value);
        if (order_ == Order::rotating) first_ = (chosen_ + 1) % cases_.size();
        return which;
    }
    /// How the case has ended that `wait` has given: EPIPE if its channel is closed, or the error of its file.
    [[nodiscard]] Result<void> result() const {
        return cases_[chosen_].failed ? Result<void>(cases_[chosen_].error) : Result<void>();
    }

private:
    std::size_t ready(Handle handle, Readiness readiness) {
        return add({.kind = SelectCase::Kind::file, .handle = handle, .readiness = readiness});
    }
    std::size_t add(const SelectCase& made) {
        cases_.push_back(made);
        return cases_.size() - 1;
    }

    std::vector<SelectCase> cases_;
    std::size_t first_ = 0;
    std::size_t chosen_ = 0;
    Order order_;
};

}  // namespace fibrix
