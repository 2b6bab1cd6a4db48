#include "kernel/world/helper_pool.hpp"

#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <deque>
#include <mutex>
#include <system_error>
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

    Job await();
    Job take();
    void hand_back(std::function<void()> finish);
};

// No job: the pool is gone.
HelperPool::Job HelperPool::Shared::await() {
    std::unique_lock lock(mutex);
    ++idle;
    wanted.wait(lock, [&] { return closing || !jobs.empty(); });
    --idle;
    if (closing) return {};
    auto job = std::move(jobs.front());
    jobs.pop_front();
    return job;
}

HelperPool::Job HelperPool::Shared::take() {
    const std::lock_guard lock(mutex);
    auto job = std::move(jobs.front());
    jobs.pop_front();
    return job;
}

void HelperPool::Shared::hand_back(std::function<void()> finish) {
    const std::lock_guard lock(mutex);
    finished.push_back(std::move(finish));
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_fd, &one, sizeof one);
}

HelperPool::HelperPool(int wake_fd, int most_threads)
    : shared_(std::make_shared<Shared>()), most_threads_(most_threads) {
    shared_->wake_fd = ::dup(wake_fd);
}

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
        start = shared_->jobs.size() > static_cast<std::size_t>(shared_->idle) && threads_ < most_threads_;
        shared_->wanted.notify_one();
    }
    if (!start || start_thread() || threads_ > 0) return;
    // The host has no thread to give: to do it here is slow, but it is done.
    auto finish = shared_->take()();
    shared_->hand_back(std::move(finish));
}

bool HelperPool::start_thread() {
    // Signals are the kernel thread's business.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = true;
    try {
        std::thread([shared = shared_] { work(shared); }).detach();
        ++threads_;
    } catch (const std::system_error&) {
        started = false;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return started;
}

void HelperPool::work(const std::shared_ptr<Shared>& shared) {
    for (;;) {
        auto job = shared->await();
        if (!job) return;
        shared->hand_back(job());
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
