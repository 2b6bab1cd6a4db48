#include "tests/bench/load_generator.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "tests/bench/histogram.hpp"
#include "tests/bench/measuring.hpp"

namespace fibrix::bench {
namespace {

constexpr std::size_t request_bytes = 64;
constexpr int connect_attempts = 1000;

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string("echo: ") + what + ": " + std::strerror(errno));
}

// The total is in nanoseconds, but how it divides is known only in ticks of the host's clock.
struct CpuUse {
    double nanoseconds = 0, user_ticks = 0, system_ticks = 0;
};

CpuUse cpu_of(pid_t process) {
    CpuUse use;
    const auto directory = "/proc/" + std::to_string(process);
    std::ifstream(directory + "/schedstat") >> use.nanoseconds;
    std::ifstream file(directory + "/stat");
    std::string field;
    std::getline(file, field, ')');  // what comes before may hold spaces
    for (int i = 3; i < 14; ++i) file >> field;
    file >> use.user_ticks >> use.system_ticks;
    return use;
}

struct Connection {
    int descriptor = -1;
    std::uint64_t sequence = 0;
    std::size_t received = 0;
    std::int64_t sent_at = 0;
};

class LoadGenerator {
public:
    explicit LoadGenerator(const EchoLoad& load)
        : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)), connections_(static_cast<std::size_t>(load.connections)) {
        for (auto& each : connections_) connect(each);
    }
    LoadGenerator(const LoadGenerator&) = delete;
    LoadGenerator& operator=(const LoadGenerator&) = delete;
    ~LoadGenerator() {
        for (auto& each : connections_) ::close(each.descriptor);
        ::close(epoll_);
    }

    Sample run() {
        for (auto& each : connections_) send_next(each);
        run_for(load_.warm_up);
        measuring_ = true;
        const auto before = cpu_of(load_.server);
        const Stopwatch watch(CLOCK_MONOTONIC);
        run_for(load_.seconds);
        const double seconds = watch.seconds();
        const auto after = cpu_of(load_.server);
        return report(before, after, seconds);
    }

private:
    void connect(Connection& connection) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(load_.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (int attempt = 0;; ++attempt) {  // a server that is behind with accepting drops some
            connection.descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (connection.descriptor < 0) fail("socket");
            if (::connect(connection.descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) break;
            if (attempt == connect_attempts) fail("connect");
            ::close(connection.descriptor);
            ::usleep(10'000);
        }
        const int one = 1;
        ::setsockopt(connection.descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        ::fcntl(connection.descriptor, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &connection;
        if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.descriptor, &event) != 0) fail("epoll_ctl");
    }

    void send_next(Connection& connection) {
        std::array<char, request_bytes> request{};
        ++connection.sequence;
        std::memcpy(request.data(), &connection.sequence, sizeof connection.sequence);
        connection.received = 0;
        connection.sent_at = read_nanoseconds(CLOCK_MONOTONIC);
        const auto sent = ::send(connection.descriptor, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(request.size())) fail("send");  // so little always fits
    }

    void receive(Connection& connection) {
        std::array<char, request_bytes> reply;
        const auto room = request_bytes - connection.received;
        const auto got = ::recv(connection.descriptor, reply.data(), room, 0);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) fail("the server has closed a connection");
        if (connection.received == 0 && static_cast<std::size_t>(got) >= sizeof connection.sequence &&
            std::memcmp(reply.data(), &connection.sequence, sizeof connection.sequence) != 0)
            throw std::runtime_error("echo: a reply is not what was sent");
        connection.received += static_cast<std::size_t>(got);
        if (connection.received < request_bytes) return;
        if (measuring_) latency_.add(read_nanoseconds(CLOCK_MONOTONIC) - connection.sent_at);
        send_next(connection);
    }

    void run_for(double seconds) {
        std::array<epoll_event, 512> events;
        const Stopwatch watch(CLOCK_MONOTONIC);
        while (watch.seconds() < seconds) {
            const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
            for (int i = 0; i < count; ++i)
                receive(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
        }
    }

    [[nodiscard]] Sample report(const CpuUse& before, const CpuUse& after, double seconds) const {
        const auto requests = static_cast<double>(latency_.count());
        const double user = after.user_ticks - before.user_ticks, system = after.system_ticks - before.system_ticks;
        const double cpu = (after.nanoseconds - before.nanoseconds) / 1e3 / std::max(1.0, requests);
        return {{"requests", "1/s", requests / seconds},
                {"latency p50", "us", latency_.quantile_in_us(0.5)},
                {"latency p99", "us", latency_.quantile_in_us(0.99)},
                {"latency p99.9", "us", latency_.quantile_in_us(0.999)},
                {"server CPU each", "us", cpu},
                {"of it in user mode", "us", cpu * user / std::max(1.0, user + system)}};
    }

    EchoLoad load_;
    int epoll_;
    std::vector<Connection> connections_;
    Histogram latency_;
    bool measuring_ = false;
};

}  // namespace

Sample generate_load(const EchoLoad& load) { return LoadGenerator(load).run(); }

void raise_descriptor_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace fibrix::bench
