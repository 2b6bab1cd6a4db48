// A command, and what carrying one out works on: the state all clients share, and the client's own.
#pragma once

#include <span>

#include "userland/kv/broker.hpp"
#include "userland/kv/command_table.hpp"
#include "userland/kv/store.hpp"
#include "userland/kv/words.hpp"

namespace fibrix::kv {

/// What INFO tells of, besides the data set.
struct Statistics {
    std::uint16_t port = 0;
    std::int64_t started = 0;  ///< calendar, in milliseconds
    std::size_t clients = 0, connections = 0, refused = 0, commands = 0;
};

/// The data set and its file.
struct Saving {
    bool possible = false;      ///< there is a file
    bool wanted = false;        ///< by a client that does not wait for it
    bool running = false;       ///< it is being written
    std::uint64_t changes = 0;  ///< commands that may have changed something
    std::uint64_t saved = 0;    ///< how many of them are in the file
    std::int64_t last = 0;      ///< when it was written, in milliseconds of the calendar
};

/// What all clients share. One task at a time works on it, for no command makes a request.
struct State {
    Store store;
    Broker broker;
    CommandTable commands;
    Statistics statistics;
    Saving saving;
    std::size_t max_memory = 0;  ///< bytes; 0: no limit
};

/// A client as the commands see it: a subscriber, whose `out` takes the replies as well.
class Client : public Subscriber {
public:
    explicit Client(State& its_state) noexcept
        : Subscriber(its_state.broker), state(its_state), store(its_state.store) {}
    State& state;
    Store& store;
    bool leaving = false;        ///< the connection is to be closed when all replies are sent
    bool awaits_saving = false;  ///< the data set is to be saved, and then the client told

protected:
    ~Client() = default;
};

struct Command {
    enum class Kind : std::uint8_t {
        reading,  // of the data set
        writing,
        growing,  // writing, and refused when the memory is used up
        talking,  // of clients with each other, allowed to one who listens
        other,
    };
    std::string_view name;
    int arity;  ///< words, itself included; negative: at least so many
    Kind kind;
    void (*carry_out)(Client&, const Words&);
    int first_key = 1, last_key = 1, key_step = 1;  ///< which words are keys
};

/// Carries out the command in `words`, which are one at least, and replies.
void execute(Client& client, const Words& words);

void wrong_arity(Client& client, std::string_view command);
/// The integer that `word` is. Nothing: it is none, and the client has been told.
std::optional<std::int64_t> integer_of(Client& client, std::string_view word);

inline constexpr std::string_view wrong_type = "WRONGTYPE Operation against a key holding the wrong kind of value";
inline constexpr std::string_view not_an_integer = "ERR value is not an integer or out of range";
inline constexpr std::string_view syntax_error = "ERR syntax error";

// The commands, by what they are about.
std::span<const Command> string_commands() noexcept;
std::span<const Command> counter_commands() noexcept;
std::span<const Command> key_commands() noexcept;
std::span<const Command> expiry_commands() noexcept;
std::span<const Command> list_commands() noexcept;
std::span<const Command> list_edit_commands() noexcept;
std::span<const Command> hash_commands() noexcept;
std::span<const Command> pubsub_commands() noexcept;
std::span<const Command> server_commands() noexcept;

}  // namespace fibrix::kv
