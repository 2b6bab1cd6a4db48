// Asks udp_echo whether it is there, and how long an answer takes.
//
// Datagrams may be lost, come twice, and overtake each other. So each question has a number, is asked again until its
// answer has come, and an answer to another question (late, or come twice) is counted and dropped.

#include <vector>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7007, count = 4, tries = 5;
    double wait = 0.5, interval = 0.2;  // seconds
};

Duration in_seconds(double seconds) { return Duration(static_cast<Duration::rep>(seconds * 1e9)); }

class Pinger {
public:
    Pinger(const Settings& settings, DatagramSocket& socket, const SocketAddress& to)
        : settings_(settings), socket_(socket), to_(to) {}

    int run() {
        for (int number = 1; number <= settings_.count; ++number) {
            if (number > 1) sys::sleep(in_seconds(settings_.interval));
            if (ask(number)) ++answered_;
            else sys::print("no answer {}\n", number);
        }
        sys::print("{} asked, {} answered; {} sent again, {} answers came late or twice\n", settings_.count, answered_,
                   again_, stray_);
        return answered_ == settings_.count ? 0 : 1;
    }

private:
    bool ask(int number) {
        const auto question = fmt::format("ping {}", number);
        const Time begun = sys::now();
        for (int attempt = 1; attempt <= settings_.tries; ++attempt) {
            if (attempt > 1) ++again_;
            const auto until = sys::fixed(Deadline::after(in_seconds(settings_.wait)));
            static_cast<void>(socket_.send_to(to_, question, until));  // what was not sent is sent again
            if (!await(question, until)) continue;
            const auto span = static_cast<double>((sys::now() - begun).count()) / 1e6;
            sys::print("answer {} from {} after {:.3f} ms{}\n", number, to_string(to_), span,
                       attempt == 1 ? "" : fmt::format(", asked {} times", attempt));
            return true;
        }
        return false;
    }

    // False if the answer has not come by then.
    bool await(std::string_view question, Deadline until) {
        for (;;) {
            const auto received = socket_.receive_from(buffer_, until);
            if (!received && received.error() == Errno::intr) continue;
            if (!received) return false;
            if (received->sender != to_) continue;
            if (std::string_view(reinterpret_cast<const char*>(buffer_.data()), received->size) == question)
                return true;
            ++stray_;
        }
    }

    const Settings& settings_;
    DatagramSocket& socket_;
    SocketAddress to_;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(64);
    int answered_ = 0, again_ = 0, stray_ = 0;
};

int complain(std::string_view what, const std::string& whom, Errno error) {
    sys::print_error("ping: cannot {} '{}': {}\n", what, whom, describe(error));
    return 1;
}

int ping(Arguments& arguments) {
    Settings settings;
    arguments.option("--host", settings.host, "name or address");
    arguments.option("--port", settings.port, "UDP port");
    arguments.option("--count", settings.count, "questions");
    arguments.option("--tries", settings.tries, "times that each is asked at the most");
    arguments.option("--wait", settings.wait, "seconds for an answer, until it is asked again");
    arguments.option("--interval", settings.interval, "seconds between an answer and the next question");
    if (const auto done = arguments.parse()) return *done;

    const auto addresses = sys::resolve(settings.host, settings.port);
    if (!addresses) return complain("find", settings.host, addresses.error());
    auto socket = DatagramSocket::towards(addresses->front());
    if (!socket) return complain("ask", settings.host, socket.error());
    return Pinger(settings, *socket, addresses->front()).run();
}

const Program program{"ping", "Asks udp_echo whether it is there.", ping};

}  // namespace
