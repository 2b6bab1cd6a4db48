// Numbers of variable length, as a recording writes and reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fibrix {

inline void put_varint(std::uint64_t value, std::vector<std::byte>& out) {
    for (; value >= 128; value >>= 7) out.push_back(static_cast<std::byte>(value | 128));
    out.push_back(static_cast<std::byte>(value));
}
inline void put_signed(std::int64_t value, std::vector<std::byte>& out) {
    const auto bits = static_cast<std::uint64_t>(value);
    put_varint(bits << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0), out);
}
inline void put_bytes(std::span<const std::byte> bytes, std::vector<std::byte>& out) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Takes numbers out of bytes. After one that is not there, `ok` is false and all further ones are zero.
class VarintReader {
public:
    explicit VarintReader(std::span<const std::byte> bytes = {}) noexcept : bytes_(bytes) {}
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
    [[nodiscard]] std::span<const std::byte> rest() const noexcept { return bytes_; }

    std::uint8_t byte() noexcept {
        const auto taken = bytes(1);
        return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken.front());
    }
    std::span<const std::byte> bytes(std::uint64_t count) noexcept {
        if (count > bytes_.size()) {
            refuse();
            return {};
        }
        const auto taken = bytes_.first(static_cast<std::size_t>(count));
        bytes_ = bytes_.subspan(static_cast<std::size_t>(count));
        return taken;
    }
    std::uint64_t varint() noexcept {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto next = byte();
            value |= std::uint64_t{next & 127u} << shift;
            if ((next & 128) == 0) return value;
        }
        refuse();
        return 0;
    }
    std::int64_t signed_varint() noexcept {
        const auto folded = varint();
        return static_cast<std::int64_t>(folded >> 1 ^ ((folded & 1) != 0 ? ~std::uint64_t{0} : 0));
    }
    void refuse() noexcept {
        ok_ = false;
        bytes_ = {};
    }

private:
    std::span<const std::byte> bytes_;
    bool ok_ = true;
};

}  // namespace fibrix
