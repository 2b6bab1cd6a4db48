// The server: takes connections, a task for each, and has what they share.
#pragma once

#include <list>
#include <string>
#include <vector>

#include "syscalls/sys.hpp"
#include "userland/httpd/access_log.hpp"
#include "userland/httpd/clock.hpp"
#include "userland/httpd/request_parser.hpp"
#include "userland/httpd/site.hpp"

namespace fibrix::httpd {

class Connection;

struct ServerOptions {
    SiteOptions site;
    RequestLimits limits;
    std::uint16_t connections = 10'000;
    Duration idle = std::chrono::seconds(60);      ///< without a request, or with an answer of which nothing is taken
    Duration patience = std::chrono::seconds(10);  ///< for a whole request, and for the first to begin
    Duration farewell = std::chrono::seconds(2);   ///< for the client's end of a connection that we have ended
    bool log = false;
};

class Server {
public:
    explicit Server(ServerOptions its_options)
        : options(std::move(its_options)), site(options.site), places_(options.connections) {}
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves clients until SIGTERM, SIGINT or SIGHUP, or until accepting fails for good: then the reason. Parks. Once
    /// a signal has come, nobody is accepted, idle clients are sent away, and answers under way get a while to be sent.
    Result<void> serve(Listener listener);
    [[nodiscard]] bool stopping() const noexcept { return stopping_; }
    /// An empty buffer to compose answers in. Those who wait for a request have none.
    std::string take_buffer();
    void give_back(std::string buffer);

    const ServerOptions options;
    Clock clock;
    Site site;
    AccessLog log;
    std::list<Connection*> connections;  // who has been idle longest first; between them those who are not

private:
    Result<void> accept_clients(Listener listener, Nursery& clients);
    bool await_place();
    void welcome(Nursery& clients, Stream client, Semaphore::Permit place);
    void end_idle_one();
    void stop();

    bool stopping_ = false;
    Semaphore places_;
    std::vector<std::string> buffers_;
};

}  // namespace fibrix::httpd
