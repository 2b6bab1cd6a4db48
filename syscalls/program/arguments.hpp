// The arguments of a program: options and words, described once, parsed and explained alike everywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fibrix {

class Arguments {
public:
    /// The exit status of a program whose arguments are wrong.
    static constexpr int usage_error = 2;

    Arguments(std::string_view program, std::string_view help, std::vector<std::string> words);
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;
    ~Arguments();

    /// An option such as "--port"; `value` holds the default, and must live until `parse` has returned.
    void option(const char* name, std::uint16_t& value, const char* help);
    void option(const char* name, std::int64_t& value, const char* help);
    void option(const char* name, double& value, const char* help);
    void option(const char* name, std::string& value, const char* help);
    /// One that may be given several times.
    void option(const char* name, std::vector<std::string>& values, const char* help);
    void flag(const char* name, bool& value, const char* help);
    /// A word by position.
    void word(const char* name, std::string& value, const char* help, bool required = true);
    void word(const char* name, std::uint16_t& value, const char* help, bool required = true);
    void word(const char* name, std::int64_t& value, const char* help, bool required = true);
    void word(const char* name, double& value, const char* help, bool required = true);
    /// All remaining words.
    void words(const char* name, std::vector<std::string>& values, const char* help, bool required = false);

    /// The words that were given. A program may rewrite them before it parses, as for options of an old form (head -5).
    [[nodiscard]] std::vector<std::string>& given() noexcept;

    /// Parses. Nothing: go on. Else what the program is to return: `--help` was asked for and printed, or something
    /// is wrong and one line on standard error has said what.
    [[nodiscard]] std::optional<int> parse();
    /// The same, but nothing after the last described word is taken for an option of this program.
    void pass_the_rest();

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace fibrix
