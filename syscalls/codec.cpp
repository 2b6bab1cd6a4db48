#include "syscalls/codec.hpp"

namespace fibrix {

void encode(const Deadline& value, Bytes& out) {
    encode(value.is_set(), out);
    encode(value.is_span(), out);
    encode(value.is_span() ? value.span() : value.at(Time{}).time_since_epoch(), out);
}

void decode(Reader& in, Deadline& value) {
    bool set = false, is_span = false;
    Duration span{};
    decode(in, set);
    decode(in, is_span);
    decode(in, span);
    if (!set) value = {};
    else if (is_span) value = Deadline::after(span);
    else value = Time(span);
}

void encode(const TaskId& value, Bytes& out) {
    encode(value.slot, out);
    encode(value.generation, out);
}

void decode(Reader& in, TaskId& value) {
    decode(in, value.slot);
    decode(in, value.generation);
}

void encode(const ExitStatus& value, Bytes& out) {
    encode(value.reason, out);
    encode(value.code, out);
}

void decode(Reader& in, ExitStatus& value) {
    decode(in, value.reason);
    decode(in, value.code);
}

void encode(const SocketAddress& value, Bytes& out) {
    encode(value.family, out);
    encode(value.port, out);
    encode(value.scope, out);
    encode(value.path(), out);
    if (value.family == SocketAddress::Family::local) return;
    for (const auto byte : std::span(value.bytes).first(16)) encode(byte, out);
}

void decode(Reader& in, SocketAddress& value) {
    value = {};
    std::string_view path;
    decode(in, value.family);
    decode(in, value.port);
    decode(in, value.scope);
    decode(in, path);
    if (value.family == SocketAddress::Family::local) {
        value = SocketAddress::local(path).value_or(SocketAddress{});
        return;
    }
    for (auto& byte : std::span(value.bytes).first(16)) decode(in, byte);
}

}  // namespace fibrix
