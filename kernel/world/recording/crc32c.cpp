#include "kernel/world/recording/crc32c.hpp"

#include <nmmintrin.h>

#include <array>
#include <cstring>

namespace fibrix {
namespace {

constexpr auto make_table() {
    constexpr std::uint32_t polynomial = 0x82f63b78;  // reversed
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
        table[i] = value;
    }
    return table;
}

[[gnu::target("sse4.2")]] std::uint32_t crc32c_by_instruction(std::span<const std::byte> bytes) noexcept {
    std::uint64_t crc = 0xffffffff;
    for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t))) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        crc = _mm_crc32_u64(crc, word);
    }
    auto rest = static_cast<std::uint32_t>(crc);
    for (const auto byte : bytes) rest = _mm_crc32_u8(rest, static_cast<std::uint8_t>(byte));
    return ~rest;
}

}  // namespace

std::uint32_t detail::crc32c_by_table(std::span<const std::byte> bytes) noexcept {
    static constexpr auto table = make_table();
    std::uint32_t crc = 0xffffffff;
    for (const auto byte : bytes) crc = (crc >> 8) ^ table[(crc ^ static_cast<std::uint8_t>(byte)) & 0xff];
    return ~crc;
}

std::uint32_t crc32c(std::span<const std::byte> bytes) noexcept {
    return __builtin_cpu_supports("sse4.2") != 0 ? crc32c_by_instruction(bytes) : detail::crc32c_by_table(bytes);
}

}  // namespace fibrix
