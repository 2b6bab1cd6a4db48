// The host World's operations about files.
//
// A file of the host blocks the thread that reads it, and has no other form. So all of these operations go to helper
// threads, except what the host has in memory. A job owns its buffers and keeps its descriptor open: an operation can
// be abandoned at any time, and what it left behind never touches another file that got its number.
#pragma once

#include <vector>

#include "kernel/world/helper_pool.hpp"
#include "kernel/world/host_file_calls.hpp"

namespace fibrix {

class HostFiles {
public:
    /// What is complete goes to `finished`.
    HostFiles(int wake_fd, Operations& finished) : finished_(finished), helpers_(wake_fd, most_threads) {}
    HostFiles(const HostFiles&) = delete;
    HostFiles& operator=(const HostFiles&) = delete;
    ~HostFiles() = default;

    void submit(Operation& operation);
    /// Lets it go on alone.
    static void abandon(Operation& operation);
    /// False if it is no file of these.
    bool close(Outside descriptor);
    void reap() { helpers_.reap(); }
    /// How many operations helpers are at work for.
    [[nodiscard]] std::size_t pending() const noexcept { return pending_; }

private:
    using Held = std::shared_ptr<const host::Descriptor>;
    class Closing;

    static constexpr int most_threads = 4;

    [[nodiscard]] Held find(Outside descriptor) const;
    void send(Operation& operation, Held descriptor);
    void finish(Operation* operation, host::FileJob& job);

    Operations& finished_;
    std::vector<Held> files_;  // by number
    std::size_t pending_ = 0;
    std::shared_ptr<Closing> closing_ = make_closing();
    static std::shared_ptr<Closing> make_closing();
    HelperPool helpers_;
};

}  // namespace fibrix
