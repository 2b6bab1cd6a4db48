#include "kernel/world/helper_pool.hpp"

#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

namespace fibrix {

// Outlives the pool while a thread still works.
struct HelperPool::Shared {
    std::mutex mutex;
    std::condition_variable wanted;
    std::deque<Job> jobs;
    std::deque<std::function<void()>> finished;
    int wake_fd = -1;
    int idle = 0;
    bool closing = false;
    ~Shared() { ::close(wake_fd); }
};

HelperPool::HelperPool(int wake_fd) : shared_(std::make_shared<Shared>()) { shared_->wake_fd = ::dup(wake_fd); }

HelperPool::~HelperPool() {
    const std::lock_guard lock(shared_->mutex);
    shared_->closing = true;
    shared_->jobs.clear();
    shared_->wanted.notify_all();
}

void HelperPool::run(Job job) {
    bool start = false;
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->jobs.push_back(std::move(job));
        start = shared_->idle == 0 && threads_ < most_threads;
        shared_->wanted.notify_one();
    }
    if (!start) return;
    ++threads_;
    // Signals are the kernel thread's business.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread([shared = shared_] { work(shared); }).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void HelperPool::work(const std::shared_ptr<Shared>& shared) {
    for (std::unique_lock lock(shared->mutex);;) {
        ++shared->idle;
        shared->wanted.wait(lock, [&] { return shared->closing || !shared->jobs.empty(); });
        --shared->idle;
        if (shared->closing) return;
        auto job = std::move(shared->jobs.front());
        shared->jobs.pop_front();
        lock.unlock();
        auto finish = job();
        lock.lock();
        shared->finished.push_back(std::move(finish));
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(shared->wake_fd, &one, sizeof one);
    }
}

void HelperPool::reap() {
    std::deque<std::function<void()>> finished;
    {
        const std::lock_guard lock(shared_->mutex);
        finished.swap(shared_->finished);
    }
    for (auto& finish : finished) finish();
}

}  // namespace fibrix
