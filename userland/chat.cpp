// A chat server: whoever connects says a name, and from then on everybody gets each line. Use it with nc.
//
// A connection has two tasks: one reads its lines, the other writes what lies in its outbox, a bounded channel. A line
// is put into the outboxes of the others without waiting, so one who does not read holds up nobody; what finds no room
// is lost to that one alone, who is told how much it was.

#include <array>
#include <map>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

constexpr std::size_t longest_line = 1000, longest_name = 20;
constexpr auto farewell = 5s;  // for what is still to be written, and the other's end, when one goes

class Member {
public:
    explicit Member(std::size_t outbox) : outbox_(outbox) {}
    std::string name;

    void tell(std::string text) {
        if (missed_ > 0 && outbox_.try_send(fmt::format("* you have missed {}\n", missed_))) missed_ = 0;
        if (!outbox_.try_send(std::move(text))) ++missed_;
    }
    // One to whom nothing can be sent any more has gone: nothing is received from him either.
    void write_to(Stream& stream) {
        while (const auto text = outbox_.receive())
            if (!stream.send_all(*text)) {
                sys::shutdown(stream.handle(), sys::Direction::both);
                return close();
            }
    }
    void close() { outbox_.close(); }

private:
    Channel<std::string> outbox_;
    std::size_t missed_ = 0;
};

class Room {
public:
    /// False if somebody has that name already.
    bool enter(Member& member) {
        if (!members_.emplace(member.name, &member).second) return false;
        tell_others(member, fmt::format("* {} has come\n", member.name));
        member.tell(list());
        return true;
    }
    void leave(Member& member) {
        members_.erase(member.name);
        tell_others(member, fmt::format("* {} has gone\n", member.name));
    }
    void tell_others(const Member& sender, const std::string& text) {
        for (const auto& [name, member] : members_)
            if (member != &sender) member->tell(text);
    }
    [[nodiscard]] std::string list() const {
        std::string names;
        for (const auto& [name, member] : members_) names += (names.empty() ? "" : ", ") + name;
        return fmt::format("* here: {}\n", names);
    }

private:
    std::map<std::string, Member*> members_;
};

// What one types is shown on the others' terminals: no control characters.
bool read_line(LineStream& lines, std::string& line, Member& member) {
    const auto got = lines.next(line);
    if (got.has_error() && got.error() == Errno::msgsize)
        member.tell(fmt::format("* a line has at most {} bytes\n", longest_line));
    for (char& c : line)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
    return got.has_value() && *got;
}

bool is_name(const std::string& text) {
    return !text.empty() && text.size() <= longest_name && text.find_first_of(" :*/,") == text.npos;
}

bool ask_name(Room& room, LineStream& lines, Member& member) {
    for (member.tell("* your name?\n"); read_line(lines, member.name, member);) {
        if (!is_name(member.name)) member.tell("* a name has 1 to 20 characters, none of them ' :*/,'; your name?\n");
        else if (room.enter(member)) return true;
        else member.tell(fmt::format("* there is a {} already; your name?\n", member.name));
    }
    return false;
}

void talk(Room& room, LineStream& lines, Member& member) {
    for (std::string line; read_line(lines, line, member);) {
        if (line == "/quit") return member.tell("* bye\n");
        if (line == "/who") member.tell(room.list());
        else if (line.starts_with('/')) member.tell("* there are /who and /quit\n");
        else if (!line.empty()) room.tell_others(member, fmt::format("{}: {}\n", member.name, line));
    }
}

// Closing with something unread would take back what was written: what still comes is thrown away first.
void part_from(Stream& client) {
    if (!client.finish_sending()) return;
    std::array<std::byte, 1024> unheard;
    const auto until = sys::fixed(Deadline::after(farewell));
    for (auto more = client.receive(unheard, until); more && *more > 0;) more = client.receive(unheard, until);
}

void serve(Room& room, Stream& client, std::size_t outbox) {
    Member member(outbox);
    Nursery nursery;
    if (!nursery.spawn([&] { member.write_to(client); })) return;
    LineStream lines(client, longest_line);
    if (ask_name(room, lines, member)) {
        const struct Visit {
            Room& room;
            Member& member;
            ~Visit() { room.leave(member); }
        } visit{room, member};
        talk(room, lines, member);
    }
    member.close();
    if (nursery.join(Deadline::after(farewell))) part_from(client);
    else nursery.cancel();
}

// Until accepting fails; then all are sent away.
int accept_members(Listener& listener, std::uint16_t most_members, std::size_t outbox) {
    Room room;
    Semaphore places(most_members);
    Nursery members;
    for (;;) {
        Semaphore::Permit place(places);
        auto client = listener.accept_patiently();
        if (!client) {
            sys::print_error("chat: cannot accept: {}\n", describe(client.error()));
            members.cancel();
            return 1;
        }
        members.spawn([&room, outbox, place = std::move(place), stream = std::move(*client)]() mutable {
            try {
                serve(room, stream, outbox);
            } catch (const SystemError&) {
            }  // there is no handle left for one more
        });
    }
}

int chat(Arguments& arguments) {
    std::uint16_t port = 7008, most_members = 1000, outbox = 64;
    std::string host = "127.0.0.1";
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    arguments.option("--max-clients", most_members, "at the same time, 1 at least; more wait to be accepted");
    arguments.option("--outbox", outbox, "lines kept for one who does not read");
    if (const auto done = arguments.parse()) return *done;
    if (most_members == 0) {
        sys::print_error("chat: --max-clients 0 would let nobody in: 1 at least is needed\n");
        return Arguments::usage_error;
    }

    auto listener = Listener::at(host, port);
    if (!listener) {
        sys::print_error("chat: cannot listen on {} port {}: {}\n", host, port, describe(listener.error()));
        return 1;
    }
    sys::print("chat: listening on {}\n", to_string(listener->address().value()));
    return accept_members(*listener, most_members, outbox);
}

const Program program{"chat", "A chat server; use it with nc.", chat};

}  // namespace
