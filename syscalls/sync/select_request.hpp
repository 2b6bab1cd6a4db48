// The request behind Select: one wait in several places.
//
// What can be done at once is: the first case in the order of listing. Else the request takes a place on the queue of
// each case, and is carried out again whenever one calls. Before it does what a case stands for it leaves all queues,
// so that nobody meets it twice; and a wake-up that it does not use it passes on to the next of that queue.
#pragma once

#include <span>

#include "kernel/handle_table.hpp"
#include "syscalls/sync/channel_core.hpp"

namespace fibrix {

struct SelectCase {
    enum class Kind : std::uint8_t { none, send, receive, time, object };
    Kind kind = Kind::none;
    Interest interest{};
    Errno error{};
    bool failed = false;  ///< when it was chosen: by `error`
    Handle handle = -1;
    ChannelCore* channel = nullptr;
    void* value = nullptr;  ///< what is sent, or the item to receive into
    Deadline when{};
    Time due = never;  ///< `when`, as an instant
    ChannelNode place{};
};

namespace sys {

struct Select {
    using Result = std::size_t;
    struct Scratch {
        ChannelNode* met = nullptr;
    };
    Local<SelectCase*> cases;
    std::size_t count = 0;
    std::size_t first = 0;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 18;
    static constexpr std::string_view help =
        "Waits until one of several things can be done, and does it; gives which. Of several the first is done, "
        "counted from `first` round.";
    static constexpr std::array errors{Errno::inval, Errno::badf, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;

    static bool ready(auto& call) {
        for (const SelectCase& each : cases_of(call))
            if (is_ready(call, each)) return true;
        return call.scratch().met != nullptr;
    }
    static Outcome carry_out(auto& call) {
        const auto cases = cases_of(call);
        if (!call.waiting()) {
            if (const auto fit = prepare(call, cases); !fit) return call.fail(fit.error());
        } else if (call.scratch().met != nullptr) {
            return finish(call, cases, call.scratch().met);
        }
        for (std::size_t i = 0; i < cases.size(); ++i) {
            SelectCase& each = cases[(call.request().first + i) % cases.size()];
            if (is_ready(call, each)) return finish(call, cases, &each.place);
        }
        return park(call, cases);
    }

private:
    static std::span<SelectCase> cases_of(auto& call) { return {call.request().cases.value, call.request().count}; }
    static bool is_ready(auto& call, const SelectCase& each) {
        switch (each.kind) {
            case SelectCase::Kind::none: return false;
            case SelectCase::Kind::send: return each.channel->can_send(call.task());
            case SelectCase::Kind::receive: return each.channel->can_receive(call.task());
            case SelectCase::Kind::time: return each.due <= call.kernel().now();
            case SelectCase::Kind::object: break;
        }
        const Object* object = call.process().handles.find(each.handle);
        return object == nullptr || object->ready_for(each.interest);
    }
    static WaitQueue* queue_of(auto& call, const SelectCase& each) {
        switch (each.kind) {
            case SelectCase::Kind::send: return &each.channel->senders;
            case SelectCase::Kind::receive: return &each.channel->receivers;
            case SelectCase::Kind::object: break;
            default: return nullptr;
        }
        Object* object = call.process().handles.find(each.handle);
        return object == nullptr ? nullptr : object->queue_for(each.interest);
    }
    // Before the first attempt; spans become instants.
    static fibrix::Result<void> prepare(auto& call, std::span<SelectCase> cases) {
        bool any = false, timed = false;
        for (SelectCase& each : cases) {
            any |= each.kind != SelectCase::Kind::none;
            timed |= each.kind == SelectCase::Kind::time;
            if (each.kind == SelectCase::Kind::object && queue_of(call, each) == nullptr) return Errno::badf;
            each.place = {};
            each.failed = false;
        }
        if (!any) return Errno::inval;
        if (!timed) return {};
        const Time begun = call.kernel().fresh_now();
        for (SelectCase& each : cases) each.due = each.when.at(begun);
        return {};
    }
    static Outcome park(auto& call, std::span<SelectCase> cases) {
        if (call.waiting()) return Outcome::parked;
        WaitNode* places = nullptr;
        Time due = never;
        for (SelectCase& each : cases) {
            if (each.kind == SelectCase::Kind::time) due = std::min(due, each.due);
            WaitQueue* queue = queue_of(call, each);
            if (queue == nullptr) continue;
            each.place.value = each.value;
            each.place.met = &call.scratch().met;
            each.place.also = std::exchange(places, &each.place);
            queue->add(each.place, call.task());
        }
        Deadline until = call.request().deadline;
        if (due != never) until = std::min(due, until.at(call.kernel().now()));
        return call.kernel().park(call.task(), places, until);
    }
    // Does what the case stands for whose place is `chosen`, if its counterpart has not done it.
    static Outcome finish(auto& call, std::span<SelectCase> cases, const ChannelNode* chosen) {
        std::size_t which = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            SelectCase& each = cases[i];
            if (&each.place == chosen) which = i;
            if (each.place.queue != nullptr) each.place.queue->remove(each.place);
        }
        if (call.scratch().met == nullptr) perform(call, cases[which]);
        if (call.waiting()) pass_on(call, cases, which);
        return call.answer(which);
    }
    static void perform(auto& call, SelectCase& chosen) {
        fibrix::Result<void> done;
        if (chosen.kind == SelectCase::Kind::send)
            done = chosen.channel->send(call.kernel(), call.task(), chosen.value);
        if (chosen.kind == SelectCase::Kind::receive)
            done = chosen.channel->receive(call.kernel(), call.task(), chosen.value);
        if (chosen.kind == SelectCase::Kind::object && call.process().handles.find(chosen.handle) == nullptr)
            done = Errno::badf;
        if (!done) chosen.error = done.error();
        chosen.failed = !done;
    }
    static void pass_on(auto& call, std::span<SelectCase> cases, std::size_t chosen) {
        for (std::size_t i = 0; i < cases.size(); ++i)
            if (WaitQueue* queue = queue_of(call, cases[i]); queue != nullptr && (i != chosen || reads(cases[i])))
                call.kernel().wake_one(*queue);
    }
    // Being told of readiness uses nothing up.
    static bool reads(const SelectCase& each) { return each.kind == SelectCase::Kind::object; }
};
BOOST_DESCRIBE_STRUCT(Select, (), (cases, count, first, deadline))
/// Parks. Errors: EINVAL (no case), EBADF (a handle that cannot be waited for), ETIMEDOUT, ECANCELED (an object has
/// gone). What has become of the case that was chosen is noted in it.
inline constexpr Syscaller<Select> select;

}  // namespace sys
}  // namespace fibrix
