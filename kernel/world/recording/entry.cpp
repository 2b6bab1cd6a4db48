#include "kernel/world/recording/entry.hpp"

#include <algorithm>

namespace fibrix {
namespace {

using Code = Operation::Code;

enum class Writes : std::uint8_t { nothing, counted_bytes, whole_room, addresses };

// What an operation that succeeds has written besides its result, and perhaps somebody's address.
Writes written_by(Code code) noexcept {
    switch (code) {
        case Code::receive:
        case Code::receive_from:
        case Code::read:
        case Code::list:
        case Code::read_at:
        case Code::read_link: return Writes::counted_bytes;
        case Code::open:
        case Code::status:
        case Code::usage: return Writes::whole_room;
        case Code::resolve: return Writes::addresses;
        default: return Writes::nothing;
    }
}

bool names_somebody(Code code) noexcept {
    return code == Code::accept || code == Code::local_name || code == Code::peer_name || code == Code::receive_from;
}

constexpr std::size_t ipv4_size = 4, ipv6_size = 16;

std::size_t bytes_of(SocketAddress::Family family, std::size_t path_length) noexcept {
    switch (family) {
        case SocketAddress::Family::ipv4: return ipv4_size;
        case SocketAddress::Family::ipv6: return ipv6_size;
        case SocketAddress::Family::local: return path_length;
        case SocketAddress::Family::none: break;
    }
    return 0;
}

void put_address(const SocketAddress& address, std::vector<std::byte>& out) {
    out.push_back(static_cast<std::byte>(address.family));
    out.push_back(static_cast<std::byte>(address.path_length));
    put_varint(address.port, out);
    put_varint(address.scope, out);
    put_bytes(std::as_bytes(std::span(address.bytes)).first(bytes_of(address.family, address.path_length)), out);
}

void take_address(VarintReader& in, SocketAddress& address) {
    address = {};
    const auto family = in.byte();
    address.path_length = in.byte();
    address.port = static_cast<std::uint16_t>(in.varint());
    address.scope = static_cast<std::uint32_t>(in.varint());
    if (family > static_cast<std::uint8_t>(SocketAddress::Family::local) ||
        address.path_length > SocketAddress::longest_path)
        return in.refuse();
    address.family = static_cast<SocketAddress::Family>(family);
    const auto bytes = in.bytes(bytes_of(address.family, address.path_length));
    std::transform(bytes.begin(), bytes.end(), address.bytes.begin(),
                   [](std::byte byte) { return static_cast<std::uint8_t>(byte); });
}

// As many bytes as `out` got; a result that would be more is none.
std::size_t count_of(const Operation& operation, std::int64_t result) noexcept {
    return std::min(operation.out.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, result)));
}

// Whose result says how much of `in` was taken.
bool counts_input(Code code) noexcept {
    return code == Code::send || code == Code::send_to || code == Code::write || code == Code::write_at;
}

void take_written(VarintReader& in, std::int64_t result, Operation& operation) {
    if (counts_input(operation.code) && (result < 0 || static_cast<std::uint64_t>(result) > operation.in.size()))
        return in.refuse();
    if (operation.code == Code::write_at) operation.offset = in.signed_varint();
    switch (written_by(operation.code)) {
        case Writes::nothing: break;
        case Writes::counted_bytes:
            if (result < 0 || static_cast<std::uint64_t>(result) > operation.out.size()) return in.refuse();
            std::ranges::copy(in.bytes(static_cast<std::uint64_t>(result)), operation.out.begin());
            break;
        case Writes::whole_room: std::ranges::copy(in.bytes(operation.out.size()), operation.out.begin()); break;
        case Writes::addresses:
            if (result < 0 || static_cast<std::uint64_t>(result) > operation.addresses.size()) return in.refuse();
            for (auto& each : operation.addresses.first(static_cast<std::size_t>(result))) take_address(in, each);
            break;
    }
    if (!names_somebody(operation.code)) return;
    SocketAddress address;
    take_address(in, operation.address != nullptr ? *operation.address : address);
}

}  // namespace

std::size_t put_outcome(const Operation& operation, std::vector<std::byte>& out) {
    if (operation.failed) {
        out.push_back(static_cast<std::byte>(operation.error));
        return 0;
    }
    put_signed(operation.result, out);
    if (operation.code == Code::write_at) put_signed(operation.offset, out);
    const auto before = out.size();
    switch (written_by(operation.code)) {
        case Writes::nothing: break;
        case Writes::counted_bytes: put_bytes(operation.out.first(count_of(operation, operation.result)), out); break;
        case Writes::whole_room: put_bytes(operation.out, out); break;
        case Writes::addresses:
            for (const auto& each : operation.addresses.first(static_cast<std::size_t>(operation.result)))
                put_address(each, out);
            break;
    }
    if (names_somebody(operation.code))
        put_address(operation.address != nullptr ? *operation.address : SocketAddress{}, out);
    return out.size() - before;
}

bool take_outcome(VarintReader& in, bool failed, Operation& operation) {
    if (failed) {
        const auto error = in.byte();
        if (error >= errno_count) in.refuse();
        if (in.ok()) operation.fail(static_cast<Errno>(error));
        return in.ok();
    }
    const auto result = in.signed_varint();
    take_written(in, result, operation);
    if (in.ok()) operation.succeed(result);
    return in.ok();
}

}  // namespace fibrix
