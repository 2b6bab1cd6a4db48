// The shell's variables: names with values; the exported ones are the environment of what it starts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fibrix::sh {

struct Variable {
    std::optional<std::string> value{};
    bool exported = false;
};

class Variables {
public:
    Variables() = default;
    /// `environment`: entries NAME=VALUE; what is no variable's name is left out.
    explicit Variables(const std::vector<std::string>& environment);

    [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
    void set(const std::string& name, std::string value) { all_[name].value = std::move(value); }
    void mark_exported(const std::string& name) { all_[name].exported = true; }
    void unset(const std::string& name) { all_.erase(name); }
    /// What a name stood for, to be given back by `restore`; nothing if there was no such variable.
    [[nodiscard]] std::optional<Variable> save(const std::string& name) const;
    void restore(const std::string& name, std::optional<Variable> saved);
    /// The exported ones, as NAME=VALUE.
    [[nodiscard]] std::vector<std::string> environment() const;
    [[nodiscard]] const std::map<std::string, Variable, std::less<>>& all() const noexcept { return all_; }

private:
    std::map<std::string, Variable, std::less<>> all_;
};

/// In single quotes, so that the shell reads it as the same text again; as it is if it needs none.
std::string quoted(std::string_view text);

}  // namespace fibrix::sh
