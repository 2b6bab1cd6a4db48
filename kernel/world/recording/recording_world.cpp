#include "kernel/world/recording/recording_world.hpp"

#include <algorithm>
#include <bit>

#include "kernel/syscall_table.hpp"
#include "kernel/task.hpp"

namespace fibrix {

// The clock is looked at with every poll, so this is most of the entries: as few bytes as the span needs.
Time RecordingWorld::now() {
    const Time time = inner_.now();
    const auto passed = static_cast<std::uint64_t>((time - time_).count());
    time_ = time;
    const auto size = static_cast<std::size_t>(std::bit_width(passed) + 7) / 8;
    begin(EntryKind::time, static_cast<std::uint8_t>(size));
    put_bytes(std::as_bytes(std::span(&passed, 1)).first(size), writer_.room());
    writer_.written();
    return time;
}

std::int64_t RecordingWorld::calendar() {
    const auto before = calendar_;
    calendar_ = inner_.calendar();
    begin(EntryKind::calendar, 0);
    put_signed(calendar_ - before, writer_.room());
    writer_.written();
    return calendar_;
}

void RecordingWorld::begin_counted(EntryKind kind, std::uint64_t count) {
    begin(kind, static_cast<std::uint8_t>(std::min<std::uint64_t>(count, small_limit)));
    if (count >= small_limit) put_varint(count, writer_.room());
}

std::uint32_t RecordingWorld::take_ticket() {
    if (free_tickets_.empty()) return tickets_++;
    const auto ticket = free_tickets_.back();
    free_tickets_.pop_back();
    return ticket;
}

bool RecordingWorld::submit(Operation& operation) {
    const auto code = static_cast<std::byte>(operation.code);
    const bool done = inner_.submit(operation);
    const auto what = !done ? Submitted::pending : operation.failed ? Submitted::failed : Submitted::succeeded;
    begin(EntryKind::submitted, static_cast<std::uint8_t>(what));
    writer_.room().push_back(code);
    if (done) payload_ += put_outcome(operation, writer_.room());
    else operation.ticket = take_ticket();
    writer_.written();
    return done;
}

bool RecordingWorld::cancel(Operation& operation) {
    const bool done = inner_.cancel(operation);
    if (done) free_tickets_.push_back(operation.ticket);
    begin(EntryKind::rare, static_cast<std::uint8_t>(done ? RareEntry::cancelled : RareEntry::kept));
    writer_.written();
    return done;
}

void RecordingWorld::wait(Time deadline, Operations& completed) {
    Operations now;
    const bool waits = idle_ && deadline != Time{};
    if (waits) idle_->lend();
    inner_.wait(deadline, now);
    if (waits) idle_->take_back();
    note_interrupts();
    note_completions(now);
    writer_.written();
    while (Operation* each = now.pop_front()) completed.push_back(*each);
}

void RecordingWorld::note_completions(Operations& completed) {
    std::uint64_t count = 0;
    for (const auto* each = completed.front(); each != nullptr; each = Operations::next(*each)) ++count;
    begin_counted(EntryKind::waited, count);
    choices_ += count > 0 ? count - 1 : 0;
    for (const auto* each = completed.front(); each != nullptr; each = Operations::next(*each)) {
        put_varint(std::uint64_t{each->ticket} << 1 | (each->failed ? 1 : 0), writer_.room());
        payload_ += put_outcome(*each, writer_.room());
        free_tickets_.push_back(each->ticket);
    }
}

void RecordingWorld::note_interrupts() {
    const int fresh = inner_.interrupts() - interrupts();
    if (fresh <= 0) return;
    begin(EntryKind::rare, static_cast<std::uint8_t>(RareEntry::interrupts));
    put_varint(static_cast<std::uint64_t>(fresh), writer_.room());
    for (int i = 0; i < fresh; ++i) World::interrupt();
}

World::Keyboard RecordingWorld::take_keyboard() {
    const auto pressed = inner_.take_keyboard();
    if (!pressed.interrupt && !pressed.suspend) return pressed;
    begin(EntryKind::rare, static_cast<std::uint8_t>(RareEntry::keyboard));
    put_varint((pressed.interrupt ? 1u : 0u) | (pressed.suspend ? 2u : 0u), writer_.room());
    writer_.written();
    return pressed;
}

std::size_t RecordingWorld::choose(Choice kind, std::size_t options) {
    const auto chosen = inner_.choose(kind, options);
    if (options < 2) return chosen;
    begin_counted(EntryKind::chosen, chosen);
    writer_.written();
    return chosen;
}

void RecordingWorld::entropy(std::uint64_t stream, std::span<std::byte> bytes) {
    inner_.entropy(stream, bytes);
    begin(EntryKind::entropy, 0);
    put_varint(bytes.size(), writer_.room());
    put_bytes(bytes, writer_.room());
    payload_ += bytes.size();
    writer_.written();
}

void StepRecorder::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    if (steps() % steps_between_checkpoints == 0) note_hash(RareEntry::checkpoint);
    ChainHash::taken(task, syscall, trap);
    const bool same = task.id == last_;
    auto& room = writer_.room();
    const unsigned hash = StepBits::in_small(value());
    const auto small = hash << StepBits::hash_shift | (same ? StepBits::same_task : 0);
    room.push_back(static_cast<std::byte>(entry_byte(EntryKind::step, static_cast<std::uint8_t>(small))));
    room.push_back(static_cast<std::byte>(StepBits::in_byte(value())));
    put_varint(syscall.number, room);
    if (!same) put_varint(task.id.slot, room);
    if (!same) put_varint(task.id.generation, room);
    last_ = task.id;
    writer_.written();
}

void StepRecorder::note_hash(RareEntry which) {
    auto& room = writer_.room();
    room.push_back(static_cast<std::byte>(entry_byte(EntryKind::rare, static_cast<std::uint8_t>(which))));
    const auto hash = value();
    put_bytes(std::as_bytes(std::span(&hash, 1)), room);
}

void StepRecorder::finish(int exit_code) {
    note_hash(RareEntry::end);
    put_varint(static_cast<std::uint64_t>(exit_code), writer_.room());
    writer_.flush();
    writer_.close();
}

}  // namespace fibrix
