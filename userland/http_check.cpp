// A client of a web server that knows the file it asks for: for simulations with faults.
//
// Until the given second anything may fail. But an answer that says 200 is the beginning of the right one, and has the
// right length in its header; and after that second a whole one must come within the patience.

#include <algorithm>
#include <array>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

struct Settings {
    std::string host = "127.0.0.1", path = "/motd", file = "/etc/motd";
    std::uint16_t port = 8080;
    double until = 5, patience = 10;
};

Duration in_seconds(double seconds) { return Duration(static_cast<Duration::rep>(seconds * 1e9)); }

class Checker {
public:
    Checker(const Settings& settings, std::string body)
        : settings_(settings),
          body_(std::move(body)),
          question_(
              fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", settings.path, settings.host)) {}

    int run() {
        const Time until(in_seconds(settings_.until)), limit = until + in_seconds(settings_.patience);
        while (sys::now() < until && wrong_.empty()) attempt();
        bool settled = false;
        while (sys::now() < limit && wrong_.empty() && !settled) settled = attempt();
        sys::print("http_check: {} asked, {} whole answers\n", asked_, whole_);
        if (!settled && wrong_.empty()) wrong_ = "no progress after the faults";
        if (!wrong_.empty()) sys::print_error("http_check: {}\n", wrong_);
        return wrong_.empty() ? 0 : 1;
    }

private:
    bool attempt() {
        const auto answer = ask();
        const bool whole = is_whole(answer);
        if (whole) ++whole_;
        sys::sleep(30ms);
        return whole;
    }

    // As much of the answer as there is.
    std::string ask() {
        const auto until = sys::fixed(Deadline::after(3s));
        std::string answer;
        auto stream = Stream::connect(settings_.host, settings_.port, Deadline::after(500ms));
        if (!stream || !stream->send_all(question_, until)) return answer;
        ++asked_;
        std::array<std::byte, 4096> buffer;
        for (;;) {
            const auto received = stream->receive(buffer, until);
            if (!received || *received == 0) return answer;
            answer.append(reinterpret_cast<const char*>(buffer.data()), *received);
        }
    }

    bool is_whole(const std::string& answer) {
        const auto end = answer.find("\r\n\r\n");
        if (end == answer.npos || !answer.starts_with("HTTP/1.1 200 ")) return false;
        auto head = answer.substr(0, end + 2);
        std::ranges::transform(head, head.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
        const auto body = answer.substr(end + 4);
        if (head.find(fmt::format("\r\ncontent-length: {}\r\n", body_.size())) == head.npos)
            wrong_ = "the header says another length";
        else if (!body_.starts_with(body)) wrong_ = fmt::format("the answer is wrong within its {} bytes", body.size());
        return wrong_.empty() && body == body_;
    }

    const Settings& settings_;
    std::string body_, question_, wrong_{};
    int asked_ = 0, whole_ = 0;
};

int http_check(Arguments& arguments) {
    Settings settings;
    arguments.option("--host", settings.host, "name or address of the server");
    arguments.option("--port", settings.port, "TCP port");
    arguments.option("--path", settings.path, "what to ask for");
    arguments.option("--file", settings.file, "what must come, as it is here");
    arguments.option("--until", settings.until, "the second until which anything may fail");
    arguments.option("--patience", settings.patience, "seconds in which an answer must come after that");
    if (const auto done = arguments.parse()) return *done;
    auto body = read_file(settings.file);
    if (!body) {
        sys::print_error("http_check: cannot read '{}': {}\n", settings.file, describe(body.error()));
        return 1;
    }
    return Checker(settings, std::move(*body)).run();
}

const Program program{"http_check", "Asks a web server, and tells whether something else comes.", http_check};

}  // namespace
