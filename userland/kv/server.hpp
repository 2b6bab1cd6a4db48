// The server: takes connections, a task for each, and erases keys whose time has come.
#pragma once

#include "syscalls/sys.hpp"
#include "userland/kv/command.hpp"

namespace fibrix::kv {

class Server {
public:
    Server(std::size_t max_clients, std::size_t max_memory);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves clients until the program ends, or accepting fails for good: then the reason. Parks.
    Errno serve(Listener& listener);

    [[nodiscard]] State& state() noexcept { return state_; }
    [[nodiscard]] bool crowded() const noexcept { return state_.statistics.clients > max_clients_; }
    /// Sets the time that commands go by. To be called before a batch, and whenever the task has waited.
    void read_clock() { state_.store.set_now(sys::calendar() / nanoseconds_per_millisecond); }
    /// Tells the tasks that something has come up for them. Never parks, but others may run.
    void tell_others();

private:
    static constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;

    void welcome(Nursery& connections, Stream client);
    void erase_expired();

    State state_;
    std::size_t max_clients_;
    Event sooner_;                           // a key goes before the eraser would look
    std::int64_t looks_at_ = Expiry::never;  // when the eraser does, in milliseconds
};

}  // namespace fibrix::kv
