#include "tools/explore/job_message.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>

namespace fibrix::explore {
namespace {

/// What goes before classes and text. Writer and reader are the same binary.
struct Head {
    std::uint64_t part, executions, blocked, unended, hash, classes, text;
    std::int64_t min_preemptions;  // -1: none
    bool complete;
};

bool write_all(int pipe, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto put = ::write(pipe, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

}  // namespace

bool write_message(int pipe, const JobMessage& message) {
    const auto& counted = message.counted;
    const Head head{message.part,           counted.executions,
                    counted.blocked,        counted.unended,
                    counted.hash,           message.classes.size(),
                    message.failing.size(), counted.min_preemptions ? std::int64_t{*counted.min_preemptions} : -1,
                    counted.complete};
    return write_all(pipe, std::as_bytes(std::span(&head, 1))) &&
           write_all(pipe, std::as_bytes(std::span(message.classes))) &&
           write_all(pipe, std::as_bytes(std::span(message.failing)));
}

std::optional<JobMessage> take_message(std::vector<std::byte>& bytes) {
    Head head;
    if (bytes.size() < sizeof head) return {};
    std::memcpy(&head, bytes.data(), sizeof head);
    const auto classes = head.classes * sizeof(Tally::Class);
    if (bytes.size() < sizeof head + classes + head.text) return {};
    JobMessage message;
    message.part = head.part;
    message.counted.executions = head.executions;
    message.counted.blocked = head.blocked;
    message.counted.unended = head.unended;
    message.counted.hash = head.hash;
    message.counted.complete = head.complete;
    if (head.min_preemptions >= 0) message.counted.min_preemptions = static_cast<unsigned>(head.min_preemptions);
    message.classes.resize(head.classes);
    message.failing.resize(head.text);
    if (classes > 0) std::memcpy(message.classes.data(), bytes.data() + sizeof head, classes);
    std::memcpy(message.failing.data(), bytes.data() + sizeof head + classes, head.text);
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(sizeof head + classes + head.text));
    return message;
}

}  // namespace fibrix::explore
