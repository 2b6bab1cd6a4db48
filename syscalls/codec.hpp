// The codec: requests and results as bytes, for journal and recording.
//
// Integers are little-endian and of fixed width, texts and lists carry their length. Local fields are left out; of an
// Out field the result carries what was written. What has been decoded owns its memory through the reader's arena.
#pragma once

#include <bit>
#include <cstring>
#include <deque>
#include <vector>

#include "kernel/state.hpp"
#include "syscalls/print.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

using Bytes = std::vector<std::byte>;

/// Takes values out of bytes. After a value that is not there, `ok` is false and all further values are empty.
class Reader {
public:
    Reader(std::span<const std::byte> bytes, std::deque<Bytes>& arena) noexcept : bytes_(bytes), arena_(arena) {}
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] std::deque<Bytes>& arena() const noexcept { return arena_; }
    [[nodiscard]] bool finished() const noexcept { return ok_ && bytes_.empty(); }
    std::span<const std::byte> take(std::size_t count) noexcept {
        if (count > bytes_.size()) {
            refuse();
            return {};
        }
        const auto taken = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return taken;
    }
    /// What was read is no value of its type.
    void refuse() noexcept {
        ok_ = false;
        bytes_ = {};
    }
    /// A copy of the next `count` bytes that lives as long as the arena.
    std::span<const std::byte> keep(std::size_t count) {
        const auto taken = take(count);
        return arena_.emplace_back(taken.begin(), taken.end());
    }

private:
    std::span<const std::byte> bytes_;
    std::deque<Bytes>& arena_;
    bool ok_ = true;
};

// Those of the kernel, which knows nothing of codecs.
template <>
inline constexpr std::size_t enumerators_of<Errno> = errno_count;
template <>
inline constexpr std::size_t enumerators_of<State> = state_count;
template <>
inline constexpr std::size_t enumerators_of<ExitStatus::Reason> =
    static_cast<std::size_t>(ExitStatus::Reason::continued) + 1;
template <>
inline constexpr std::size_t enumerators_of<SocketAddress::Family> =
    static_cast<std::size_t>(SocketAddress::Family::local) + 1;
template <>
inline constexpr std::size_t enumerators_of<SocketOption> = static_cast<std::size_t>(SocketOption::v6_only) + 1;

template <class T>
concept Plain = std::integral<T> || std::is_enum_v<T>;

template <Plain T>
void encode(const T& value, Bytes& out) {
    static_assert(std::endian::native == std::endian::little);
    const auto* bytes = reinterpret_cast<const std::byte*>(&value);
    out.insert(out.end(), bytes, bytes + sizeof value);
}
template <std::integral T>
void decode(Reader& in, T& value) {
    const auto bytes = in.take(sizeof value);
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof value);
}
inline void decode(Reader& in, bool& value) {
    std::uint8_t byte = 0;
    decode(in, byte);
    if (byte > 1) in.refuse();
    value = byte == 1;
}
template <class T>
    requires std::is_enum_v<T>
void decode(Reader& in, T& value) {
    static_assert(enumerators_of<T> > 0, "say beside the enumeration how many there are: see request.hpp");
    std::underlying_type_t<T> number{};
    decode(in, number);
    if (static_cast<std::size_t>(number) < enumerators_of<T>) value = static_cast<T>(number);
    else in.refuse();
}

inline void encode_bytes(std::span<const std::byte> bytes, Bytes& out) {
    encode(static_cast<std::uint32_t>(bytes.size()), out);
    out.insert(out.end(), bytes.begin(), bytes.end());
}
inline std::span<const std::byte> decode_bytes(Reader& in) {
    std::uint32_t size = 0;
    decode(in, size);
    return in.keep(size);
}

inline void encode(const std::span<const std::byte>& value, Bytes& out) { encode_bytes(value, out); }
inline void decode(Reader& in, std::span<const std::byte>& value) { value = decode_bytes(in); }
inline void encode(const std::string_view& value, Bytes& out) { encode_bytes(std::as_bytes(std::span(value)), out); }
inline void decode(Reader& in, std::string_view& value) {
    const auto bytes = decode_bytes(in);
    value = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline void encode(const std::string& value, Bytes& out) { encode(std::string_view(value), out); }
inline void decode(Reader& in, std::string& value) {
    std::string_view view;
    decode(in, view);
    value = view;
}
inline void encode(const Duration& value, Bytes& out) { encode(value.count(), out); }
inline void decode(Reader& in, Duration& value) {
    Duration::rep count = 0;
    decode(in, count);
    value = Duration(count);
}
inline void encode(const Time& value, Bytes& out) { encode(value.time_since_epoch(), out); }
inline void decode(Reader& in, Time& value) {
    Duration since{};
    decode(in, since);
    value = Time(since);
}
void encode(const Deadline& value, Bytes& out);
void decode(Reader& in, Deadline& value);
void encode(const TaskId& value, Bytes& out);
void decode(Reader& in, TaskId& value);
void encode(const ExitStatus& value, Bytes& out);
void decode(Reader& in, ExitStatus& value);
void encode(const SocketAddress& value, Bytes& out);
void decode(Reader& in, SocketAddress& value);

// Local fields mean nothing elsewhere; what an Out field has received belongs to the result.
template <class T>
void encode(const Local<T>&, Bytes&) {}
template <class T>
void decode(Reader&, Local<T>&) {}
template <class T>
void encode(const Out<T>& value, Bytes& out) {
    encode(static_cast<std::uint32_t>(value.span.size()), out);
}
template <class T>
void decode(Reader& in, Out<T>& value) {
    std::uint32_t size = 0;
    decode(in, size);
    static_assert(sizeof(T) == 1);
    constexpr std::uint32_t sane = 1u << 26;
    if (size > sane) return in.refuse();
    auto& room = in.arena().emplace_back(size);
    value.span = {room.data(), room.size()};
}

template <class T>
void encode(const std::vector<T>& value, Bytes& out);
template <class T>
void decode(Reader& in, std::vector<T>& value);

template <Described T>
void encode(const T& value, Bytes& out) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) { encode(value.*member.pointer, out); });
}
template <Described T>
void decode(Reader& in, T& value) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) { decode(in, value.*member.pointer); });
}
template <class T>
void encode(const std::vector<T>& value, Bytes& out) {
    encode(static_cast<std::uint32_t>(value.size()), out);
    for (const auto& each : value) encode(each, out);
}
template <class T>
void decode(Reader& in, std::vector<T>& value) {
    std::uint32_t size = 0;
    decode(in, size);
    value.clear();
    for (std::uint32_t i = 0; i < size && in.ok(); ++i) decode(in, value.emplace_back());
}

template <class T>
void encode(const Result<T>& value, Bytes& out) {
    encode(value.has_value(), out);
    if (value.has_error()) encode(value.error(), out);
    else if constexpr (!std::is_void_v<T>) encode(*value, out);
}
template <class T>
void decode(Reader& in, Result<T>& value) {
    bool good = false;
    decode(in, good);
    if (!good) {
        Errno error{};
        decode(in, error);
        value = error;
    } else if constexpr (std::is_void_v<T>) {
        value = Result<T>();
    } else {
        T it{};
        decode(in, it);
        value = std::move(it);
    }
}

}  // namespace fibrix
