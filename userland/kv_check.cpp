// A client of kv that knows what it has written: for simulations with faults.
//
// Every write has a key and a value of its own. What was acknowledged must be seen on the same connection; what was
// saved, or with --all everything that was acknowledged, must be seen for ever. Until the given second it goes on
// whatever fails; afterwards it must succeed within its patience: everything is there, and more can be written.

#include <optional>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

struct Settings {
    std::string host = "127.0.0.1", name = "check";
    std::uint16_t port = 6379;
    double until = 5, patience = 10;
    bool all = false;
};

class Checker {
public:
    explicit Checker(const Settings& settings) : settings_(settings) {}

    int run() {
        const Time until(Duration(static_cast<std::int64_t>(settings_.until * 1e9)));
        while (sys::now() < until && wrong_.empty()) converse(until);
        const Time limit = sys::now() + Duration(static_cast<std::int64_t>(settings_.patience * 1e9));
        bool settled = false;
        while (sys::now() < limit && wrong_.empty() && !settled) settled = settle();
        sys::print("kv_check {}: {} written, {} acknowledged, {} saved\n", settings_.name, written_, acknowledged_,
                   saved_.size());
        if (!settled && wrong_.empty()) wrong_ = "no progress after the faults";
        if (!wrong_.empty()) sys::print_error("kv_check {}: {}\n", settings_.name, wrong_);
        return wrong_.empty() ? 0 : 1;
    }

private:
    /// A connection, and what was acknowledged on it.
    struct Session {
        explicit Session(Stream connected) : stream(std::move(connected)) {}
        Session(const Session&) = delete;  // `lines` knows where `stream` is
        Session& operator=(const Session&) = delete;
        ~Session() = default;

        Stream stream;
        LineStream lines{stream, 1000};
        std::vector<int> acknowledged{};
    };
    using Reply = std::optional<std::string>;

    [[nodiscard]] std::string key(int number) const { return fmt::format("{}:{}", settings_.name, number); }
    [[nodiscard]] std::string value(int number) const { return fmt::format("value-{}-{}", settings_.name, number); }

    // No reply: the connection is of no use any more.
    static Reply ask(Session& session, const std::string& command) {
        const auto deadline = Deadline::after(1s);
        std::string line;
        if (!session.stream.send_all(command + "\r\n", deadline)) return {};
        const auto got = session.lines.next(line, deadline);
        if (!got || !*got) return {};
        if (!line.starts_with('$') || line == "$-1") return line;
        const auto length = line.substr(1);
        const auto more = session.lines.next(line, deadline);
        if (!more || !*more || std::to_string(line.size()) != length) return {};  // cut off in the middle
        return line;
    }

    bool connect(std::optional<Session>& session) const {
        auto stream = Stream::connect(settings_.host, settings_.port, Deadline::after(500ms));
        if (stream) session.emplace(std::move(*stream));
        else sys::sleep(50ms);
        return stream.has_value();
    }

    bool write(Session& session) {
        const int number = written_++;
        const auto reply = ask(session, fmt::format("SET {} {}", key(number), value(number)));
        if (reply != "+OK") return false;
        ++acknowledged_;
        session.acknowledged.push_back(number);
        if (settings_.all) saved_.push_back(number);
        else unsaved_.push_back(number);
        return true;
    }

    // What was acknowledged on this connection is in what the server saves now.
    bool save(Session& session) {
        if (settings_.all) return true;
        const auto reply = ask(session, "SAVE");
        if (reply != "+OK") return false;
        for (const int number : session.acknowledged)
            if (std::erase(unsaved_, number) > 0) saved_.push_back(number);
        return true;
    }

    bool see(Session& session, int number) {
        const auto reply = ask(session, "GET " + key(number));
        if (reply == "$-1" || (reply && !reply->starts_with('-') && *reply != value(number))) {
            wrong_ = fmt::format("an acknowledged write is lost: {} is {}", key(number),
                                 *reply == "$-1" ? "not there" : *reply);
        }
        return reply == value(number);
    }

    // Goes on until something fails.
    void converse(Time until) {
        std::optional<Session> connected;
        if (!connect(connected) || !connected) return;
        Session& session = *connected;
        constexpr std::size_t kinds = 8;
        bool good = true;
        while (good && sys::now() < until) {
            const auto die = draw(kinds);
            if (die == 0) good = save(session);
            else if (die == 1 && !saved_.empty()) good = see(session, saved_[draw(saved_.size())]);
            else if (die == 2 && !session.acknowledged.empty())
                good = see(session, session.acknowledged[draw(session.acknowledged.size())]);
            else good = write(session);
            if (good) sys::sleep(std::chrono::milliseconds(draw(40)));
        }
    }

    // Everything that must be there is, and there can be more.
    bool settle() {
        std::optional<Session> connected;
        if (!connect(connected) || !connected) return false;
        Session& session = *connected;
        for (int i = 0; i < 3; ++i)
            if (!write(session)) return pause();
        if (!save(session)) return pause();
        for (const int number : saved_)
            if (!see(session, number)) return pause();
        return true;
    }

    static bool pause() {
        sys::sleep(50ms);
        return false;
    }

    [[nodiscard]] std::size_t draw(std::size_t options) const {
        std::array<std::byte, 2> bytes{};
        static_cast<void>(sys::read(random_.handle(), bytes));
        return (static_cast<std::size_t>(bytes[0]) << 8 | static_cast<std::size_t>(bytes[1])) % options;
    }

    const Settings& settings_;
    File random_ = File::open("/dev/random").value();
    int written_ = 0, acknowledged_ = 0;
    std::string wrong_{};
    std::vector<int> saved_{}, unsaved_{};
};

int kv_check(Arguments& arguments) {
    Settings settings;
    arguments.option("--host", settings.host, "name or address of the server");
    arguments.option("--port", settings.port, "TCP port");
    arguments.option("--name", settings.name, "what its keys begin with");
    arguments.option("--until", settings.until, "the second until which anything may fail");
    arguments.option("--patience", settings.patience, "seconds in which all must be well after that");
    arguments.flag("--all", settings.all, "the server never dies: what was acknowledged is there, saved or not");
    if (const auto done = arguments.parse()) return *done;
    return Checker(settings).run();
}

const Program program{"kv_check", "Writes to kv, and tells whether a write that was acknowledged is lost.", kv_check};

}  // namespace
