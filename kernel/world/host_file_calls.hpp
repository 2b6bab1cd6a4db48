// The host's calls about files, which block: what a helper thread does for an operation of the World.
#pragma once

#include <memory>
#include <string>

#include "kernel/world/host_confined.hpp"
#include "kernel/world/operation.hpp"

namespace fibrix::host {

/// An operation on its way through a helper thread. All that it touches is its own, so whoever has asked may go away.
struct FileJob {
    Operation::Code code{};
    std::shared_ptr<const Descriptor> descriptor{};
    int argument = 0;
    int value = 0;
    std::int64_t offset = 0;
    std::string in{};   // of the operation
    std::string out{};  // as much room as the operation has

    Result<std::int64_t> result = Errno::io;
    std::size_t filled = 0;                      // how much of `out` is for the operation
    std::shared_ptr<const Descriptor> opened{};  // its number is the result
};

/// Carries it out; blocks.
void carry_out(FileJob& job);
/// What can be had without waiting: the size, or bytes that the host has in memory. False if nothing can.
bool carry_out_at_once(const Descriptor& descriptor, Operation& operation);

}  // namespace fibrix::host
