// A key-value server that speaks redis's protocol: redis-cli and redis-benchmark work against it.

#include <memory>

#include "syscalls/sys.hpp"
#include "userland/kv/server.hpp"

namespace {

using namespace fibrix;

// Whoever ends it in order gets it saved first.
std::shared_ptr<const bool> end_at_a_signal() {
    auto ending = std::make_shared<bool>(false);
    for (const auto signal : {Signal::hup, Signal::intr, Signal::term})
        sys::handle_signal(signal, [ending](Signal) { *ending = true; }).value();
    return ending;
}

// The exit status.
int serve(kv::Server& server, Listener& listener, bool saves) {
    const auto ending = saves ? end_at_a_signal() : std::make_shared<const bool>(false);
    const auto why = server.serve(listener, *ending);
    const bool saved = server.save_changes().empty();
    if (!*ending) sys::print_error("kv: cannot accept: {}\n", describe(why));
    return *ending && saved ? 0 : 1;
}

int kv_server(Arguments& arguments) {
    std::uint16_t port = 6379, max_clients = 10'000;
    std::string host = "127.0.0.1", snapshot;
    std::uint16_t save_seconds = 0;
    std::int64_t max_memory = 0;
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    arguments.option("--max-clients", max_clients, "at the same time; more are refused");
    arguments.option("--max-memory", max_memory, "bytes of data above which commands that add some fail; 0: no limit");
    arguments.option("--snapshot", snapshot,
                     "file to keep the data in: read at the start, written by SAVE and at the end");
    arguments.option("--save-seconds", save_seconds, "also write it so often, if something has changed; 0: do not");
    if (const auto done = arguments.parse()) return *done;
    if (max_memory < 0) {
        sys::print_error("kv: --max-memory: {} bytes cannot be a limit (0 means none)\n", max_memory);
        return Arguments::usage_error;
    }
    if (save_seconds > 0 && snapshot.empty()) {
        sys::print_error("kv: --save-seconds: there is no file to save to (--snapshot FILE)\n");
        return Arguments::usage_error;
    }
    kv::Server server(max_clients, static_cast<std::size_t>(max_memory));
    if (!snapshot.empty()) {
        if (const auto wrong = server.keep_in(snapshot, std::chrono::seconds(save_seconds)); !wrong.empty()) {
            sys::print_error("kv: {}\n", wrong);
            return 1;
        }
    }
    const auto addresses = sys::resolve(host, port);
    if (!addresses) {
        sys::print_error("kv: cannot find '{}': {}\n", host, describe(addresses.error()));
        return 1;
    }
    auto listener = Listener::at(addresses->front());
    if (!listener) {
        sys::print_error("kv: cannot listen on {}: {}\n", to_string(addresses->front()), describe(listener.error()));
        return 1;
    }
    sys::print("kv: listening on {}\n", to_string(listener->address().value()));
    return serve(server, *listener, !snapshot.empty());
}

const Program program{"kv", "A key-value server that speaks redis's protocol.", kv_server};

}  // namespace
