// What the kernel knows of a channel, and the requests it is used by when somebody has to wait.
//
// A buffered channel wakes who waits for a value or for room, and that request is carried out again. In a rendezvous
// (capacity 0) whoever comes second moves the value from the sender straight to the receiver: the waiting request is
// *met*, and answers when it is carried out next, which is before anything else runs.
#pragma once

#include <cstddef>

#include "syscalls/request.hpp"
#include "syscalls/sync/wake.hpp"

namespace fibrix {

/// What is done with values of a type that the kernel does not know. An item is a std::optional<T>.
struct ChannelType {
    std::size_t size;                                ///< bytes from one place of the ring to the next
    void (*put)(void* value, void* place) noexcept;  ///< moves a value into a raw place
    void (*take)(void* place, void* item) noexcept;  ///< moves what a place holds into an item, and ends it
    void (*hand)(void* value, void* item) noexcept;  ///< moves a value into an item
    void (*clear)(void* item) noexcept;              ///< leaves an item empty
};

/// A place on a channel's queue, held by a request that may wait for several.
struct ChannelNode : WaitNode {
    void* value = nullptr;        ///< a sender's value, a receiver's item
    ChannelNode** met = nullptr;  ///< where the request notes that it was met, and by which of its places
};

struct ChannelCore {
    const ChannelType* type = nullptr;
    std::byte* ring = nullptr;
    std::size_t capacity = 0;
    std::size_t head = 0, size = 0;
    bool closed = false;
    WaitQueue senders, receivers;  // of ChannelNodes

    /// Pure: would it be answered now, if only by EPIPE?
    [[nodiscard]] bool can_send(const Task& task) const noexcept {
        if (closed) return true;
        if (capacity == 0) return counterpart(receivers, task) != nullptr;
        return size < capacity && is_turn(senders, task);
    }
    [[nodiscard]] bool can_receive(const Task& task) const noexcept {
        if (capacity == 0) return closed || counterpart(senders, task) != nullptr;
        return size > 0 ? is_turn(receivers, task) : closed;
    }
    /// Does it; only where it can be done, and when `task` is on no queue of this channel where others could find it.
    Result<void> send(auto& kernel, const Task& task, void* value) {
        if (closed) return Errno::pipe;
        if (capacity == 0) {
            ChannelNode& receiver = *counterpart(receivers, task);
            type->hand(value, receiver.value);
            *receiver.met = &receiver;
        } else {
            const auto tail = head + size++;
            type->put(value, ring + (tail < capacity ? tail : tail - capacity) * type->size);
        }
        kernel.wake_one(receivers);
        return {};
    }
    Result<void> receive(auto& kernel, const Task& task, void* item) {
        if (capacity == 0 && !closed) {
            ChannelNode& sender = *counterpart(senders, task);
            type->hand(sender.value, item);
            *sender.met = &sender;
        } else if (size > 0) {
            type->take(ring + head * type->size, item);
            if (++head == capacity) head = 0;
            --size;
        } else {
            return Errno::pipe;
        }
        kernel.wake_one(senders);
        return {};
    }
    /// The first on `queue` that waits for somebody to meet; null if there is none but `task` itself.
    [[nodiscard]] static ChannelNode* counterpart(const WaitQueue& queue, const Task& task) noexcept {
        for (WaitNode* node = queue.front(); node != nullptr; node = WaitQueue::next(*node)) {
            auto* place = static_cast<ChannelNode*>(node);
            if (*place->met == nullptr && place->task != &task) return place;
        }
        return nullptr;
    }

private:
    static bool is_turn(const WaitQueue& queue, const Task& task) noexcept {
        return queue.empty() || queue.front()->task == &task;
    }
};

namespace sys {

/// The place of a request that waits for one channel; made when it has to, so that others do not pay for it.
struct ChannelWait {
    ChannelNode* met = nullptr;
    union {
        ChannelNode place;
    };
    ChannelWait() noexcept {}  // NOLINT(modernize-use-equals-default): the union needs one
    Outcome park(auto& call, WaitQueue& queue, void* value) {
        if (call.waiting()) return call.park(&place);
        ::new (&place) ChannelNode;
        place.value = value;
        place.met = &met;
        queue.add(place, call.task());
        return call.park(&place);
    }
};

struct ChannelSend {
    using Result = void;
    using Scratch = ChannelWait;
    Local<ChannelCore*> channel;
    Local<void*> value;
    bool wait = true;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 2;
    static constexpr std::string_view help = "Puts a value into a channel; while it is full, waits or gives EAGAIN.";
    static constexpr std::array errors{Errno::pipe, Errno::again, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    // In a rendezvous whoever comes first has a step of its own: it takes its place.
    static bool ready(auto& call) {
        const auto& core = *call.request().channel.value;
        return core.capacity == 0 || core.can_send(call.task());
    }
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().channel.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().channel.value;
        void* value = call.request().value.value;
        if (call.scratch().met != nullptr) return call.answer();
        if (!core.can_send(call.task()))
            return call.request().wait ? call.scratch().park(call, core.senders, value) : call.fail(Errno::again);
        return call.answer(core.send(call.kernel(), call.task(), value));
    }
};
BOOST_DESCRIBE_STRUCT(ChannelSend, (), (channel, value, wait, deadline))
/// Parks if it may wait. Errors: EPIPE (closed), EAGAIN, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<ChannelSend> channel_send;

struct ChannelReceive {
    using Result = void;
    using Scratch = ChannelWait;
    Local<ChannelCore*> channel;
    Local<void*> item;
    bool wait = true;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 3;
    static constexpr std::string_view help =
        "Takes the next value out of a channel; while it is empty, waits or gives EAGAIN.";
    static constexpr std::array errors{Errno::pipe, Errno::again, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static bool ready(auto& call) {
        const auto& core = *call.request().channel.value;
        return core.capacity == 0 || core.can_receive(call.task());
    }
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().channel.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().channel.value;
        void* item = call.request().item.value;
        if (call.scratch().met != nullptr) return call.answer();
        if (!core.can_receive(call.task()))
            return call.request().wait ? call.scratch().park(call, core.receivers, item) : call.fail(Errno::again);
        return call.answer(core.receive(call.kernel(), call.task(), item));
    }
};
BOOST_DESCRIBE_STRUCT(ChannelReceive, (), (channel, item, wait, deadline))
/// Parks if it may wait. Errors: EPIPE (closed and empty), EAGAIN, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<ChannelReceive> channel_receive;

struct ChannelClose {
    using Result = void;
    Local<ChannelCore*> channel;
    static constexpr SyscallNumber number = family_sync + 4;
    static constexpr std::string_view help = "Closes a channel: sending ends with EPIPE, receiving when it is empty.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().channel.value); }
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
}  // namespace fibrix
