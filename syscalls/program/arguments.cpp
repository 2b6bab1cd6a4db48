#include "syscalls/program/arguments.hpp"

#include "syscalls/console/console.hpp"
#include "syscalls/program/command_line.hpp"

namespace fibrix {

struct Arguments::Parser {
    CLI::App app;
    std::vector<std::string> words;
    Parser(std::string_view program, std::string_view help, std::vector<std::string> its_words)
        : app(std::string(help), std::string(program)), words(std::move(its_words)) {
        app.get_formatter()->column_width(28);
        app.set_help_flag();
    }
};

Arguments::Arguments(std::string_view program, std::string_view help, std::vector<std::string> words)
    : parser_(std::make_unique<Parser>(program, help, std::move(words))) {}

Arguments::~Arguments() = default;

namespace {

// Numbers are checked by us before they are converted, so that what a person gets to read is ours.
template <class T>
void add_number(CLI::App& app, const char* name, T& value, const char* help, bool required) {
    auto* option = app.add_option(name, value, help)->check(number_from<T>())->type_name("NUMBER");
    if (*name == '-') option->capture_default_str();
    option->required(required);
}

}  // namespace

void Arguments::option(const char* name, std::uint16_t& value, const char* help) {
    add_number(parser_->app, name, value, help, false);
}
void Arguments::option(const char* name, std::int64_t& value, const char* help) {
    add_number(parser_->app, name, value, help, false);
}
void Arguments::option(const char* name, double& value, const char* help) {
    add_number(parser_->app, name, value, help, false);
}
void Arguments::option(const char* name, std::string& value, const char* help) {
    parser_->app.add_option(name, value, help)->default_str(printable(value));
}
void Arguments::option(const char* name, std::vector<std::string>& values, const char* help) {
    parser_->app.add_option(name, values, help)->allow_extra_args(false)->take_all();
}
void Arguments::flag(const char* name, bool& value, const char* help) { parser_->app.add_flag(name, value, help); }
void Arguments::word(const char* name, std::string& value, const char* help, bool required) {
    parser_->app.add_option(name, value, help)->required(required);
}
void Arguments::word(const char* name, std::uint16_t& value, const char* help, bool required) {
    add_number(parser_->app, name, value, help, required);
}
void Arguments::word(const char* name, std::int64_t& value, const char* help, bool required) {
    add_number(parser_->app, name, value, help, required);
}
void Arguments::word(const char* name, double& value, const char* help, bool required) {
    add_number(parser_->app, name, value, help, required);
}
void Arguments::words(const char* name, std::vector<std::string>& values, const char* help, bool required) {
    parser_->app.add_option(name, values, help)->required(required);
}
std::vector<std::string>& Arguments::given() noexcept { return parser_->words; }

void Arguments::pass_the_rest() { parser_->app.positionals_at_end(); }

std::optional<int> Arguments::parse() {
    const bool taken = parser_->app.get_option_no_throw("-h") != nullptr;  // as by df, for "human"
    parser_->app.set_help_flag(taken ? "--help" : "-h,--help", "what this program does, and its options");
    try {
        // CLI11 takes the words from the back.
        parser_->app.parse(std::vector<std::string>(parser_->words.rbegin(), parser_->words.rend()));
        return std::nullopt;
    } catch (const CLI::CallForHelp&) {
        sys::print("{}", parser_->app.help());
        return 0;
    } catch (const CLI::ParseError& error) {
        sys::print_error("{0}: {1} (try: {0} --help)\n", parser_->app.get_name(),
                         printable(explain(parser_->app, error)));
        return usage_error;
    }
}

}  // namespace fibrix
