#include "kernel/world/recording/replaying_world.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace fibrix {
namespace {

using Kind = ReplayEnd::Kind;

std::string words_of(Operation::Code code) { return "the operation " + std::string(to_string(code)); }

}  // namespace

// Goes on to the next chunk when this one is read; false at the end of the recording.
bool ReplayingWorld::refill() {
    while (in_.empty() && in_.ok() && chunk_ < file_.chunks().size()) in_ = VarintReader(file_.chunks()[chunk_++]);
    return !in_.empty();
}

void ReplayingWorld::end(Kind kind, std::string text) {
    if (ended_) return;
    ended_ = ReplayEnd{kind, std::move(text)};
    if (kind != Kind::complete) World::interrupt();
    if (on_end) on_end(*ended_);
}

std::optional<std::uint8_t> ReplayingWorld::next(EntryKind kind, const std::function<std::string()>& question) {
    if (ended_) return std::nullopt;
    if (person_.interrupts() > 0) {
        end(Kind::interrupted, "interrupted at step " + std::to_string(step_));
    } else if (!refill()) {
        end(Kind::cut, "the recording is cut after step " + std::to_string(step_));
    } else if (const auto byte = static_cast<std::uint8_t>(in_.rest().front()); kind_of(byte) == kind) {
        in_.byte();
        return small_of(byte);
    } else {
        diverge(question());
    }
    return std::nullopt;
}

void ReplayingWorld::diverge(const std::string& question) {
    end(Kind::diverged, "at step " + std::to_string(step_) + " it goes differently: recorded is " + describe_next() +
                            ", but now it is " + question);
}

// What was taken from the entry is what entries hold.
bool ReplayingWorld::fine() {
    if (!in_.ok()) end(Kind::damaged, "the recording is damaged after step " + std::to_string(step_));
    return !ended_;
}

std::string ReplayingWorld::describe_next() const {
    VarintReader in = in_;
    const auto first = in.byte();
    switch (kind_of(first)) {
        case EntryKind::time: return "a look at the clock";
        case EntryKind::calendar: return "a look at the calendar";
        case EntryKind::submitted: return words_of(static_cast<Operation::Code>(in.byte()));
        case EntryKind::waited: return "a wait for the World";
        case EntryKind::chosen: return "a choice";
        case EntryKind::entropy: return "a draw of random bytes";
        case EntryKind::rare: break;
        case EntryKind::step: {
            in.byte();
            const auto number = in.varint();
            std::string text = number < syscall_numbers ? std::string(table_[static_cast<SyscallNumber>(number)].name)
                                                        : "an unknown request";
            if ((small_of(first) & StepBits::same_task) != 0) return text + " by the task of the step before";
            const auto slot = static_cast<std::uint32_t>(in.varint());
            const TaskId task{slot, static_cast<std::uint32_t>(in.varint())};
            return text + " by task " + to_string(task);
        }
    }
    constexpr std::array rare{"a cancel that has to wait", "a cancel",     "an interrupt",
                              "a key at the terminal",     "a checkpoint", "the end of the run"};
    return small_of(first) < rare.size() ? rare[small_of(first)] : "something unknown";
}

Time ReplayingWorld::now() {
    const auto size = next(EntryKind::time, [] { return "a look at the clock"; });
    if (!size) return time_;
    std::uint64_t passed = 0;
    const auto bytes = in_.bytes(*size);
    if (*size > sizeof passed) in_.refuse();
    else std::copy(bytes.begin(), bytes.end(), std::as_writable_bytes(std::span(&passed, 1)).begin());
    if (fine()) time_ = saturating_add(time_, Duration(static_cast<std::int64_t>(passed & (~std::uint64_t{0} >> 1))));
    return time_;
}

std::int64_t ReplayingWorld::calendar() {
    if (!next(EntryKind::calendar, [] { return "a look at the calendar"; })) return calendar_;
    const auto passed = in_.signed_varint();
    if (fine())
        calendar_ =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(calendar_) + static_cast<std::uint64_t>(passed));
    return calendar_;
}

void ReplayingWorld::show(const Operation& operation) const {
    const bool console = operation.descriptor == 1 || operation.descriptor == 2;
    if (operation.code != Operation::Code::write || !console || operation.failed || !on_output) return;
    on_output(operation.descriptor,
              operation.in.first(std::min(operation.in.size(), static_cast<std::size_t>(operation.result))));
}

