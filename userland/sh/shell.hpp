// The shell: what it knows, and how it runs what the parser has read.
//
// shell.cpp has the state, run.cpp runs lists and compound commands, simple.cpp simple commands, launch.cpp what runs
// in processes of its own, redirections.cpp redirections.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "userland/sh/expansion.hpp"
#include "userland/sh/input.hpp"
#include "userland/sh/jobs.hpp"
#include "userland/sh/parser.hpp"
#include "userland/sh/streams.hpp"
#include "userland/sh/variables.hpp"

namespace fibrix::sh {

/// What goes on after a command.
enum class Flow : std::uint8_t {
    on,        // the next one
    again,     // continue: the next round of a loop
    out,       // break: out of a loop
    back,      // return: out of a function, or a file that is read
    left,      // exit
    canceled,  // Ctrl-C: back to the prompt
};

/// What `set` switches.
struct Options {
    bool exit_on_error = false;   ///< -e
    bool unset_is_error = false;  ///< -u
    bool traces = false;          ///< -x
};

class Shell final : public Context {
public:
    static constexpr int usage_error = fibrix::Arguments::usage_error;
    using FunctionBody = std::shared_ptr<const Command>;

    /// With a person at a terminal the shell says more, goes on after errors, and has job control. `name` is $0,
    /// `place` what stands before the line in what it says about a script.
    Shell(bool interactive, std::string name, std::vector<std::string> arguments, std::string place);
    /// A subshell of `parent`: a copy with the same variables, and the streams that its process is started with.
    Shell(const Shell& parent, Streams its_streams);
    ~Shell() override = default;

    // -- Running ----------------------------------------------------------------------------------------------------

    /// Runs all that `source` gives; the status of the last command. Parks.
    int run_all(Source& source, std::size_t first_line = 1);
    /// Runs the next complete command of `parser`; false if there is none, or the shell is to end.
    bool run_next(Parser& parser);
    int run(const List& list);
    /// With other arguments, and with `body` kept alive meanwhile.
    int call(const FunctionBody& body, std::vector<std::string> arguments);
    /// Runs the lines of a file in this shell, with arguments of its own if there are any.
    int run_file(Source& lines, std::vector<std::string> arguments);
    /// A program takes the shell's place. Returns if that fails, or if it had to be waited for.
    int become(const std::vector<std::string>& words);
    /// Starts a program or a subshell for each; what could not be started has its status at once.
    Job launch(const std::vector<Command>& commands, std::string text);
    int run_program(const std::vector<std::string>& words, const std::vector<std::string>& environment);
    /// Waits for a job in the foreground of the terminal.
    int to_foreground(Job job);
    /// What is to be done at a signal, or (Signal::none) at the end. False if that cannot be handled.
    bool set_trap(Signal signal, std::optional<std::string> command);
    [[nodiscard]] const std::map<Signal, std::string>& traps() const noexcept { return traps_; }
    /// Before the shell ends.
    void run_exit_trap();
    /// False, once, if that would leave stopped jobs behind, which is said.
    bool may_leave();
    void leave(int status) noexcept { status_ = status, flow_ = Flow::left; }
    void flow(Flow flow, int levels = 1) noexcept { flow_ = flow, levels_ = levels; }
    [[nodiscard]] bool left() const noexcept { return flow_ == Flow::left; }
    [[nodiscard]] int status() const noexcept { return status_; }
    [[nodiscard]] bool in_loop() const noexcept { return loops_ > 0; }
    [[nodiscard]] bool in_function() const noexcept { return calls_ > 0; }
    [[nodiscard]] bool interactive() const noexcept { return interactive_; }

    // -- Saying -----------------------------------------------------------------------------------------------------

    /// On standard output as it is redirected. False if that cannot be written, which is said.
    bool print(std::string_view text) const;
    /// One line on standard error, with the place in a script.
    void complain(const std::string& what) const { complain_at(line_, what); }
    void complain_at(std::size_t line, const std::string& what) const;
    /// What a person is told before the next prompt: the jobs that have ended.
    void tell_of_jobs();
    /// Before a person's next command: a warning counts for one command.
    void begin_command() noexcept { warned_ = std::exchange(warns_, false); }

    // -- The Context of expansions ----------------------------------------------------------------------------------

