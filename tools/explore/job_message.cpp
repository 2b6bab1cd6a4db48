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

Result counts_of(const Head& head) {
    Result counted;
    counted.executions = head.executions;
    counted.blocked = head.blocked;
    counted.unended = head.unended;
    counted.hash = head.hash;
    counted.complete = head.complete;
    if (head.min_preemptions >= 0) counted.min_preemptions = static_cast<unsigned>(head.min_preemptions);
    return counted;
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

std::vector<JobMessage> take_messages(std::vector<std::byte>& bytes) {
    std::vector<JobMessage> messages;
    std::size_t taken = 0;
    for (Head head{}; bytes.size() - taken >= sizeof head;) {
        const auto* at = bytes.data() + taken;
        std::memcpy(&head, at, sizeof head);
        const auto classes = head.classes * sizeof(Tally::Class);
        if (bytes.size() - taken < sizeof head + classes + head.text) break;
        JobMessage& message = messages.emplace_back();
        message.part = head.part;
        message.counted = counts_of(head);
        message.classes.resize(head.classes);
        message.failing.resize(head.text);
        if (classes > 0) std::memcpy(message.classes.data(), at + sizeof head, classes);
        std::memcpy(message.failing.data(), at + sizeof head + classes, head.text);
        taken += sizeof head + classes + head.text;
    }
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
    return messages;
}

}  // namespace fibrix::explore
