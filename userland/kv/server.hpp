// The server: takes connections, a task for each, erases keys whose time has come, and saves the data set.
#pragma once

#include "syscalls/sys.hpp"
#include "userland/kv/command.hpp"
#include "userland/kv/snapshot_file.hpp"

namespace fibrix::kv {

class Server {
public:
    Server(std::size_t max_clients, std::size_t max_memory);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Keeps the data set in the file at `path`: reads it now, and writes it whenever `interval` has passed and
    /// something has changed; zero: only when it is asked for. Gives what is wrong, or nothing. Parks.
    std::string keep_in(std::string path, Duration interval);
    /// Serves clients until `ending` is set and a wait interrupted, or accepting fails for good: then the reason.
    /// Parks.
    Errno serve(Listener& listener, const bool& ending);
    /// Gives what is wrong, or nothing. Parks; commands that are carried out meanwhile are not in it.
    std::string save();
    /// The same, if there is a file and it lacks something.
    std::string save_changes();

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
    void save_when_due();

    State state_;
    std::size_t max_clients_;
    Event sooner_;                           // a key goes before the eraser would look
    std::int64_t looks_at_ = Expiry::never;  // when the eraser does, in milliseconds
    std::optional<SnapshotFile> file_;
    Duration save_interval_{};
    Event save_wanted_;
    Mutex saver_;  // whose turn it is to save
};

}  // namespace fibrix::kv
