#include "tools/trace/tracer.hpp"

#include <algorithm>

#include "kernel/process.hpp"

namespace fibrix::trace {
namespace {

enum class Way : std::uint8_t { none, sends, receives };

Way way_of(const Syscall& syscall) noexcept {
    if (syscall.name == "channel_send") return Way::sends;
    return syscall.name == "channel_receive" ? Way::receives : Way::none;
}

// The object that the request writes to: the first, if there are several.
const void* object_of(const Syscall& syscall, Kernel& kernel, const Task& task, const Trap& trap) {
    if (syscall.footprint == nullptr) return nullptr;
    Footprint footprint;
    syscall.footprint(kernel, const_cast<Task&>(task), trap, footprint);  // NOLINT: it is pure, but not declared so
    return footprint.accesses().empty() ? nullptr : footprint.accesses().front().object;
}

}  // namespace

Tracer::Tracer(Kernel& kernel, std::string world, std::string policy) : kernel_(kernel), begin_(kernel.world().now()) {
    trace_.world = std::move(world);
    trace_.policy = std::move(policy);
}

// Twice a switch, and no oftener: a reading of the host's clock costs more than all else here.
void Tracer::read_clock() { now_ = Time(kernel_.world().now() - begin_); }

Tracer::Known& Tracer::known(const Task& task) {
    if (known_.size() <= task.id.slot) known_.resize(task.id.slot + 1);
    Known& entry = known_[task.id.slot];
    const std::string& program = task.process->name;
    if (entry.id == task.id && entry.index != nobody) return entry;
    entry = {task.id, static_cast<TaskIndex>(trace_.tasks.size()), 0};
    const TaskId process = task.process->id.valid() ? task.process->id : task.id;
    trace_.tasks.push_back({fibrix::to_string(task.id), fibrix::to_string(process), program});
    return entry;
}

void Tracer::add(Event::Kind kind, const Task& task, std::uint32_t text, State state, TaskIndex cause) {
    trace_.add({now_, known(task).index, cause, text, kind, state});
}

void Tracer::decided(const Decision& decision) {
    read_clock();
    acting_ = nobody;
    if (decision.reason == reason_ && reason_text_ != 0) return;
    reason_text_ = trace_.add_text(decision.reason);
    reason_ = std::string_view(trace_.text({.text = reason_text_}));
}

void Tracer::transition(const Task& task, State from, State to) {
    if (trace_.full() || to == State::requesting) return;  // the request itself is an event
    if (to != State::running) came_to_rest(task, from, to);
    else if (from == State::ready) add(Event::Kind::state, task, reason_text_, to);
    else acting_ = nobody;  // its request was answered at once, and it runs on
}

void Tracer::came_to_rest(const Task& task, State from, State to) {
    Known& entry = known(task);
    if (acting_ == nobody) now_ = std::max(now_, Time(kernel_.now() - begin_));
    if (from == State::running && to == State::ready) trace_.tasks[entry.index].program = task.process->name;  // exec
    std::uint32_t text = 0;
    if (to == State::sleeping || to == State::waiting) text = entry.request;
    if (to == State::zombie) text = trace_.add_text(fibrix::to_string(task.status));
    add(Event::Kind::state, task, text, to, acting_ != entry.index ? acting_ : nobody);
    if (to == State::zombie) acting_ = entry.index;  // it wakes who has waited for that
}

void Tracer::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    if (trace_.full()) return;
    read_clock();
    std::string& texts = trace_.open_text();
    const auto begin = texts.size();
    syscall.print_request(trap, texts);
    Known& entry = known(task);
    entry.request = trace_.close_text(begin);
    acting_ = entry.index;
    add(Event::Kind::request, task, entry.request);
}

void Tracer::answered(const Task& task, const Syscall& syscall, const Trap& trap) {
    if (trace_.full()) return;
    std::string& texts = trace_.open_text();
    const auto begin = texts.size();
    syscall.print_result(trap, texts);
    const bool failed = texts.size() > begin && texts[begin] == 'E';
    add(Event::Kind::result, task, trace_.close_text(begin));
    if (!failed) note_passing(task, syscall, trap);
}

// What is sent into an object comes out in the same order.
void Tracer::note_passing(const Task& task, const Syscall& syscall, const Trap& trap) {
    const Way way = way_of(syscall);
    const void* object = way == Way::none ? nullptr : object_of(syscall, kernel_, task, trap);
    if (object == nullptr) return;
    const TaskIndex index = known(task).index;
    Passing& passing = passing_[object];
    auto& own = way == Way::sends ? passing.senders : passing.receivers;
    auto& others = way == Way::sends ? passing.receivers : passing.senders;
    if (others.empty()) return own.push_back(index);
    const TaskIndex other = others.front();
    others.pop_front();
    const bool sends = way == Way::sends;
    trace_.add({now_, sends ? other : index, sends ? index : other, 0, Event::Kind::given, {}});
}

void Tracer::notice(Level, const Task* task, std::string_view text) {
    if (trace_.full()) return;
    const TaskIndex about = task != nullptr ? known(*task).index : nobody;
    trace_.add({now_, about, nobody, trace_.add_text(text), Event::Kind::notice, {}});
}

}  // namespace fibrix::trace
