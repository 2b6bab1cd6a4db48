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
#include <type_traits>
#include <utility>

#include "syscalls/request.hpp"
#include "syscalls/sync/wake.hpp"

namespace fibrix {

/// What the kernel knows of a channel: places for values whose type it does not know.
struct ChannelCore {
    std::byte* ring = nullptr;
    std::size_t element = 0;  ///< bytes of a value
    std::size_t capacity = 0;
    std::size_t head = 0, size = 0;
    bool closed = false;
    void (*move)(void* from, void* to) noexcept = nullptr;  ///< moves a value into raw memory, ending the old one
    WaitQueue senders, receivers;

    void put(void* value) noexcept {
        auto tail = head + size;
        if (tail >= places()) tail -= places();
        move(value, ring + tail * element);
        ++size;
    }
    void take(void* room) noexcept {
        move(ring + head * element, room);
        if (++head == places()) head = 0;
        --size;
    }
    /// A rendezvous has one place, which only a receiver that waits opens.
    [[nodiscard]] std::size_t places() const noexcept { return capacity == 0 ? 1 : capacity; }
    [[nodiscard]] bool has_room() const noexcept {
        return capacity == 0 ? size == 0 && !receivers.empty() : size < capacity;
    }
};

namespace sys {

struct ChannelSend {
    using Result = void;
    Local<ChannelCore*> channel;
    Local<void*> value;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 2;
    static constexpr std::string_view help = "Puts a value into a channel, waiting while it is full.";
    static constexpr std::array errors{Errno::pipe, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().channel.value;
        if (core.closed) return call.fail(Errno::pipe);
        const bool its_turn = core.senders.empty() || core.senders.front()->task == &call.task();
        if (!its_turn || !core.has_room()) return call.park(core.senders);
        core.put(call.request().value.value);
        call.kernel().wake_one(core.receivers);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(ChannelSend, (), (channel, value, deadline))
/// Parks. Errors: EPIPE (closed), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<ChannelSend> channel_send;

struct ChannelReceive {
    using Result = void;
    Local<ChannelCore*> channel;
    Local<void*> room;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 3;
    static constexpr std::string_view help = "Takes the next value out of a channel, waiting while it is empty.";
    static constexpr std::array errors{Errno::pipe, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().channel.value;
        const bool its_turn = core.receivers.empty() || core.receivers.front()->task == &call.task();
        if (its_turn && core.size > 0) {
            core.take(call.request().room.value);
            call.kernel().wake_one(core.senders);
            return call.answer();
        }
        if (core.closed && core.size == 0) return call.fail(Errno::pipe);
        const auto outcome = call.park(core.receivers);
        if (core.capacity == 0) call.kernel().wake_one(core.senders);  // a rendezvous: the place is open
        return outcome;
    }
};
BOOST_DESCRIBE_STRUCT(ChannelReceive, (), (channel, room, deadline))
/// Parks. Errors: EPIPE (closed and empty), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<ChannelReceive> channel_receive;

struct ChannelClose {
    using Result = void;
    Local<ChannelCore*> channel;
    static constexpr SyscallNumber number = family_sync + 4;
    static constexpr std::string_view help = "Closes a channel: sending ends with EPIPE, receiving when it is empty.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().channel.value;
        core.closed = true;
        call.kernel().wake_all(core.senders);
        call.kernel().wake_all(core.receivers);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(ChannelClose, (), (channel))
/// Never parks.
inline constexpr Syscaller<ChannelClose> channel_close;

}  // namespace sys

template <class T>
    requires std::is_nothrow_move_constructible_v<T>
class Channel {
public:
    explicit Channel(std::size_t capacity) : ring_(std::make_unique<Place[]>(capacity == 0 ? 1 : capacity)) {
        core_.ring = reinterpret_cast<std::byte*>(ring_.get());
        core_.element = sizeof(Place);
        core_.capacity = capacity;
        core_.move = [](void* from, void* to) noexcept {
            ::new (to) T(std::move(*static_cast<T*>(from)));
            static_cast<T*>(from)->~T();
        };
    }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    ~Channel() {
        while (core_.size > 0) {
            Place place;
            core_.take(&place);
            place.value()->~T();
        }
    }

    /// Parks while the channel is full. Errors: EPIPE (closed), ETIMEDOUT, ECANCELED; then the value is lost.
    [[gnu::always_inline]] Result<void> send(T value, Deadline deadline = {}) {
        if (may_skip_the_door() && !core_.closed && core_.size < core_.capacity && core_.senders.empty() &&
            (core_.receivers.empty() || note_wake(core_.receivers))) [[likely]] {
            put(std::move(value));
            return {};
        }
        Place place;
        ::new (place.bytes) T(std::move(value));
        return ask_to_send(place, deadline);
    }
    /// Parks while it is empty. Errors: EPIPE (closed and empty), ETIMEDOUT, ECANCELED.
    [[gnu::always_inline]] Result<T> receive(Deadline deadline = {}) {
        if (may_skip_the_door() && core_.size > 0 && core_.receivers.empty() &&
            (core_.senders.empty() || note_wake(core_.senders))) [[likely]]
            return take();
        Place place;
        const auto received = sys::channel_receive(&core_, static_cast<void*>(place.bytes), deadline);
        if (!received) return received.error();
        return place.consume();
    }
    /// Never parks. Nothing if it is full or closed; then the value is lost.
    bool try_send(T value) { return core_.has_room() && !core_.closed && send(std::move(value)).has_value(); }
    /// Never parks. What was sent can still be received.
    void close() { sys::channel_close(&core_); }
    [[nodiscard]] std::size_t size() const noexcept { return core_.size; }
    [[nodiscard]] bool closed() const noexcept { return core_.closed; }
    [[nodiscard]] ChannelCore& core() noexcept { return core_; }

private:
    struct Place {
        alignas(T) std::byte bytes[sizeof(T)];
        T* value() noexcept { return std::launder(reinterpret_cast<T*>(bytes)); }
        T consume() noexcept {
            T out = std::move(*value());
            value()->~T();
            return out;
        }
    };

    // The same as the core's, with the type known.
    void put(T&& value) noexcept {
        auto tail = core_.head + core_.size++;
        if (tail >= core_.capacity) tail -= core_.capacity;
        ::new (ring_[tail].bytes) T(std::move(value));
    }
    T take() noexcept {
        auto& place = ring_[core_.head];
        if (++core_.head == core_.places()) core_.head = 0;
        --core_.size;
        return place.consume();
    }
    Result<void> ask_to_send(Place& place, Deadline deadline) {
        // Whoever unwinds out of the request, or is refused, still has the value.
        struct Keeper {
            Place& place;
            bool sent = false;
            ~Keeper() {
                if (!sent) place.value()->~T();
            }
        } keeper{place};
        const auto sent = sys::channel_send(&core_, static_cast<void*>(place.bytes), deadline);
        keeper.sent = sent.has_value();
        return sent;
    }

    ChannelCore core_;
    std::unique_ptr<Place[]> ring_;
};

}  // namespace fibrix
