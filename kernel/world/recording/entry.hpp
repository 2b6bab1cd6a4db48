// The entries of a recording: what the World has said, one entry for each thing, in the order in which it was asked.
//
// An entry begins with a byte: its kind in the upper three bits, something small in the lower five. Numbers are varints
// (seven bits a byte, the lowest first); signed ones are folded so that small ones are short. A replay asks in the same
// order, so an entry says no more about the question than is needed to notice that it was another one.
#pragma once

#include <cstdint>
#include <string>

#include "kernel/world/operation.hpp"
#include "kernel/world/recording/varint.hpp"

namespace fibrix {

enum class EntryKind : std::uint8_t {
    time,       // small: how many bytes of the nanoseconds since the last one follow
    calendar,   // nanoseconds since the last one
    submitted,  // small: a Submitted; the operation's code; what came of it, unless it is pending
    waited,     // small: how many completions (31: a number follows); each its ticket and what came of it
    chosen,     // small: which option (31: a number follows)
    entropy,    // a count, and the bytes
    rare,       // small: a RareEntry
    step,  // a request was taken. small: StepBits; a byte of the hash; its number; its task unless that is the last's
};

enum class Submitted : std::uint8_t { pending, succeeded, failed };

enum class RareEntry : std::uint8_t {
    kept,        // a cancel that has to wait for the completion
    cancelled,   // one that is done
    interrupts,  // how often a person has asked for the end since the last one
    keyboard,    // 1: Ctrl-C, 2: Ctrl-Z, 3: both
    checkpoint,  // eight bytes: the chain hash before the next step
    end,         // eight bytes: the chain hash; the exit code
};

struct StepBits {
    static constexpr std::uint8_t same_task = 1, hash_shift = 1, hash_mask = 15;
    /// Of the chain hash, twelve bits are noted with each step: four in the small part, eight in the byte behind it.
    static constexpr std::uint8_t in_small(std::uint64_t hash) noexcept { return hash & hash_mask; }
    static constexpr std::uint8_t in_byte(std::uint64_t hash) noexcept { return (hash >> 4) & 0xff; }
};

inline constexpr std::uint8_t small_bits = 5, small_limit = (1u << small_bits) - 1;
inline constexpr std::uint64_t steps_between_checkpoints = 256;

constexpr std::uint8_t entry_byte(EntryKind kind, std::uint8_t small) noexcept {
    return static_cast<std::uint8_t>(static_cast<unsigned>(kind) << small_bits | small);
}
constexpr EntryKind kind_of(std::uint8_t byte) noexcept { return static_cast<EntryKind>(byte >> small_bits); }
constexpr std::uint8_t small_of(std::uint8_t byte) noexcept { return byte & small_limit; }

/// What came of `operation`: its result or error, and what it has written; gives how many bytes of that there are.
std::size_t put_outcome(const Operation& operation, std::vector<std::byte>& out);
/// Carries it out on `operation` instead of the World; false if the bytes are not the outcome of such an operation.
bool take_outcome(VarintReader& in, bool failed, Operation& operation);

}  // namespace fibrix
