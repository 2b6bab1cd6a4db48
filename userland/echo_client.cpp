// Sends a line to an echo server, and prints what comes back. A server that sends back less is told of.

#include <array>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int complain(std::string_view what, const std::string& address, Errno error) {
    sys::print_error("echo_client: cannot {} {}: {}\n", what, address, describe(error));
    return 1;
}

// Sends from a task of its own, so that a long line does not wait for a server that waits for us to read.
int exchange(Stream& server, const std::string& line, const std::string& name) {
    Nursery nursery;
    const auto sender = nursery.spawn([&server, &line] {
        server.send_all(line);
        server.finish_sending();
    });
    if (!sender) return complain("send to", name, sender.error());
    std::array<std::byte, 4096> buffer;
    for (std::size_t back = 0;;) {
        const auto received = server.receive(buffer);
        if (!received) return complain("receive from", name, received.error());
        back += *received;
        if (*received == 0 && back == line.size()) return 0;
        if (*received == 0) {
            sys::print_error("echo_client: {} has sent back {} of {} bytes\n", name, back, line.size());
            return 1;
        }
        sys::write_all(sys::standard_output, {reinterpret_cast<const char*>(buffer.data()), *received}).value();
    }
}

int echo_client(Arguments& arguments) {
    std::uint16_t port = 7007;
    std::string host = "127.0.0.1";
    std::vector<std::string> words;
    arguments.option("--port", port, "TCP port");
    arguments.option("--host", host, "name or address");
    arguments.words("words", words, "what to send");
    if (const auto done = arguments.parse()) return *done;

    const auto addresses = sys::resolve(host, port);
    if (!addresses) return complain("find", "'" + host + "'", addresses.error());
    const auto name = to_string(addresses->front());
    auto server = Stream::connect(addresses->front());
    if (!server) return complain("connect to", name, server.error());
    return exchange(*server, fmt::format("{}\n", fmt::join(words, " ")), name);
}

const Program program{"echo_client", "Sends its words to an echo server and prints the answer.", echo_client};

}  // namespace