bool ReplayingWorld::submit(Operation& operation) {
    const auto question = [&] { return words_of(operation.code); };
    refill();
    const VarintReader before = in_;
    const auto what = next(EntryKind::submitted, question);
    if (what && in_.byte() != static_cast<std::uint8_t>(operation.code)) {
        in_ = before;
        diverge(question());
    }
    operation.state = Operation::State::pending;
    if (what && !ended_) {
        if (*what == static_cast<std::uint8_t>(Submitted::pending)) {
            operation.ticket = take_ticket(operation);
            return false;
        }
        take_outcome(in_, *what == static_cast<std::uint8_t>(Submitted::failed), operation);
        fine();
    }
    if (ended_) operation.fail(Errno::canceled);
    else show(operation);
    return true;
}

std::uint32_t ReplayingWorld::take_ticket(Operation& operation) {
    auto ticket = static_cast<std::uint32_t>(pending_.size());
    if (free_tickets_.empty()) {
        pending_.push_back(&operation);
    } else {
        ticket = free_tickets_.back();
        free_tickets_.pop_back();
        pending_[ticket] = &operation;
    }
    return ticket;
}

void ReplayingWorld::give_back(std::uint32_t ticket) {
    pending_[ticket] = nullptr;
    free_tickets_.push_back(ticket);
}

bool ReplayingWorld::cancel(Operation& operation) {
    const auto what = next(EntryKind::rare, [] { return "a cancel"; });
    if (what && *what == static_cast<std::uint8_t>(RareEntry::kept)) return false;
    if (what && *what != static_cast<std::uint8_t>(RareEntry::cancelled))
        end(Kind::diverged, "at step " + std::to_string(step_) + " it goes differently: now it is a cancel");
    give_back(operation.ticket);
    operation.fail(Errno::canceled);
    return true;
}

// Rare things stand in the recording only where they happened.
bool ReplayingWorld::takes_rare(RareEntry which) {
    if (ended_ || !refill()) return false;
    const auto wanted = entry_byte(EntryKind::rare, static_cast<std::uint8_t>(which));
    if (static_cast<std::uint8_t>(in_.rest().front()) != wanted) return false;
    in_.byte();
    return true;
}

void ReplayingWorld::take_interrupts() {
    constexpr std::uint64_t most = 1000;  // of a damaged recording
    if (!takes_rare(RareEntry::interrupts)) return;
    for (auto left = std::min(in_.varint(), most); left > 0; --left) World::interrupt();
}

void ReplayingWorld::wait(Time deadline, Operations& completed) {
    take_interrupts();
    const auto count = next(EntryKind::waited, [] { return "a wait for the World"; });
    if (!count) {
        if (ended_ && deadline != never) time_ = std::max(time_, deadline);
        return;
    }
    for (auto left = counted(*count); left > 0 && fine(); --left) complete_one(completed);
    fine();
}

void ReplayingWorld::complete_one(Operations& completed) {
    const auto ticket = in_.varint();
    const auto number = static_cast<std::size_t>(ticket >> 1);
    if (number >= pending_.size() || pending_[number] == nullptr) return in_.refuse();
    Operation& operation = *pending_[number];
    if (!take_outcome(in_, (ticket & 1) != 0, operation)) return;
    give_back(operation.ticket);
    show(operation);
    completed.push_back(operation);
}

World::Keyboard ReplayingWorld::take_keyboard() {
    if (!takes_rare(RareEntry::keyboard)) return {};
    const auto keys = in_.varint();
    return {(keys & 1) != 0, (keys & 2) != 0};
}

std::size_t ReplayingWorld::choose(Choice, std::size_t options) {
    if (options < 2) return 0;
    const auto small = next(EntryKind::chosen, [] { return "a choice"; });
    const auto chosen = small ? counted(*small) : 0;
    if (chosen >= options) in_.refuse();
    return fine() ? static_cast<std::size_t>(chosen) : 0;
}

void ReplayingWorld::entropy(std::uint64_t, std::span<std::byte> bytes) {
    std::ranges::fill(bytes, std::byte{0});
    if (!next(EntryKind::entropy, [] { return "a draw of random bytes"; })) return;
    if (in_.varint() != bytes.size()) in_.refuse();
    std::ranges::copy(in_.bytes(bytes.size()), bytes.begin());
    fine();
}

}  // namespace fibrix
