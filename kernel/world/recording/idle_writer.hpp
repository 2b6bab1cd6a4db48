// Writes what a recording has noted while the World waits, so that what ends the system by force leaves little unsaid.
//
// A thread looks every 20 ms, and writes when it sees the same wait a second time; so a busy system never meets it.
// When all is written it sleeps until the next wait begins. A deadline for the waits themselves would set a timer of
// the host for each of them, which costs as much as all the rest of a recording.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "kernel/world/recording/recording_file.hpp"

namespace fibrix {

class IdleWriter {
public:
    /// Without a thread, if the host has none to give: then only whole chunks are written.
    explicit IdleWriter(RecordingWriter& writer);
    IdleWriter(const IdleWriter&) = delete;
    IdleWriter& operator=(const IdleWriter&) = delete;
    ~IdleWriter();

    /// A wait begins: until `take_back` the writer is the thread's.
    void lend() noexcept {
        state_.store(State::lent);
        if (asleep_.load()) [[unlikely]]
            wake();
    }
    /// The wait is over. Waits for the thread if it is writing.
    void take_back() noexcept {
        auto state = State::lent;
        if (!state_.compare_exchange_strong(state, State::used)) [[unlikely]]
            take_back_late();
    }

private:
    enum class State : std::uint8_t { used, lent, seen, writing, written };

    void run();
    void look() noexcept;
    void wake() noexcept;
    void take_back_late() noexcept;

    RecordingWriter& writer_;
    std::atomic<State> state_ = State::used;
    std::atomic<bool> asleep_ = false;
    std::mutex mutex_;  // held by the thread whenever it does not wait
    std::condition_variable called_;
    bool over_ = false;
    std::thread thread_;
};

}  // namespace fibrix