    std::optional<std::string> value(std::string_view name) override;
    [[nodiscard]] bool unset_is_error() const override { return options.unset_is_error; }
    void assign(const std::string& name, std::string value) override { variables.set(name, std::move(value)); }
    const std::vector<std::string>& arguments() override { return arguments_; }
    std::string output_of(const std::shared_ptr<const List>& command) override;
    std::vector<std::string> names_in(const std::string& directory) override;
    bool exists(const std::string& path) override;
    bool is_directory(const std::string& path) override;

    void set_arguments(std::vector<std::string> arguments) { arguments_ = std::move(arguments); }
    /// Instead of a line a person has typed Ctrl-C.
    void interrupted() noexcept;
    /// Ctrl-C was pressed since this was last asked.
    bool take_interrupt() noexcept { return std::exchange(*interrupted_, false); }

    Variables variables;
    std::map<std::string, FunctionBody, std::less<>> functions;
    Jobs jobs;
    Streams streams;
    Options options;

    /// For the function that is running: the variable gets back what it stands for now when the function ends.
    void make_local(const std::string& name);
    /// A signal that it handles, and which was not looked at yet.
    [[nodiscard]] bool has_caught_signal() const;

private:
    // run.cpp
    void keep_and_run(List list);
    void run(const Item& item);
    int run(const Pipeline& pipeline, const std::string& text);
    int run(const Command& command);
    int act(const Simple& simple);
    int act(const If& command);
    int act(const Loop& loop);
    int act(const For& loop);
    int act(const Case& command);
    int act(const Group& group) { return run(group.body); }
    int act(const Subshell& subshell);
    int act(const Function& function);
    bool next_round();
    int run_tested(const List& list);
    void trace(const std::vector<std::string>& words) const;

    // traps.cpp
    static constexpr std::array<Signal, 4> persons_signals{Signal::intr, Signal::tstp, Signal::quit, Signal::term};
    void catch_signal(Signal signal);
    void run_traps();
    void run_trap(const std::string& command);

    // simple.cpp
    int run_words(std::vector<std::string> words, const std::vector<Assignment>& assignments);
    int run_here(const std::vector<std::string>& words, const std::vector<Assignment>& assignments);
    [[nodiscard]] bool runs_here(std::string_view name) const;
    void run_in_background(const Item& item);

    // launch.cpp
    struct Branch;
    Member launch(const Command& command, const Streams& its_streams, ProcessId group);
    Member launch_program(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                          const Streams& its_streams, ProcessId group);
    [[nodiscard]] int refuse_start(const std::string& program, Errno why) const;
    template <class F>
    Member launch_subshell(F body, const Streams& its_streams, ProcessId group);
    [[nodiscard]] const Simple* as_program(const Command& command) const;
    [[nodiscard]] ProcessId group_of_next(const Job& job) const;
    std::vector<std::string> environment_with(const std::vector<Assignment>& assignments);

    // redirections.cpp
    bool redirect(const std::vector<Redirection>& redirections, Streams& to);
    bool redirect(const Redirection& redirection, Streams& to);
    bool redirect_to_file(const Redirection& redirection, Streams& to);
    bool duplicate(const Redirection& redirection, Streams& to);
    bool provide(const std::string& text, int number, Streams& to) const;

    bool interactive_;
    std::string name_;
    std::string place_;
    std::string pid_;
    std::vector<std::string> arguments_;
    std::vector<std::shared_ptr<const void>> roots_;  // the trees that are being run
    std::shared_ptr<bool> interrupted_ = std::make_shared<bool>(false);
    std::shared_ptr<SignalSet> caught_ = std::make_shared<SignalSet>();  // and not looked at yet
    std::map<Signal, std::string> traps_;
    bool warns_ = false, warned_ = false;  // of stopped jobs: by this command, by the one before
    Flow flow_ = Flow::on;
    int levels_ = 0;       // of loops that break or continue is about
    bool tested_ = false;  // what is run now may fail under -e: its status is asked for
    std::vector<std::pair<std::string, std::optional<Variable>>> locals_;  // of all functions that are running
    int loops_ = 0, calls_ = 0, depth_ = 0;
    int status_ = 0;
    int substitution_status_ = 0;  // of the last $( ) of the command that is being run
    std::size_t line_ = 1;
};

/// Gives `place` another value while it lives.
template <class T>
class Instead {
public:
    Instead(T& place, T value) : place_(place), before_(std::exchange(place, std::move(value))) {}
    Instead(const Instead&) = delete;
    Instead& operator=(const Instead&) = delete;
    ~Instead() { place_ = std::move(before_); }

private:
    T& place_;
    T before_;
};

}  // namespace fibrix::sh
