// A client of an echo server, perhaps behind a proxy, that knows what it has sent: for simulations with faults.
//
// A round is a connection: so many bytes that nobody else sends, the end of sending, and all of them back. It may fail
// as long as it likes, until the given second; but what comes back is always the beginning of what was sent, and after
// that second a round must succeed within its patience.

#include <array>
#include <vector>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7007;
    std::int64_t most = 100'000;
    double until = 5, patience = 10;
};

Duration in_seconds(double seconds) { return Duration(static_cast<Duration::rep>(seconds * 1e9)); }

class Checker {
public:
    explicit Checker(const Settings& settings) : settings_(settings) {}

    int run() {
        const Time until(in_seconds(settings_.until)), limit = until + in_seconds(settings_.patience);
        while (sys::now() < until && !wrong_) attempt();
        bool settled = false;
        while (sys::now() < limit && !wrong_ && !settled) settled = attempt();
        sys::print("echo_check: {} rounds, {} of them whole, {} bytes came back\n", rounds_, whole_, bytes_);
        if (wrong_) sys::print_error("echo_check: byte {} of round {} is not what was sent\n", at_, rounds_);
        else if (!settled) sys::print_error("echo_check: no progress after the faults\n");
        return settled && !wrong_ ? 0 : 1;
    }

private:
    bool attempt() {
        const bool whole = round();
        if (whole) ++whole_;
        sys::sleep(std::chrono::milliseconds(10 + draw(40)));
        return whole;
    }

    [[nodiscard]] std::byte sent(std::size_t offset) const {
        constexpr std::size_t prime = 251, factor = 31;
        return static_cast<std::byte>(offset + offset / prime + static_cast<std::size_t>(rounds_) * factor);
    }

    bool round() {
        const auto until = sys::fixed(Deadline::after(5s));
        auto stream = Stream::connect(settings_.host, settings_.port, Deadline::after(500ms));
        if (!stream) return false;
        ++rounds_;
        std::vector<std::byte> all(1 + draw(static_cast<std::size_t>(settings_.most)));
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = sent(i);
        Nursery nursery;
        const auto sender = nursery.spawn([&] {
            if (stream->send_all(all, until)) static_cast<void>(stream->finish_sending());
        });
        const bool whole = sender && receive(*stream, all, until);
        static_cast<void>(sys::shutdown(stream->handle()));  // whoever still sends is to end
        nursery.join();
        return whole;
    }

    bool receive(Stream& stream, const std::vector<std::byte>& all, Deadline until) {
        std::array<std::byte, 4096> buffer;
        for (at_ = 0;;) {
            const auto received = stream.receive(buffer, until);
            if (!received) return false;
            if (*received == 0) return at_ == all.size();
            for (std::size_t i = 0; i < *received && !wrong_; ++i) {
                wrong_ = at_ == all.size() || buffer[i] != all[at_];
                if (!wrong_) ++at_, ++bytes_;
            }
            if (wrong_) return false;
        }
    }

    [[nodiscard]] std::size_t draw(std::size_t options) const {
        std::array<std::byte, 4> bytes{};
        static_cast<void>(sys::read(random_.handle(), bytes));
        std::size_t number = 0;
        for (const auto byte : bytes) number = number << 8 | static_cast<std::size_t>(byte);
        return number % options;
    }

    const Settings& settings_;
    File random_ = File::open("/dev/random").value();
    int rounds_ = 0, whole_ = 0;
    std::size_t bytes_ = 0, at_ = 0;
    bool wrong_ = false;
};

int echo_check(Arguments& arguments) {
    Settings settings;
    arguments.option("--host", settings.host, "name or address of the server");
    arguments.option("--port", settings.port, "TCP port");
    arguments.option("--most", settings.most, "bytes that a round has at the most");
    arguments.option("--until", settings.until, "the second until which anything may fail");
    arguments.option("--patience", settings.patience, "seconds in which a round must succeed after that");
    if (const auto done = arguments.parse()) return *done;
    if (settings.most < 1) {
        sys::print_error("echo_check: --most {}: 1 at least is needed\n", settings.most);
        return Arguments::usage_error;
    }
    return Checker(settings).run();
}

const Program program{"echo_check", "Writes to an echo server, and tells whether other bytes come back.", echo_check};

}  // namespace
