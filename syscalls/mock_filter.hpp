// MockFilter: for tests of programs, also outside of this tree. It answers, refuses or delays requests of one process.
//
//     auto mock = make_object<MockFilter>();
//     mock->answer<sys::Now>(Time(5s));                    // the next `now` is answered so; again for the one after
//     mock->refuse("receive", Errno::connreset, 3);        // the third `receive` from now
//     mock->delay("send", 1s);                             // the next `send`
//     options.filters.emplace_back(mock);                  // see StartOptions
//
// What is queued for a request is used in the order in which it was queued; after that requests pass. A refusal with
// an error that the request does not declare passes as well, as with any filter.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "kernel/filter.hpp"
#include "kernel/syscall_table.hpp"
#include "syscalls/name.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

class MockFilter final : public Filter {
public:
    /// The next request R that is not spoken for is answered with `values`, as the constructor of its answer takes
    /// them.
    template <class R, class... Values>
    void answer(Values... values) {
        plan(request_name<R>(), [values...](Trap& trap) {
            if constexpr (!std::is_void_v<Answer<R>>)
                ::new (static_cast<void*>(&static_cast<Frame<R>&>(trap).answer)) Answer<R>(values...);
            return FilterDecision::answered();
        });
    }
    /// The `nth` request of that name from now on, counted after what is queued already, is refused with `error`.
    void refuse(std::string_view name, Errno error, int nth = 1) {
        let_pass(name, nth - 1);
        plan(name, [error](Trap&) { return FilterDecision::refuse(error); });
    }
    /// The next request of that name is held back for `span`; then what is queued behind the delay decides.
    void delay(std::string_view name, Duration span) {
        plan(name, [span](Trap&) { return FilterDecision::hold(span); });
    }
    /// The next `count` requests of that name pass.
    void let_pass(std::string_view name, int count) {
        for (int i = 0; i < count; ++i) plan(name, [](Trap&) { return FilterDecision::pass(); });
    }

    /// How many requests of that name were taken (a delayed one twice), and how many results were delivered.
    [[nodiscard]] int taken_of(std::string_view name) const { return count(taken_, name); }
    [[nodiscard]] int delivered_of(std::string_view name) const { return count(delivered_, name); }

    FilterDecision taken(Task&, const Syscall& syscall, Trap& trap) override {
        ++taken_[std::string(syscall.name)];
        const auto plans = plans_.find(syscall.name);
        if (plans == plans_.end() || plans->second.empty()) return FilterDecision::pass();
        const auto decide = std::move(plans->second.front());
        plans->second.pop_front();
        return decide(trap);
    }
    void delivered(Task&, const Syscall& syscall, Trap&) override { ++delivered_[std::string(syscall.name)]; }
    [[nodiscard]] std::string describe() const override { return "mock filter"; }

private:
    using Decide = std::function<FilterDecision(Trap&)>;
    using Counts = std::map<std::string, int, std::less<>>;

    void plan(std::string_view name, Decide decide) { plans_[std::string(name)].push_back(std::move(decide)); }
    static int count(const Counts& counts, std::string_view name) {
        const auto found = counts.find(name);
        return found == counts.end() ? 0 : found->second;
    }

    std::map<std::string, std::deque<Decide>, std::less<>> plans_;
    Counts taken_, delivered_;
};

}  // namespace fibrix
