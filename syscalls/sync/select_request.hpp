// The request behind Select: one wait in several places.
//
// What can be done at once is: the first case in the order of listing. Else the request takes a place on the queue of
// each case, and is carried out again whenever one calls. Before it does what a case stands for it leaves all queues,
// so that nobody meets it twice; and a wake-up that it does not use it passes on to the next of that queue.
#pragma once

#include <algorithm>
#include <span>

#include "kernel/handle_table.hpp"
#include "syscalls/file/open_file.hpp"
#include "syscalls/sync/channel_core.hpp"

namespace fibrix {

struct SelectCase {
    enum class Kind : std::uint8_t { none, send, receive, time, file };
    Kind kind = Kind::none;
    bool failed = false;  ///< when it was chosen: by `error`
    Errno error{};
    ChannelCore* channel = nullptr;
    void* value = nullptr;  ///< what is sent, or the item to receive into
    Deadline when{};
    Time due = never;  ///< `when`, as an instant
    Handle handle = -1;
    Readiness readiness{};
    OpenFile* file = nullptr;  ///< of `handle`; it outlives the wait, since its end cancels that
    Operation poll{};          ///< if that is outside
    ChannelNode place{};

    [[nodiscard]] bool polls() const noexcept { return kind == Kind::file && file->outside() != OpenFile::no_outside; }
    /// Who calls when it may be ready; null: nobody.
    [[nodiscard]] WaitQueue* queue() const {
        switch (kind) {
            case Kind::send: return &channel->senders;
            case Kind::receive: return &channel->receivers;
            case Kind::file: return polls() ? nullptr : file->queue(readiness);
            default: return nullptr;
        }
    }
    /// Pure: could it be done for `task` at once?
    [[nodiscard]] bool ready(const Task& task, Time now) const {
        switch (kind) {
            case Kind::none: return false;
            case Kind::send: return channel->can_send(task);
            case Kind::receive: return channel->can_receive(task);
            case Kind::time: return due <= now;
            case Kind::file: break;
        }
        if (polls()) return poll.state == Operation::State::done;
        return file->ready(readiness) || file->queue(readiness) == nullptr;
    }
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

    static Outcome carry_out(auto& call) {
        const std::span cases(call.request().cases.value, call.request().count);
        const bool begins = !call.waiting();
        if (begins) {
            if (const auto fit = prepare(call, cases); !fit) return call.fail(fit.error());
            if (std::any_of(cases.begin(), cases.end(), [](auto& each) { return each.polls(); })) park(call, cases);
        } else if (call.scratch().met != nullptr) {
            return finish(call, cases, call.scratch().met);
        }
        if (const SelectCase* chosen = find_ready(call, cases); chosen == nullptr) return park(call, cases);
        else if (begins && call.waiting()) call.kernel().call(call.task());
        else return finish(call, cases, &chosen->place);
        return Outcome::parked;
    }

private:
    static const SelectCase* find_ready(auto& call, std::span<SelectCase> cases) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const SelectCase& each = cases[(call.request().first + i) % cases.size()];
            if (each.ready(call.task(), call.kernel().now())) return &each;
        }
        return nullptr;
    }
    // Before the first attempt; spans become instants.
    static fibrix::Result<void> prepare(auto& call, std::span<SelectCase> cases) {
        bool any = false, timed = false;
        for (SelectCase& each : cases) {
            any |= each.kind != SelectCase::Kind::none;
            timed |= each.kind == SelectCase::Kind::time;
            each.place = {};
            each.poll = {};
            each.failed = false;
            if (each.kind != SelectCase::Kind::file) continue;
            each.file = call.template object<OpenFile>(each.handle);
            if (each.file == nullptr) return Errno::badf;
        }
        if (!any) return Errno::inval;
        if (!timed) return {};
        const Time begun = call.kernel().fresh_now();
        for (SelectCase& each : cases) each.due = each.when.at(begun);
        return {};
    }
    static Outcome park(auto& call, std::span<SelectCase> cases) {
        if (call.waiting()) return Outcome::parked;
        const Deadline until = end_of_wait(call, cases);
        WaitNode* places = nullptr;
        for (SelectCase& each : cases) {
            if (each.polls()) poll(call, each, until);
            WaitQueue* queue = each.queue();
            if (queue == nullptr) continue;
            each.place.value = each.value;
            each.place.met = &call.scratch().met;
            each.place.also = std::exchange(places, &each.place);
            queue->add(each.place, call.task());
        }
        return call.kernel().park(call.task(), places, until);
    }
    // The deadline, or the first instant that is waited for.
    static Deadline end_of_wait(auto& call, std::span<SelectCase> cases) {
        Time due = never;
        for (const SelectCase& each : cases)
            if (each.kind == SelectCase::Kind::time) due = std::min(due, each.due);
        const Deadline deadline = call.request().deadline;
        return due == never ? deadline : std::min(due, deadline.at(call.kernel().now()));
    }
    static void poll(auto& call, SelectCase& each, Deadline until) {
        each.poll.code = Operation::Code::poll;
        each.poll.argument = static_cast<int>(each.readiness);
        each.poll.descriptor = each.file->outside();
        call.kernel().submit(call.task(), each.poll, until);
    }
    // Does what the case stands for whose place is `chosen`, if its counterpart has not done it.
    static Outcome finish(auto& call, std::span<SelectCase> cases, const ChannelNode* chosen) {
        std::size_t which = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            SelectCase& each = cases[i];
            if (&each.place == chosen) which = i;
            if (each.place.queue != nullptr) each.place.queue->remove(each.place);
        }
        const bool met = call.scratch().met != nullptr;
        if (!met) perform(call, cases[which]);
        if (call.waiting())
            for (const SelectCase& each : cases)
                if (WaitQueue* queue = each.queue()) call.kernel().wake_one(*queue);
        return call.answer(which);
    }
    static void perform(auto& call, SelectCase& chosen) {
        fibrix::Result<void> done;
        if (chosen.kind == SelectCase::Kind::send)
            done = chosen.channel->send(call.kernel(), call.task(), chosen.value);
        if (chosen.kind == SelectCase::Kind::receive)
            done = chosen.channel->receive(call.kernel(), call.task(), chosen.value);
        if (chosen.polls() && chosen.poll.failed) done = chosen.poll.error;
        chosen.failed = !done;
        if (!done) chosen.error = done.error();
    }
};
BOOST_DESCRIBE_STRUCT(Select, (), (cases, count, first, deadline))
/// Parks. Errors: EINVAL (no case), EBADF (no open file), ETIMEDOUT, ECANCELED (a file has gone). What has become of
/// the case that was chosen is noted in it.
inline constexpr Syscaller<Select> select;

}  // namespace sys
}  // namespace fibrix
