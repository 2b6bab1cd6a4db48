// The shell: on a terminal with a prompt and line editing; else line by line from standard input; or a script.

#include "userland/sh/builtins.hpp"
#include "userland/sh/line_editor.hpp"
#include "userland/sh/shell.hpp"

namespace {

using namespace fibrix;

constexpr std::string_view banner = "Fibrix, a micro operating system in one Linux process.\n"
                                    "Type help for what there is; exit or Ctrl-D ends the system.\n";

bool is_terminal(Handle handle) {
    const auto terminal = sys::is_terminal(handle);
    return terminal && *terminal;
}

// The lines of a handle. Programs may read standard input as well: so no more is taken than is needed.
class InputLines final : public sh::Source {
public:
    explicit InputLines(Handle handle) noexcept : handle_(handle), reader_(handle) {}
    bool next(std::string& line) override {
        const auto more = reader_.next(line);
        const auto* what = handle_ == sys::standard_input ? "standard input" : "the script";
        if (!more) sys::print_error("sh: cannot read {}: {}\n", what, describe(more.error()));
        failed_ = !more;
        return more && *more;
    }
    [[nodiscard]] bool failed() const noexcept { return failed_; }

private:
    Handle handle_;
    LineReader reader_;
    bool failed_ = false;
};

// Lines that a person types. One command may take several.
class TypedLines final : public sh::Source {
public:
    explicit TypedLines(sh::Shell& shell)
        : shell_(shell), editor_([this](std::string_view line) { return completion(line); }) {}

    void begin_command() noexcept { first_ = true; }
    bool next(std::string& line) override {
        using Got = sh::LineEditor::Got;
        const bool first = std::exchange(first_, false);
        const auto got = editor_.next(first ? prompt() : "> ", line);
        if (got == Got::interrupt) throw Interrupted();
        ended_ = got == Got::end && first;  // later, only the command that is being typed ends
        return got == Got::line;
    }
    [[nodiscard]] bool ended() const noexcept { return ended_; }

    /// Instead of a line.
    struct Interrupted {};

private:
    [[nodiscard]] std::string prompt() const {
        auto place = sys::getcwd();
        const auto home = shell_.variables.find("HOME").value_or("");
        if (home.size() > 1 && (place + "/").starts_with(home + "/")) place.replace(0, home.size(), "~");
        return "fibrix:" + place + "$ ";
    }

    sh::Completion completion(std::string_view line) {
        std::vector<std::string> commands, variables;
        for (const auto* each : sh::all_builtins()) commands.emplace_back(each->name);
        for (const auto* each : Program::list()) commands.emplace_back(each->name);
        for (const auto& each : shell_.functions) commands.push_back(each.first);
        for (const auto& each : shell_.variables.all()) variables.push_back(each.first);
        return sh::complete(line, commands, variables, shell_);
    }

    sh::Shell& shell_;
    sh::LineEditor editor_;
    bool first_ = true, ended_ = false;
};

// While the shell talks to a person its own group is in the foreground, unless a job's is.
class Foreground {
public:
    Foreground() : before_(sys::get_foreground()) {
        const auto me = sys::get_pid();
        sys::set_group(me, me).value();
        sys::set_foreground(me);
    }
    Foreground(const Foreground&) = delete;
    Foreground& operator=(const Foreground&) = delete;
    ~Foreground() { sys::set_foreground(before_); }

private:
    ProcessId before_;
};

int talk() {
    const Foreground foreground;
    sh::Shell shell(true, "sh", {}, "");
    const bool outermost = !shell.variables.find("SHLVL");
    if (outermost) sys::print("{}", banner);
    shell.variables.set("SHLVL", outermost ? "1" : "2");
    shell.variables.mark_exported("SHLVL");
    for (TypedLines lines(shell); !shell.left();) {
        shell.begin_command();
        shell.tell_of_jobs();
        shell.take_interrupt();  // one that came too late for the command before
        lines.begin_command();
        sh::Parser parser(lines);
        try {
            shell.run_next(parser);
            if (lines.ended()) sys::print("\n");
            if (lines.ended() && shell.may_leave()) break;
        } catch (const TypedLines::Interrupted&) {
            shell.interrupted();
        }
        if (!shell.left()) shell.flow(sh::Flow::on);
    }
    shell.run_exit_trap();
    return shell.status();
}

int run_lines(sh::Shell& shell, sh::Source& lines) {
    shell.run_all(lines);
    shell.run_exit_trap();
    return shell.status();
}

int work_off(Handle handle) {
    sh::Shell shell(false, "sh", {}, "");
    InputLines lines(handle);
    const int status = run_lines(shell, lines);
    return lines.failed() ? 1 : status;
}

int run_file(const std::string& path, std::vector<std::string> arguments) {
    const auto text = read_file(path);
    if (!text) {
        sys::print_error("sh: cannot read '{}': {}\n", path, describe(text.error()));
        return static_cast<int>(ReservedCode::not_found);
    }
    sh::TextSource lines(*text);
    sh::Shell shell(false, path, std::move(arguments), path + ": ");
    return run_lines(shell, lines);
}

struct Wanted {
    std::string command;
    std::vector<std::string> words;
    std::uint16_t handle = sys::standard_input;
};

int run(const Wanted& wanted) {
    const auto& [command, words, handle] = wanted;
    std::vector<std::string> its_own(words.begin() + (words.empty() ? 0 : 1), words.end());
    if (!command.empty()) {
        sh::TextSource lines(command);
        sh::Shell shell(false, words.empty() ? "sh" : words.front(), std::move(its_own), "");
        return run_lines(shell, lines);
    }
    if (!words.empty()) return run_file(words.front(), std::move(its_own));
    const bool at_terminal = is_terminal(sys::standard_input) && is_terminal(sys::standard_output);
    return handle == sys::standard_input && at_terminal ? talk() : work_off(handle);
}

int sh_main(Arguments& arguments) {
    Wanted wanted;
    arguments.option("-c", wanted.command, "what to run, instead of a file; then the words are $0, $1 and so on");
    arguments.option("--handle", wanted.handle, "the open handle from which to read the script");
    arguments.words("words", wanted.words, "a script's file, and its arguments");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    sys::pass_on(run(wanted));  // if the last command was killed, its status is the shell's
}

const Program program{"sh", "The shell: starts programs, from a terminal or a script.", sh_main, StackSize::k512};

}  // namespace
