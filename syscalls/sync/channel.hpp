// A channel: values from task to task, in order, through a bounded buffer.
//
//     Channel<int> numbers(16);
//     numbers.send(7);                         // parks while it is full
//     while (auto number = numbers.receive())  // parks while it is empty; ends when it is closed and drained
//
// Capacity 0 is a rendezvous: a send ends when a receive has taken the value. Senders and receivers are each served
// in the order in which they came. Where nobody has to wait, no request is made.
#pragma once

#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

#include "syscalls/sync/channel_core.hpp"

namespace fibrix {

template <class T>
    requires std::is_nothrow_move_constructible_v<T>
class Channel {
public:
    explicit Channel(std::size_t capacity) : ring_(std::make_unique<Place[]>(capacity)) {
        core_.type = &type;
        core_.ring = reinterpret_cast<std::byte*>(ring_.get());
        core_.capacity = capacity;
    }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    ~Channel() {
        while (core_.size > 0) take();
    }

    /// Parks while the channel is full. Errors: EPIPE (closed), ETIMEDOUT, ECANCELED; then the value is lost.
    [[gnu::always_inline]] Result<void> send(T value, Deadline deadline = {}) {
        if (send_here(value)) [[likely]]
            return {};
        return sys::channel_send(&core_, static_cast<void*>(&value), true, deadline);
    }
    /// Parks while it is empty. Errors: EPIPE (closed and empty), ETIMEDOUT, ECANCELED.
    [[gnu::always_inline]] Result<T> receive(Deadline deadline = {}) {
        if (auto item = receive_here()) [[likely]]
            return *std::move(item);
        std::optional<T> item;
        const auto received = sys::channel_receive(&core_, static_cast<void*>(&item), true, deadline);
        if (!received) return received.error();
        return *std::move(item);  // NOLINT(bugprone-unchecked-optional-access): the request has filled it
    }
    /// Never parks. False if it would have to wait, or the channel is closed; then the value is lost.
    [[nodiscard]] bool try_send(T value) {
        return send_here(value) || sys::channel_send(&core_, static_cast<void*>(&value), false);
    }
    /// Never parks. Nothing if it would have to wait, or the channel is closed and empty.
    [[nodiscard]] std::optional<T> try_receive() {
        auto item = receive_here();
        if (!item) sys::channel_receive(&core_, static_cast<void*>(&item), false);
        return item;
    }
    /// Never parks. What was sent can still be received.
    void close() { sys::channel_close(&core_); }
    [[nodiscard]] std::size_t size() const noexcept { return core_.size; }
    [[nodiscard]] bool closed() const noexcept { return core_.closed; }
    [[nodiscard]] ChannelCore& core() noexcept { return core_; }

private:
    struct Place {
        alignas(T) std::byte bytes[sizeof(T)];
        T* value() noexcept { return std::launder(reinterpret_cast<T*>(bytes)); }
    };
    static void put_into(void* value, void* place) noexcept { ::new (place) T(std::move(*static_cast<T*>(value))); }
    static void take_from(void* place, void* item) noexcept {
        T* value = static_cast<Place*>(place)->value();
        hand_over(value, item);
        value->~T();
    }
    static void hand_over(void* value, void* item) noexcept {
        static_cast<std::optional<T>*>(item)->emplace(std::move(*static_cast<T*>(value)));
    }
    static void clear(void* item) noexcept { static_cast<std::optional<T>*>(item)->reset(); }
    static constexpr ChannelType type{sizeof(Place), &put_into, &take_from, &hand_over, &clear};

    // Without a request, where nobody has to wait and nobody is overtaken. The core's way, with the type known.
    [[gnu::always_inline]] bool send_here(T& value) {
        if (!may_skip_the_door() || core_.closed || !core_.senders.empty()) [[unlikely]]
            return false;
        if (core_.size < core_.capacity) {
            if (!note(core_.receivers)) return false;
            auto tail = core_.head + core_.size++;
            if (tail >= core_.capacity) tail -= core_.capacity;
            put_into(&value, &ring_[tail]);
            return true;
        }
        ChannelNode* receiver = first_to_meet(core_.receivers);
        if (receiver == nullptr || !note(core_.receivers)) return false;
        hand_over(&value, receiver->value);
        *receiver->met = receiver;
        return true;
    }
    [[gnu::always_inline]] std::optional<T> receive_here() {
        if (!may_skip_the_door() || !core_.receivers.empty()) [[unlikely]]
            return {};
        if (core_.size > 0) return note(core_.senders) ? std::optional<T>(take()) : std::nullopt;
        ChannelNode* sender = first_to_meet(core_.senders);
        if (sender == nullptr || !note(core_.senders)) return {};
        *sender->met = sender;
        return std::move(*static_cast<T*>(sender->value));
    }
    // In a rendezvous: who waits longest, unless it was met since the kernel has last been asked for anything.
    ChannelNode* first_to_meet(const WaitQueue& queue) const noexcept {
        if (core_.capacity > 0 || queue.empty()) return nullptr;
        auto* first = static_cast<ChannelNode*>(queue.front());
        return *first->met == nullptr ? first : nullptr;
    }
    static bool note(WaitQueue& queue) noexcept { return queue.empty() || note_wake(queue); }
    T take() noexcept {
        T* value = ring_[core_.head].value();
        if (++core_.head == core_.capacity) core_.head = 0;
        --core_.size;
        T out = std::move(*value);
        value->~T();
        return out;
    }

    ChannelCore core_;
    std::unique_ptr<Place[]> ring_;
};

}  // namespace fibrix
