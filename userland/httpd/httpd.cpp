// A web server: serves the files of a directory.

#include "syscalls/sys.hpp"
#include "userland/httpd/server.hpp"

namespace {

using namespace fibrix;

int complain(std::string_view what) {
    sys::print_error("httpd: {}\n", what);
    return Arguments::usage_error;
}

bool is_span(double seconds) { return seconds > 0 && seconds <= 1e9; }
Duration to_span(double seconds) { return Duration(static_cast<Duration::rep>(seconds * 1e9)); }

int serve(const std::string& address, std::uint16_t port, const httpd::ServerOptions& options) {
    const auto status = sys::stat(options.site.directory);
    if (!status || status->type != FileType::directory) {
        const auto why = status ? Errno::notdir : status.error();
        sys::print_error("httpd: cannot serve '{}': {}\n", options.site.directory, describe(why));
        return 1;
    }
    auto listener = Listener::at(address, port);
    if (!listener) {
        sys::print_error("httpd: cannot listen on {} port {}: {}\n", address, port, describe(listener.error()));
        return 1;
    }
    sys::print("httpd: listening on {}\n", to_string(listener->address().value()));
    const auto done = httpd::Server(options).serve(std::move(*listener));
    if (done) return 0;
    sys::print_error("httpd: cannot accept: {}\n", describe(done.error()));
    return 1;
}

int web_server(Arguments& arguments) {
    std::uint16_t port = 8080;
    std::string address = "127.0.0.1";
    httpd::ServerOptions options;
    auto header = static_cast<std::int64_t>(options.limits.header), uri = static_cast<std::int64_t>(options.limits.uri),
         body = static_cast<std::int64_t>(options.limits.body),
         cache = static_cast<std::int64_t>(options.site.cache_bytes);
    double fresh = 1, idle = 60, patience = 10;
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--address", address, "address to listen on");
    arguments.flag("--list", options.site.list, "list directories that have no index.html");
    arguments.flag("--log", options.log, "write a line for each answer to standard output");
    arguments.option("--connections", options.connections, "at the same time, 1 at least; idle ones make room");
    arguments.option("--idle-seconds", idle, "a client may be silent between requests, or read nothing, so long");
    arguments.option("--request-seconds", patience, "a request has to be here after so long");
    arguments.option("--max-header", header, "bytes of a request's header");
    arguments.option("--max-uri", uri, "bytes of its target");
    arguments.option("--max-body", body, "bytes of its body, which is dropped");
    arguments.option("--cache-bytes", cache, "of files kept in memory; 0: none");
    arguments.option("--cache-seconds", fresh, "after which a kept file is looked at again");
    arguments.word("DIRECTORY", options.site.directory, "to serve", false);
    if (const auto done = arguments.parse()) return *done;

    if (options.connections == 0) return complain("--connections 0 would let nobody in: 1 at least is needed");
    const bool sensible = is_span(idle) && is_span(patience) && (is_span(fresh) || fresh == 0);
    if (!sensible)
        return complain(
            "--idle-seconds, --request-seconds and --cache-seconds take seconds up to 1e9, and only the last takes 0");
    constexpr std::int64_t least = 64, most = 1 << 20;
    if (header < least || header > most || uri < 1 || uri > header)
        return complain("--max-header takes 64 to 1048576 bytes, and --max-uri at most as many as that");
    if (body < 0 || cache < 0) return complain("--max-body and --cache-bytes cannot be negative");
    options.limits = {static_cast<std::size_t>(header), static_cast<std::size_t>(uri), static_cast<std::size_t>(body)};
    options.site.cache_bytes = static_cast<std::size_t>(cache);
    options.site.cache_fresh = to_span(fresh);
    options.idle = to_span(idle);
    options.patience = to_span(patience);
    return serve(address, port, options);
}

const Program program{"httpd", "A web server: serves the files of a directory.", web_server};

}  // namespace
