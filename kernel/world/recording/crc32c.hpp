// CRC-32C (Castagnoli), as the checksum of a recording's chunks: by the processor's own instruction where it has one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fibrix {

[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes) noexcept;

namespace detail {
/// The same by a table, for processors without the instruction.
[[nodiscard]] std::uint32_t crc32c_by_table(std::span<const std::byte> bytes) noexcept;
}  // namespace detail

}  // namespace fibrix
