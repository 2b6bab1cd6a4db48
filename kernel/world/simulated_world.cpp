#include "kernel/world/simulated_world.hpp"

#include <algorithm>
#include <cstring>

#include "kernel/world/simulated/disk.hpp"
#include "kernel/world/simulated/simulation.hpp"

namespace fibrix {
namespace {

using Code = Operation::Code;
using simulated::mix;

bool names_a_descriptor(Code code) noexcept {
    return code != Code::socket && code != Code::resolve && code != Code::directory;
}

}  // namespace

SimulatedWorld::SimulatedWorld(std::uint64_t seed)
    : own_(std::make_unique<simulated::Simulation>(seed)), simulation_(*own_), host_name_("sim"), seed_(seed) {}

SimulatedWorld::SimulatedWorld(simulated::Simulation& shared, std::string host)
    : simulation_(shared), host_name_(std::move(host)), seed_(shared.seed() ^ simulated::digest(host_name_)) {
    this->host();
}

SimulatedWorld::~SimulatedWorld() = default;

std::size_t SimulatedWorld::host() {
    if (!host_) host_ = simulation_.network().add_host(host_name_, finished_);
    return *host_;
}

Time SimulatedWorld::now() { return simulation_.timeline.now(); }

void SimulatedWorld::advance(Duration span) noexcept { simulation_.timeline.move_to(now() + span); }

std::int64_t SimulatedWorld::calendar() {
    constexpr std::int64_t begin = 946'684'800'000'000'000;
    return begin + (now().time_since_epoch() + shift_).count();
}

void SimulatedWorld::set_power(bool on) {
    powered_ = on;
    if (on) simulation_.network().restore_power(host());
    else simulation_.network().cut_power(host());
    if (!on && disk_) disk_->crash();
}

bool SimulatedWorld::submit(Operation& operation) {
    operation.world = nullptr;
    if (!powered_ && operation.code != Code::close) return operation.fail(Errno::io), true;
    if (is_about_files(operation.code)) return submit_to_disk(operation);
    if (operation.code == Code::close && disk_ && disk_->close(operation.descriptor)) return operation.succeed(0), true;
    if (names_a_descriptor(operation.code) && operation.descriptor < simulated::Network::first_number)
        return submit_to_console(operation);
    return simulation_.network().submit(host(), operation);
}

// The files of the host that runs the simulation are not here.
bool SimulatedWorld::submit_to_disk(Operation& operation) {
    constexpr std::string_view mark = "sim:";
    if (operation.code == Code::directory) {
        const std::string_view path(reinterpret_cast<const char*>(operation.in.data()), operation.in.size());
        if (!path.starts_with(mark)) return operation.fail(Errno::opnotsupp), true;
        operation.in = operation.in.subspan(mark.size());
    }
    if (!disk_) disk_ = std::make_unique<simulated::Disk>(simulation_.timeline, simulation_.faults, seed_, finished_);
    return disk_->submit(operation);
}

bool SimulatedWorld::submit_to_console(Operation& operation) {
    switch (operation.code) {
        case Code::read: return read(operation);
        case Code::write: write(operation); break;
        case Code::poll: operation.succeed(operation.argument); break;
        case Code::terminal:
            operation.succeed(console_ != nullptr && console_->is_terminal(operation.descriptor) ? 1 : 0);
            break;
        case Code::close: operation.succeed(0); break;
        default: operation.fail(Errno::notsock); break;
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

// What is complete already is heard of, unless it is a poll.
bool SimulatedWorld::cancel(Operation& operation) {
    auto* queue = static_cast<Operations*>(operation.world);
    if (queue == &finished_ && operation.code != Code::poll) return false;
    if (queue != nullptr) queue->remove(operation);
    else if (is_about_files(operation.code)) disk_->abandon(operation);
    operation.fail(Errno::canceled);
    return true;
}

bool SimulatedWorld::expects_something() const {
    return own_ == nullptr || !simulation_.timeline.empty() || !finished_.empty() || interrupts() > 0;
}

// Time passes only for a World that is alone; among several it is for whoever drives them all.
void SimulatedWorld::wait(Time deadline, Operations& completed) {
    auto& timeline = simulation_.timeline;
    if (own_ != nullptr) {
        timeline.run_due();
        while (finished_.empty() && timeline.next() <= deadline && timeline.next() != never) {
            timeline.move_to(timeline.next());
            timeline.run_due();
        }
        if (finished_.empty() && deadline != never) timeline.move_to(deadline);
    }
    while (Operation* operation = finished_.pop_front()) completed.push_back(*operation);
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
    if (own_ != nullptr) {
        own_->reset();
        host_.reset();
        disk_.reset();
    }
    shift_ = {};
    drawn_.clear();
    input_read_ = 0;
}

}  // namespace fibrix
