#include "syscalls/socket/stream.hpp"

namespace fibrix {
namespace {

bool is_shortage(Errno error) { return error == Errno::mfile || error == Errno::nfile || error == Errno::nomem; }

}  // namespace

Result<Stream> Stream::connect(const std::string& host, std::uint16_t port, Deadline deadline) {
    const auto until = sys::fixed(deadline);
    const auto addresses = sys::resolve(host, port, until);
    if (!addresses) return addresses.error();
    Result<Stream> connected = Errno::hostunreach;
    for (const auto& address : *addresses)
        if (connected = connect(address, until); connected) break;
    return connected;
}

Result<Listener> Listener::at(const std::string& host, std::uint16_t port) {
    const auto addresses = sys::resolve(host, port);
    if (!addresses) return addresses.error();
    return at(addresses->front());
}

Result<Stream> Listener::accept_patiently() {
    for (;;) {
        auto client = accept();
        if (client || !is_shortage(client.error())) return client;
        sys::sleep(std::chrono::milliseconds(10));
    }
}

}  // namespace fibrix
