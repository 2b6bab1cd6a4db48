// The environment of a process: names and values that its children inherit.
#pragma once

#include <optional>

#include "syscalls/process/process.hpp"

namespace fibrix::sys {

namespace detail {

/// Where in `environment` the entry of `name` is; its size if there is none.
inline std::size_t place_of(const std::vector<std::string>& environment, std::string_view name) noexcept {
    for (std::size_t i = 0; i < environment.size(); ++i)
        if (environment[i].size() > name.size() && environment[i][name.size()] == '=' &&
            environment[i].starts_with(name))
            return i;
    return environment.size();
}

}  // namespace detail

struct GetEnvironment {
    using Result = std::vector<std::string>;
    static constexpr SyscallNumber number = family_process + 19;
    static constexpr std::string_view help = "All of the environment, each entry as NAME=VALUE.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) { return call.answer(call.process().environment); }
};
BOOST_DESCRIBE_STRUCT(GetEnvironment, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<GetEnvironment> get_environment;

struct GetVariable {
    using Result = std::string;
    std::string name;
    static constexpr SyscallNumber number = family_process + 20;
    static constexpr std::string_view help = "The value of a name in the environment.";
    static constexpr std::array errors{Errno::noent};
    static Outcome carry_out(auto& call) {
        const auto& environment = call.process().environment;
        const auto& name = call.request().name;
        const auto place = detail::place_of(environment, name);
        if (place == environment.size()) return call.fail(Errno::noent);
        return call.answer(environment[place].substr(name.size() + 1));
    }
};
BOOST_DESCRIBE_STRUCT(GetVariable, (), (name))
/// Never parks. Errors: ENOENT.
inline constexpr Syscaller<GetVariable> get_variable;

struct SetVariable {
    using Result = void;
    std::string name;
    std::string value;
    static constexpr SyscallNumber number = family_process + 21;
    static constexpr std::string_view help = "Gives a name in the environment a value.";
    static constexpr std::array errors{Errno::inval};
    static Outcome carry_out(auto& call) {
        const auto& [name, value] = call.request();
        if (name.empty() || name.find('=') != name.npos) return call.fail(Errno::inval);
        auto& environment = call.process().environment;
        const auto place = detail::place_of(environment, name);
        if (place == environment.size()) environment.emplace_back();
        environment[place] = name + "=" + value;
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SetVariable, (), (name, value))
/// Never parks. Errors: EINVAL (no name, or one with a =).
inline constexpr Syscaller<SetVariable> set_variable;

struct UnsetVariable {
    using Result = void;
    std::string name;
    static constexpr SyscallNumber number = family_process + 22;
    static constexpr std::string_view help = "Takes a name out of the environment.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) {
        auto& environment = call.process().environment;
        const auto place = detail::place_of(environment, call.request().name);
        if (place < environment.size()) environment.erase(environment.begin() + static_cast<std::ptrdiff_t>(place));
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(UnsetVariable, (), (name))
/// Never parks, never fails.
inline constexpr Syscaller<UnsetVariable> unset_variable;

struct Exec {
    using Result = void;
    std::string program;
    std::vector<std::string> arguments{};
    std::vector<std::string> environment{};
    static constexpr SyscallNumber number = family_process + 23;
    static constexpr std::string_view help =
        "Replaces the program of the calling process: its stack is unwound, its other tasks are killed, and the "
        "program "
        "begins with the handles, the directory and the id as they are. An empty environment leaves it as it is.";
    static constexpr std::array errors{Errno::noent,  Errno::acces,  Errno::isdir, Errno::notdir, Errno::io,
                                       Errno::noexec, Errno::libbad, Errno::inval, Errno::again};
    static Outcome carry_out(auto& call) { return replace_program(call); }
};
BOOST_DESCRIBE_STRUCT(Exec, (), (program, arguments, environment))
/// Returns only with an error: EINVAL (the caller is not the first task), else as `start`.
inline constexpr Syscaller<Exec> exec;

inline constexpr Family<GetEnvironment, GetVariable, SetVariable, UnsetVariable, Exec> environment_family{"process"};

}  // namespace fibrix::sys
