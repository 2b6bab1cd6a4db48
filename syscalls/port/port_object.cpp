#include "syscalls/port/port_object.hpp"

namespace fibrix {

PortObject::PortObject(Kernel& kernel, std::string name, std::uint32_t capacity)
    : OpenFile(FileType::pipe, kind), kernel_(kernel), name_(std::move(name)), capacity_(capacity) {
    kernel_.state<PortNames>().ports.emplace(name_, this);
}

PortObject::~PortObject() {
    kernel_.state<PortNames>().ports.erase(name_);
    kernel_.cancel_all(senders_);
    kernel_.cancel_all(receivers_);
}

bool PortObject::serves(const Task& task, Readiness what) const noexcept {
    const WaitQueue& queue = what == Readiness::reading ? receivers_ : senders_;
    return ready(what) && (queue.empty() || queue.front()->task == &task);
}

void PortObject::put(std::span<const std::byte> message) {
    messages_.emplace_back(reinterpret_cast<const char*>(message.data()), message.size());
    kernel_.wake_one(receivers_);
}

std::string PortObject::take() {
    std::string message = std::move(messages_.front());
    messages_.pop_front();
    kernel_.wake_one(senders_);
    return message;
}

Result<Handle> open_port(Kernel& kernel, Process& process, const std::string& name, PortMode mode,
                         std::uint32_t capacity) {
    if (name.empty() || capacity == 0 || capacity > PortObject::most_messages) return Errno::inval;
    if (name.size() > PortObject::longest_name) return Errno::nametoolong;
    if (process.handles.full()) return Errno::mfile;
    const auto& ports = kernel.state<PortNames>().ports;
    const auto found = ports.find(name);
    if (found == ports.end() && mode == PortMode::existing) return Errno::noent;
    if (found != ports.end() && mode == PortMode::create) return Errno::exist;
    if (found != ports.end()) return process.handles.add(Ref<Object>(found->second));
    return process.handles.add(make_object<PortObject>(kernel, name, capacity));
}

}  // namespace fibrix
