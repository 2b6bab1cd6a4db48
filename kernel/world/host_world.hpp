// The host World: Linux, by epoll.
//
// A descriptor is registered once, edge-triggered, when an operation on it first has to wait. Two sticky bits say
// whether it may be readable and writable: a short read clears the one, so that a request that would find nothing
// parks without asking (a receive that finds nothing costs 300 ns). Operations on one descriptor are served in the
// order in which they were submitted, each way. What blocks and has no other form goes to helper threads.
// Descriptors that came from outside (the console) are never made non-blocking, because others share them: they are
// looked at with poll(2) first, and written in pieces that cannot block; a terminal is opened once more for writing.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <memory>
#include <vector>

#include "kernel/world/host_files.hpp"
#include "kernel/world/nap.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

class HostWorld final : public World {
public:
    HostWorld();
    ~HostWorld() override;

    Time now() override;
    std::int64_t calendar() override;
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void wait(Time deadline, Operations& completed) override;
    std::size_t choose(Choice, std::size_t) override { return 0; }
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override;
    void interrupt() noexcept override;
    [[nodiscard]] std::string_view name() const noexcept override { return "host"; }

    bool press(bool suspend) noexcept override;
    Keyboard take_keyboard() override;
    void route_keyboard(bool routed) override { keyboard_is_routed_.store(routed, std::memory_order_relaxed); }

private:
    struct Line;  // what is known of one host descriptor
    using Events = std::array<epoll_event, 256>;

    Line& line(Outside descriptor);
    void begin(Line& line, Operation& operation, bool reading);
    bool attempt(Line& line, Operation& operation);
    void retry(Line& line, Operations& queue, Operations& completed);
    bool watch(Line& line);
    void close(Outside descriptor);
    void resolve(Operation& operation);
    void wake() const noexcept;
    int look(Events& events, const timespec* limit) noexcept;
    int sleep(Events& events, Time deadline);
    void handle_event(std::uint32_t events, Line& line, Operations& completed);

    int epoll_ = -1;
    int wake_ = -1;  // an eventfd: helpers and signal handlers write it
    std::int64_t start_ = 0;
    std::vector<std::unique_ptr<Line>> lines_;
    Operations finished_;  // complete, to be handed over at the next wait
    std::size_t watched_ = 0;
    Nap nap_;
    std::atomic<bool> keyboard_is_routed_{false}, pressed_interrupt_{false}, pressed_suspend_{false};
    HelperPool helpers_;
    HostFiles files_;
};

}  // namespace fibrix
