#include "kernel/world/simulated_world.hpp"

#include <algorithm>
#include <cstring>

namespace fibrix {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): a stream is a function of its seed and the place in it.
std::uint64_t mix(std::uint64_t state) noexcept {
    state += 0x9e3779b97f4a7c15;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
    state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
    return state ^ (state >> 31);
}

}  // namespace

bool SimulatedWorld::submit(Operation& operation) {
    switch (operation.code) {
        case Operation::Code::read: return read(operation);
        case Operation::Code::write: write(operation); break;
        case Operation::Code::poll: operation.succeed(operation.argument); break;
        case Operation::Code::terminal:
            operation.succeed(console_ != nullptr && console_->is_terminal(operation.descriptor) ? 1 : 0);
            break;
        case Operation::Code::close: operation.succeed(0); break;
        default:  // this World has neither files nor a network
            operation.fail(is_about_files(operation.code) ? Errno::opnotsupp : Errno::netunreach);
            break;
    }
    return true;
}

// A read that was interrupted stays pending: the shutdown that follows cancels it.
bool SimulatedWorld::read(Operation& operation) {
    if (console_ != nullptr) {
        const auto got = console_->read(operation.descriptor, operation.out);
        if (!got && got.error() == Errno::intr) return false;
        if (got) operation.succeed(static_cast<std::int64_t>(*got));
        else operation.fail(got.error());
        return true;
    }
    const auto count = std::min(operation.out.size(), input_.size() - input_read_);
    std::memcpy(operation.out.data(), input_.data() + input_read_, count);
    input_read_ += count;
    operation.succeed(static_cast<std::int64_t>(count));
    return true;
}

void SimulatedWorld::write(Operation& operation) {
    Result<std::size_t> put = operation.in.size();
    if (console_ != nullptr) put = console_->write(operation.descriptor, operation.in);
    else if (sink_)
        sink_(operation.descriptor, {reinterpret_cast<const char*>(operation.in.data()), operation.in.size()});
    if (put) operation.succeed(static_cast<std::int64_t>(*put));
    else operation.fail(put.error());
}

bool SimulatedWorld::cancel(Operation& operation) {
    operation.fail(Errno::canceled);
    return true;
}

void SimulatedWorld::wait(Time deadline, Operations&) {
    if (deadline != never) now_ = std::max(now_, deadline);
}

// Every stream is drawn from by itself, so that more draws in one do not shift another.
std::uint64_t SimulatedWorld::draw(std::uint64_t stream) { return mix(mix(seed_ ^ mix(stream)) + drawn_[stream]++); }

std::size_t SimulatedWorld::choose(Choice kind, std::size_t options) {
    constexpr std::uint64_t choices = 0xc401ce0000000000;
    return options == 0 ? 0 : static_cast<std::size_t>(draw(choices | static_cast<std::uint64_t>(kind)) % options);
}

void SimulatedWorld::entropy(std::uint64_t stream, std::span<std::byte> bytes) {
    for (auto& byte : bytes) byte = static_cast<std::byte>(draw(stream));
}

void SimulatedWorld::reset() {
    now_ = Time{};
    drawn_.clear();
    input_read_ = 0;
}

}  // namespace fibrix
