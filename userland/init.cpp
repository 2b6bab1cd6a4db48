// The first process: starts the services, then a shell in the foreground, and waits for whoever has lost their parent.
// When the shell ends, so does init, and with it the system; the services are killed then.

#include "syscalls/sys.hpp"
#include "userland/sh/parser.hpp"

namespace {

using namespace fibrix;

constexpr std::string_view built_in_services[] = {"echo_server --port 7007"};
constexpr Handle rc_file = 3;
constexpr Handle script_file = 10;  // beyond those that a shell hands down

struct Service {
    ProcessId id;
    std::string command;
};

// Of a line that is nothing but a program and its arguments; else none.
std::vector<std::string> words_of(const sh::Item& item) {
    const auto& pipeline = item.steps.front().pipeline;
    const auto& command = pipeline.commands.front();
    const auto* simple = std::get_if<sh::Simple>(&command.action);
    const bool bare = item.steps.size() == 1 && pipeline.commands.size() == 1 && !pipeline.negated && !pipeline.timed;
    if (!bare || simple == nullptr || !simple->assignments.empty() || !command.redirections.empty()) return {};
    std::vector<std::string> words;
    for (const auto& word : simple->words) {
        auto text = sh::literal_of(word);
        if (!text) return {};
        words.push_back(std::move(*text));
    }
    return words;
}

class Services {
public:
    /// Starts what a line says; what is wrong with it is said in one line after `place`.
    void start(std::string_view line, const std::string& place) {
        try {
            for (const auto& item : sh::parse_line(line)) start(item, place);
        } catch (const sh::SyntaxError& error) {
            sys::print_error("init: {}{}\n", place, error.what());
        }
    }

    void ended(const sys::Ended& end) {
        for (auto& service : services_)
            if (service.id == end.id)
                sys::print_error("init: service {} ({}) has ended: {}\n", to_string(service.id), service.command,
                                 to_string(end.status));
        std::erase_if(services_, [&](const Service& service) { return service.id == end.id; });
    }

private:
    // What a service prints goes to standard error: standard output is the shell's.
    void start(const sh::Item& item, const std::string& place) {
        auto words = words_of(item);
        if (words.empty()) {
            sys::print_error("init: {}'{}' is no service: a program and its arguments, and nothing else\n", place,
                             item.text);
            return;
        }
        const auto text = fmt::format("{}", fmt::join(words, " "));
        const auto program = words.front();
        words.erase(words.begin());
        const std::vector<Handle> handles{sys::no_handle, sys::standard_error, sys::standard_error};
        const auto id = sys::start(program, std::move(words), true, handles);
        if (id) services_.push_back({*id, text});
        else if (id.error() == Errno::noent)
            sys::print_error("init: {}there is no program '{}' (see: fibrix programs)\n", place, program);
        else sys::print_error("init: {}'{}' cannot be started: {}\n", place, program, describe(id.error()));
    }

    std::vector<Service> services_;
};

// False if the file cannot be read to its end.
bool start_listed(Services& services) {
    OwnedHandle owned(rc_file);
    LineReader reader(rc_file);
    std::string line;
    for (std::size_t number = 1;; ++number) {
        const auto more = reader.next(line);
        if (!more) sys::print_error("init: --rc: cannot read handle {}: {}\n", rc_file, describe(more.error()));
        if (!more || !*more) return more.has_value();
        services.start(line, fmt::format("rc line {}: ", number));
    }
}

// The shell gets the script as one handle more, and takes it for itself: standard input is for its programs.
Result<ProcessId> start_shell(bool script) {
    if (!script) return sys::start("sh");
    std::vector<Handle> handles(script_file + 1, sys::no_handle);
    for (const Handle each : {sys::standard_input, sys::standard_output, sys::standard_error, script_file})
        if (sys::is_terminal(each)) handles[static_cast<std::size_t>(each)] = each;
    const std::vector<std::string> arguments{"--handle", std::to_string(script_file)};
    const auto shell = sys::start("sh", arguments, false, handles);
    sys::close(script_file);
    return shell;
}

int run_shell(Services& services, bool script) {
    const auto shell = start_shell(script);
    if (!shell) {
        sys::print_error("init: the shell cannot be started: {}\n", describe(shell.error()));
        return 1;
    }
    for (;;) {
        const auto end = sys::wait_any();
        if (!end && end.error() == Errno::intr) continue;
        services.ended(end.value());
        if (end->id != *shell) continue;
        if (!end->status.has_exited()) sys::print_error("init: the shell is gone: {}\n", to_string(end->status));
        sys::pass_on(end->status.shell_code());
    }
}

int init(Arguments& arguments) {
    bool built_in = false, listed = false, script = false;
    arguments.flag("--services", built_in, "start the built-in services first");
    arguments.flag("--rc", listed, "start what handle 3 lists first, a command a line; # begins a comment");
    arguments.flag("--script", script, "the shell runs the script in handle 10, and then the system ends");
    if (const auto done = arguments.parse()) return *done;
    if (!sys::adopt_orphans()) {
        sys::print_error("init: there is an init already\n");
        return 1;
    }
    Services services;
    if (built_in)
        for (const auto line : built_in_services) services.start(line, "");
    if (listed && !start_listed(services)) return 1;
    return run_shell(services, script);
}

const Program program{"init", "The first process: starts services and a shell, and adopts orphans.", init};

}  // namespace
