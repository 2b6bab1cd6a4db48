#include "kernel/world/recording/idle_writer.hpp"

#include <pthread.h>

#include <chrono>
#include <csignal>
#include <system_error>

namespace fibrix {
namespace {

constexpr auto between_looks = std::chrono::milliseconds(20);

}  // namespace

IdleWriter::IdleWriter(RecordingWriter& writer) : writer_(writer) {
    sigset_t all, before;  // signals are the kernel thread's business
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {  // then without
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

IdleWriter::~IdleWriter() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    called_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void IdleWriter::run() {
    std::unique_lock lock(mutex_);
    while (!over_) {
        asleep_ = true;
        if (state_ == State::written) called_.wait(lock, [this] { return over_ || !asleep_; });
        asleep_ = false;
        if (!called_.wait_for(lock, between_looks, [this] { return over_; })) look();
    }
}

void IdleWriter::look() noexcept {
    auto state = State::lent;
    if (state_.compare_exchange_strong(state, State::seen)) return;
    state = State::seen;
    if (!state_.compare_exchange_strong(state, State::writing)) return;
    writer_.flush();
    state_ = State::written;
}

void IdleWriter::wake() noexcept {
    {
        const std::lock_guard lock(mutex_);
        asleep_ = false;
    }
    called_.notify_one();
}

void IdleWriter::take_back_late() noexcept {
    for (auto state = state_.load();;) {
        if (state == State::writing) {
            const std::lock_guard until_it_waits_again(mutex_);
            state = state_.load();
        } else if (state_.compare_exchange_weak(state, State::used)) {
            return;
        }
    }
}

}  // namespace fibrix
