// A client of the key-value server without a connection: commands in, replies out.
#pragma once

#include <string>

#include "userland/kv/command.hpp"
#include "userland/kv/request_parser.hpp"

namespace fibrix::testing {

struct KvClient final : kv::Client {
    explicit KvClient(kv::State& its_state) : Client(its_state) {}
    void tell() override { ++told; }

    /// Carries out inline commands, a line each, and gives all replies.
    std::string give(const std::string& commands) {
        std::string input = commands + "\n";
        kv::RequestParser parser;
        while (parser.next(input) == kv::RequestParser::Found::command) {
            if (parser.words().size() > 0) execute(*this, parser.words());
            input.erase(0, parser.consumed());
        }
        return take();
    }
    /// What was replied or published since the last time.
    std::string take() {
        std::string replies(out.view());
        out.clear();
        return replies;
    }
    int told = 0;
};

struct KvSystem {
    kv::State state;
    KvClient client{state};
    std::string give(const std::string& commands) { return client.give(commands); }
};

}  // namespace fibrix::testing
