#include "syscalls/pipe/pipe_object.hpp"

#include <algorithm>
#include <cstring>

#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

Result<HandlePair> add_both(Process& process, Ref<PipeEnd> first, Ref<PipeEnd> second) {
    const auto one = process.handles.add(std::move(first));
    if (!one) return one.error();
    const auto other = process.handles.add(std::move(second));
    if (other) return HandlePair{*one, *other};
    process.handles.remove(*one);
    return other.error();
}

// Null if that is over the limit of `process`.
std::shared_ptr<Pipe> charged_pipe(Kernel& kernel, const Process& process) {
    if (!process.account->charge(Pipe::capacity)) return nullptr;
    return std::make_shared<Pipe>(kernel, process.account);
}

}  // namespace

std::size_t Pipe::take(std::span<std::byte> into) noexcept {
    const auto count = std::min(into.size(), filled_), straight = std::min(count, capacity - begin_);
    std::memcpy(into.data(), buffer_.get() + begin_, straight);
    std::memcpy(into.data() + straight, buffer_.get(), count - straight);
    filled_ -= count;
    begin_ = filled_ == 0 ? 0 : (begin_ + count) % capacity;
    return count;
}

std::size_t Pipe::put(std::span<const std::byte> from) noexcept {
    const auto count = std::min(from.size(), capacity - filled_), end = (begin_ + filled_) % capacity,
               straight = std::min(count, capacity - end);
    std::memcpy(buffer_.get() + end, from.data(), straight);
    std::memcpy(buffer_.get(), from.data() + straight, count - straight);
    filled_ += count;
    return count;
}

Outcome Pipe::read(Io& io) {
    if (io.into.empty() || !has_reader_) return io.done(0);
    if (!io.first_in(readers_)) return io.park(readers_);
    if (filled_ == 0) return has_writer_ ? io.park(readers_) : io.done(0);
    io.done(take(io.into));
    if (filled_ > 0) kernel_.wake_all(readers_);
    kernel_.wake_all(writers_);
    return Outcome::answered;
}

Outcome Pipe::write(Io& io) {
    if (!has_reader_ || !has_writer_) return io.fail(Errno::pipe);
    if (!io.first_in(writers_)) return io.park(writers_);
    const auto room = capacity - filled_;
    if (room == 0 || (io.from.size() <= atomic && room < io.from.size())) return io.park(writers_);
    io.done(put(io.from));
    if (filled_ < capacity) kernel_.wake_all(writers_);
    kernel_.wake_all(readers_);
    return Outcome::answered;
}

void Pipe::close_reading() {
    has_reader_ = false;
    kernel_.cancel_all(readers_);
    kernel_.wake_all(writers_);
}

void Pipe::close_writing() {
    has_writer_ = false;
    kernel_.cancel_all(writers_);
    kernel_.wake_all(readers_);
}

void Pipe::end_reading() {
    has_reader_ = false;
    kernel_.wake_all(readers_);
    kernel_.wake_all(writers_);
}

void Pipe::end_writing() {
    has_writer_ = false;
    kernel_.wake_all(writers_);
    kernel_.wake_all(readers_);
}

PipeEnd::~PipeEnd() {
    if (reads_) reads_->close_reading();
    if (writes_) writes_->close_writing();
}

bool PipeEnd::ready(Readiness what) const {
    if (what == Readiness::reading) return !reads_ || reads_->readable();
    return !writes_ || writes_->writable();
}

WaitQueue* PipeEnd::queue(Readiness what) {
    if (what == Readiness::reading) return reads_ ? &reads_->readers() : nullptr;
    return writes_ ? &writes_->writers() : nullptr;
}

Result<void> PipeEnd::shutdown(bool receiving, bool sending) {
    if (!reads_ || !writes_) return Errno::notsock;
    if (receiving) reads_->end_reading();
    if (sending) writes_->end_writing();
    return {};
}

std::string PipeEnd::describe() const {
    if (reads_ && writes_) return "socket pair";
    return reads_ ? "pipe, reading" : "pipe, writing";
}

Result<HandlePair> make_pipe(Kernel& kernel, Process& process) {
    const auto pipe = charged_pipe(kernel, process);
    if (!pipe) return Errno::nomem;
    return add_both(process, make_object<PipeEnd>(pipe, nullptr), make_object<PipeEnd>(nullptr, pipe));
}

Result<HandlePair> make_socket_pair(Kernel& kernel, Process& process) {
    const auto there = charged_pipe(kernel, process), back = charged_pipe(kernel, process);
    if (!there || !back) return Errno::nomem;
    return add_both(process, make_object<PipeEnd>(back, there), make_object<PipeEnd>(there, back));
}

}  // namespace fibrix
