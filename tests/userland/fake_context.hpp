// A shell's surroundings for tests: variables in a map, files in a set, and commands whose output is their own text.
#pragma once

#include <map>

#include "tests/userland/fake_directories.hpp"
#include "userland/sh/expansion.hpp"

namespace fibrix::testing {

class FakeContext final : public FakeDirectories<sh::Context> {
public:
    using FakeDirectories::FakeDirectories;

    std::optional<std::string> value(std::string_view name) override {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    }
    void assign(const std::string& name, std::string value) override { variables[name] = std::move(value); }
    const std::vector<std::string>& arguments() override { return words; }
    std::string output_of(const std::shared_ptr<const sh::List>& command) override {
        return command->empty() ? "" : command->front().text + "\n\n";
    }

    std::map<std::string, std::string> variables;
    std::vector<std::string> words;
};

}  // namespace fibrix::testing
