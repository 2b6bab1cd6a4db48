// The server itself: what it is, what it can do, how it is set up.

#include <fmt/format.h>

#include "userland/kv/command.hpp"
#include "userland/kv/glob.hpp"

namespace fibrix::kv {
namespace {

using Kind = Command::Kind;

void echo(Client& client, const Words& words) { client.out.bulk(words[1]); }

void select(Client& client, const Words& words) {
    const auto index = integer_of(client, words[1]);
    if (!index) return;
    if (*index != 0) return client.out.error("ERR DB index is out of range");
    client.out.ok();
}

void unknown_subcommand(Client& client, std::string_view command, std::string_view subcommand) {
    client.out.error(fmt::format("ERR unknown subcommand '{}'. Try {} HELP.", subcommand.substr(0, 128), command));
}

void describe(Client& client, const Command& command) {
    constexpr std::string_view flags[] = {"readonly", "write", "write denyoom", "pubsub", "fast"};
    const auto text = flags[static_cast<std::size_t>(command.kind)];
    const auto space = text.find(' ');
    client.out.array(6);
    client.out.bulk(command.name);
    client.out.integer(std::int64_t{command.arity});
    client.out.array(space == text.npos ? 1 : 2);
    client.out.simple(text.substr(0, space));
    if (space != text.npos) client.out.simple(text.substr(space + 1));
    for (const int each : {command.first_key, command.last_key, command.key_step})
        client.out.integer(std::int64_t{each});
}

void describe_named(Client& client, const Words& words) {
    client.out.array(words.size() - 2);
    for (std::size_t i = 2; i < words.size(); ++i) {
        const Command* const found = client.state.commands.find(words[i]);
        if (found == nullptr) client.out.null_array();
        else describe(client, *found);
    }
}

void command(Client& client, const Words& words) {
    const auto& all = client.state.commands.all();
    if (words.size() == 1) {
        client.out.array(all.size());
        for (const auto* each : all) describe(client, *each);
    } else if (same_word(words[1], "count")) {
        if (words.size() > 2) return wrong_arity(client, "command|count");
        client.out.integer(all.size());
    } else if (same_word(words[1], "info")) {
        describe_named(client, words);
    } else if (same_word(words[1], "docs")) {
        client.out.array(0);  // there are none: a client that asks goes on without
    } else {
        unknown_subcommand(client, "COMMAND", words[1]);
    }
}

void config(Client& client, const Words& words) {
    if (!same_word(words[1], "get")) return unknown_subcommand(client, "CONFIG", words[1]);
    if (words.size() < 3) return wrong_arity(client, "config|get");
    const std::pair<std::string_view, std::string> settings[] = {
        {"appendonly", "no"}, {"databases", "1"}, {"maxmemory", std::to_string(client.state.max_memory)}, {"save", ""}};
    std::vector<const std::pair<std::string_view, std::string>*> found;
    for (const auto& setting : settings)
        for (std::size_t i = 2; i < words.size(); ++i)
            if (matches(words[i], setting.first)) {
                found.push_back(&setting);
                break;
            }
    client.out.array(2 * found.size());
    for (const auto* each : found) {
        client.out.bulk(each->first);
        client.out.bulk(each->second);
    }
}

struct Section {
    std::string_view name;
    std::string (*text)(const State&);
};

constexpr Section sections[] = {
    {"server",
     [](const State& state) {
         return fmt::format("# Server\r\nredis_version:7.0.0\r\nredis_mode:standalone\r\nserver_name:fibrix-kv\r\n"
                            "tcp_port:{}\r\nuptime_in_seconds:{}\r\n",
                            state.statistics.port, (state.store.now() - state.statistics.started) / 1000);
     }},
    {"clients",
     [](const State& state) { return fmt::format("# Clients\r\nconnected_clients:{}\r\n", state.statistics.clients); }},
    {"memory",
     [](const State& state) {
         return fmt::format("# Memory\r\nused_memory:{}\r\nmaxmemory:{}\r\nmaxmemory_policy:noeviction\r\n",
                            state.store.memory(), state.max_memory);
     }},
    {"stats",
     [](const State& state) {
         const auto& numbers = state.statistics;
         return fmt::format(
             "# Stats\r\ntotal_connections_received:{}\r\ntotal_commands_processed:{}\r\n"
             "rejected_connections:{}\r\nexpired_keys:{}\r\npubsub_channels:{}\r\npubsub_patterns:{}\r\n",
             numbers.connections, numbers.commands, numbers.refused, state.store.expired(), state.broker.channels(),
             state.broker.patterns());
     }},
    {"persistence",
     [](const State& state) {
         const auto& saving = state.saving;
         return fmt::format("# Persistence\r\nrdb_changes_since_last_save:{}\r\nrdb_bgsave_in_progress:{}\r\n"
                            "rdb_last_save_time:{}\r\n",
                            saving.changes - saving.saved, saving.running ? 1 : 0, saving.last / 1000);
     }},
    {"keyspace",
     [](const State& state) {
         std::string text = "# Keyspace\r\n";
         if (state.store.size() > 0)
             text +=
                 fmt::format("db0:keys={},expires={},avg_ttl=0\r\n", state.store.size(), state.store.volatile_size());
         return text;
     }},
};

bool asks_for(const Words& words, std::string_view section) {
    if (words.size() == 1) return true;
    for (std::size_t i = 1; i < words.size(); ++i)
        for (const auto name :
             {section, std::string_view("all"), std::string_view("default"), std::string_view("everything")})
            if (same_word(words[i], name)) return true;
    return false;
}

void info(Client& client, const Words& words) {
    std::string text;
    for (const auto& section : sections) {
        if (!asks_for(words, section.name)) continue;
        if (!text.empty()) text += "\r\n";
        text += section.text(client.state);
    }
    client.out.bulk(text);
}

bool may_save(Client& client) {
    const auto& saving = client.state.saving;
    if (!saving.possible) client.out.error("ERR this server has no file to save to (kv --snapshot FILE)");
    else if (saving.running || saving.wanted) client.out.error("ERR Background save already in progress");
    return saving.possible && !saving.running && !saving.wanted;
}

// No command waits: the connection saves, and replies.
void save(Client& client, const Words&) { client.awaits_saving = may_save(client); }

void background_save(Client& client, const Words&) {
    if (!may_save(client)) return;
    client.state.saving.wanted = true;
    client.out.simple("Background saving started");
}

void last_save(Client& client, const Words&) { client.out.integer(client.state.saving.last / 1000); }

constexpr Command commands[] = {
    {"echo", 2, Kind::other, echo, 0, 0, 0},
    {"select", 2, Kind::other, select, 0, 0, 0},
    {"command", -1, Kind::other, command, 0, 0, 0},
    {"config", -2, Kind::other, config, 0, 0, 0},
    {"info", -1, Kind::other, info, 0, 0, 0},
    {"save", 1, Kind::other, save, 0, 0, 0},
    {"bgsave", -1, Kind::other, background_save, 0, 0, 0},
    {"lastsave", 1, Kind::other, last_save, 0, 0, 0},
};

}  // namespace

std::span<const Command> server_commands() noexcept { return commands; }

}  // namespace fibrix::kv
