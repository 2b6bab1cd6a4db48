// The tracer: the observer that writes a trace.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "kernel/kernel.hpp"
#include "tools/trace/trace.hpp"

namespace fibrix::trace {

class Tracer final : public Observer {
public:
    /// `world` and `policy` as they were named on the command line.
    Tracer(Kernel& kernel, std::string world, std::string policy);

    void transition(const Task& task, State from, State to) override;
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void decided(const Decision& decision) override;
    void polled() override { acting_ = nobody; }
    void notice(Level level, const Task* task, std::string_view text) override;

    [[nodiscard]] const Trace& trace() const noexcept { return trace_; }

private:
    struct Known {
        TaskId id;
        TaskIndex index = nobody;
        std::uint32_t request = 0;  // the text of its last request
    };
    // What was sent into an object and not received yet, or, in a rendezvous, received before the sender was told.
    struct Passing {
        std::deque<TaskIndex> senders, receivers;
    };

    Known& known(const Task& task);
    void add(Event::Kind kind, const Task& task, std::uint32_t text, State state = {}, TaskIndex cause = nobody);
    void came_to_rest(const Task& task, State from, State to);
    void note_passing(const Task& task, const Syscall& syscall, const Trap& trap);
    void read_clock();

    Kernel& kernel_;
    Trace trace_;
    Time begin_, now_{};
    std::vector<Known> known_;                          // by slot
    TaskIndex acting_ = nobody;                         // who has made a request or ended since the last decision
    std::string_view reason_;                           // as the policy has given it last
    std::uint32_t reason_text_ = 0;                     // the same in the trace
    std::unordered_map<const void*, Passing> passing_;  // never gone through: its order is that of addresses
};

}  // namespace fibrix::trace
