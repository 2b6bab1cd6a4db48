// The part of the shell that starts processes: programs, and subshells, which are copies of the shell that run part of
// its script. At a terminal each pipeline is a process group.

#include "userland/sh/shell.hpp"
#include "userland/sh/startable.hpp"

namespace fibrix::sh {
namespace {

constexpr int not_found = static_cast<int>(ReservedCode::not_found);
constexpr int cannot_run = static_cast<int>(ReservedCode::usage);

Member failed(int status) { return {.status = ExitStatus{ExitStatus::Reason::exited, status}, .subshell = true}; }

// Several commands are joined by pipes.
struct Pipe {
    std::shared_ptr<OwnedHandle> reading, writing;
};

std::optional<Pipe> make_pipe() {
    const auto made = sys::make_pipe();
    if (!made) return std::nullopt;
    return Pipe{std::make_shared<OwnedHandle>(made->first), std::make_shared<OwnedHandle>(made->second)};
}

std::string read_all(Handle handle) {
    std::string text;
    for (std::array<char, 4096> piece{};;) {
        const std::span<std::byte> room = std::as_writable_bytes(std::span(piece));
        const auto got = sys::read(handle, room);
        if (!got || *got == 0) return text;
        text.append(piece.data(), *got);
    }
}

}  // namespace

// What a subshell is to do, with what it needs for that.
struct Shell::Branch {
    template <class F>
    static int run(Shell& shell, F& body) {
        try {
            const int status = body(shell);
            if (!shell.left()) shell.status_ = status;
        } catch (const ExpansionError& error) {
            shell.complain(error.what());
            shell.status_ = usage_error;
        }
        shell.run_exit_trap();
        return shell.status();
    }
};

template <class F>
Member Shell::launch_subshell(F body, const Streams& its_streams, ProcessId group) {
    const auto shell = std::make_shared<Shell>(*this, its_streams.as_inherited());
    const auto id = sys::branch([shell, body] { return Branch::run(*shell, body); }, its_streams.handles(), group);
    if (id) return {.id = *id, .subshell = true};
    complain("a subshell cannot be started: " + std::string(describe(id.error())));
    return failed(1);
}

Member Shell::launch_program(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                             const Streams& its_streams, ProcessId group) {
    const auto start = as_startable(words);
    const auto id = sys::start(start.front(), std::vector<std::string>(start.begin() + 1, start.end()), false,
                               its_streams.handles(), environment, group);
    if (id) return {.id = *id};
    return failed(refuse_start(words.front(), id.error()));
}

int Shell::refuse_start(const std::string& program, Errno why) const {
    if (why == Errno::noent) {
        complain("there is no program '" + program + "' (see: help)");
        return not_found;
    }
    const bool its_file = program.find('/') != std::string::npos && why != Errno::again;
    complain("'" + program + "' cannot be started: " + std::string(describe(why)) +
             (its_file ? " (fibrix check says more)" : ""));
    return its_file ? cannot_run : 1;
}

// A simple command that surely is a program can be started without a subshell in between.
const Simple* Shell::as_program(const Command& command) const {
    const auto* simple = std::get_if<Simple>(&command.action);
    if (simple == nullptr || simple->words.empty()) return nullptr;
    const auto name = literal_of(simple->words.front());
    const bool plain = name && !name->empty() && !is_pattern(*name) && !name->starts_with('~') && !runs_here(*name);
    return plain ? simple : nullptr;
}

Member Shell::launch(const Command& command, const Streams& its_streams, ProcessId group) {
    const auto* program = as_program(command);
    if (program == nullptr)
        return launch_subshell([&command](Shell& shell) { return shell.run(command); }, its_streams, group);
    Shell copy(*this, its_streams);  // what the expansions assign is no matter of this shell
    copy.line_ = command.line;
    try {
        if (!copy.redirect(command.redirections, copy.streams)) return failed(1);
        const auto words = expand(program->words, copy);
        copy.trace(words);
        return copy.launch_program(words, copy.environment_with(program->assignments), copy.streams, group);
    } catch (const ExpansionError& error) {
        copy.complain(error.what());
        return failed(usage_error);
    }
}

ProcessId Shell::group_of_next(const Job& job) const {
    if (!interactive_) return {};
    return job.group.valid() ? job.group : sys::own_group;
}

Job Shell::launch(const std::vector<Command>& commands, std::string text) {
    Job job{.command = std::move(text)};
    std::shared_ptr<OwnedHandle> input;
    for (const auto& command : commands) {
        Streams its_streams = streams;
        if (input) its_streams.set(0, std::exchange(input, nullptr));
        const bool last = &command == &commands.back();
        const auto pipe = last ? std::nullopt : make_pipe();
        if (pipe) its_streams.set(1, pipe->writing);
        if (pipe) input = pipe->reading;
        if (!last && !pipe) complain("a pipe cannot be made: too many handles");
        const auto member = last || pipe ? launch(command, its_streams, group_of_next(job)) : failed(1);
        if (interactive_ && !job.group.valid()) job.group = member.id;
        job.members.push_back(member);
    }
    return job;
}

int Shell::act(const Subshell& subshell) {
    Job job{.command = "( ... )"};
    const auto body = [&subshell](Shell& shell) { return shell.run(subshell.body); };
    job.members.push_back(launch_subshell(body, streams, group_of_next(job)));
    if (interactive_) job.group = job.members.front().id;
    return to_foreground(std::move(job));
}

std::string Shell::output_of(const std::shared_ptr<const List>& command) {
    const auto pipe = make_pipe();
    if (!pipe) throw ExpansionError("$( ) cannot be run: too many handles");
    Streams its_streams = streams;
    its_streams.set(1, pipe->writing);
    const auto body = [command](Shell& shell) {
        shell.roots_.push_back(command);
        return shell.run(*command);
    };
    Job job;
    job.members.push_back(launch_subshell(body, its_streams, {}));
    its_streams.close(1);
    pipe->writing->close();
    auto text = read_all(pipe->reading->get());
    pipe->reading->close();
    while (!Jobs::wait(job, false)) {
    }
    substitution_status_ = job.status();
    return text;
}

void Shell::run_in_background(const Item& item) {
    const auto& steps = item.steps;
    Job job{.command = item.text};
    if (steps.size() == 1 && !steps.front().pipeline.negated && !steps.front().pipeline.timed) {
        job = launch(steps.front().pipeline.commands, item.text);
    } else {
        const auto body = [&item](Shell& shell) {
            Item in_foreground = item;
            in_foreground.background = false;
            return shell.run(List{std::move(in_foreground)});
        };
        job.members.push_back(launch_subshell(body, streams, group_of_next(job)));
        if (interactive_) job.group = job.members.front().id;
    }
    const auto& last = job.members.back();
    status_ = last.status ? job.status() : 0;
    if (last.status) return;
    jobs.set_last(last.id);
    const auto& added = jobs.add(std::move(job));
    if (interactive_) print(fmt::format("[{}] {}\n", added.number, jobs.last()));
}

// The program keeps the handles of this process; with others it has to be a child.
int Shell::become(const std::vector<std::string>& words) {
    const bool as_they_are = streams.handles() == streams.as_inherited().handles();
    if (!as_they_are || Program::find(words.front()) == nullptr) return run_program(words, variables.environment());
    const auto failed =
        sys::exec(words.front(), std::vector<std::string>(words.begin() + 1, words.end()), variables.environment());
    complain("'" + words.front() + "' cannot be started: " + std::string(describe(failed.error())));
    return 1;
}

int Shell::to_foreground(Job job) {
    if (interactive_ && job.group.valid()) sys::set_foreground(job.group);
    while (!Jobs::wait(job, interactive_)) {
    }
    if (interactive_) sys::set_foreground(sys::get_group().value());
    if (interactive_ && job.state() == Job::State::stopped) {
        const auto& added = jobs.add(job);
        print(fmt::format("\n[{}] {}: {}\n", added.number, added.describe(), added.command));
    } else if (interactive_ && job.ended_by(Signal::intr)) {
        *interrupted_ = true;
    }
    return job.status();
}

}  // namespace fibrix::sh
