// Helper threads for host calls that block and have no other form, such as name resolution and files.
//
// A job owns everything it touches, so it can be abandoned: whoever asked may go away, and the threads are never
// joined. Finished jobs are handed back on the kernel's own thread.
#pragma once

#include <functional>
#include <memory>

namespace fibrix {

class HelperPool {
public:
    /// Runs on a helper thread, and gives what is to run on the kernel's thread afterwards.
    using Job = std::function<std::function<void()>()>;

    /// `wake_fd` is an eventfd, written whenever a job has finished. Threads are started when they are needed.
    HelperPool(int wake_fd, int most_threads);
    HelperPool(const HelperPool&) = delete;
    HelperPool& operator=(const HelperPool&) = delete;
    ~HelperPool();

    void run(Job job);
    /// Runs what finished jobs have left to do.
    void reap();

private:
    struct Shared;
    static void work(const std::shared_ptr<Shared>& shared);
    bool start_thread();

    std::shared_ptr<Shared> shared_;
    int most_threads_;
    int threads_ = 0;
};

}  // namespace fibrix
