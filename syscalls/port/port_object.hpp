// In the kernel: a port, a bounded queue of messages with a name, between processes.
//
// A port lives as long as somebody has a handle of it; with the last one its name is free again, and what is in the
// queue is gone. Senders and receivers are each served in the order in which they came.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "kernel/kernel.hpp"
#include "syscalls/file/open_file.hpp"

namespace fibrix {

/// What is wanted of a port's name.
enum class PortMode : std::uint8_t { either, create, existing };
constexpr std::string_view to_string(PortMode mode) noexcept {
    constexpr std::array<std::string_view, 3> names{"either", "create", "existing"};
    return names[static_cast<std::size_t>(mode)];
}
template <>
inline constexpr std::size_t enumerators_of<PortMode> = 3;

class PortObject final : public OpenFile {
public:
    static inline const ObjectKind kind{"port", &OpenFile::kind};
    static constexpr std::size_t longest_name = 255, longest_message = 64 * 1024;
    static constexpr std::uint32_t most_messages = 65536;

    PortObject(Kernel& kernel, std::string name, std::uint32_t capacity);
    ~PortObject() override;

    [[nodiscard]] bool ready(Readiness what) const override {
        return what == Readiness::reading ? !messages_.empty() : messages_.size() < capacity_;
    }
    [[nodiscard]] WaitQueue* queue(Readiness what) override {
        return what == Readiness::reading ? &receivers_ : &senders_;
    }
    /// Whether `task` may go on with it: it is ready, and nobody waits who came before.
    [[nodiscard]] bool serves(const Task& task, Readiness what) const noexcept;
    void put(std::span<const std::byte> message);
    std::string take();
    [[nodiscard]] std::string describe() const override { return "port " + name_; }

private:
    Kernel& kernel_;
    std::string name_;
    std::size_t capacity_;
    std::deque<std::string> messages_;
    WaitQueue senders_, receivers_;
};

/// The ports of a kernel.
struct PortNames {
    std::map<std::string, PortObject*, std::less<>> ports;
};

/// A handle of the port of that name. Errors: EINVAL, ENAMETOOLONG, ENOENT, EEXIST, EMFILE.
Result<Handle> open_port(Kernel& kernel, Process& process, const std::string& name, PortMode mode,
                         std::uint32_t capacity);

}  // namespace fibrix
