// Shows every request that a program makes, with its result: strace PROGRAM, or strace -p PID of one that runs.

#include <map>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

constexpr int not_found = 127, not_started = 126;

struct Wanted {
    bool count = false;
    std::string pid, file;
    std::vector<std::string> words;
};

struct Counted {
    std::size_t requests = 0, errors = 0;
};

// Where lines go, or what they are counted in.
class Sink {
public:
    Sink(bool counts, Handle file) : counts_(counts), output_(file), file_(file) {}

    void take(std::string_view line) {
        if (counts_) return count(line);
        output_.put(line).value();
        output_.put("\n").value();
    }
    void flush() { output_.flush().value(); }
    void print_counts() {
        if (!counts_) return;
        put("requests  errors  request\n");
        for (const auto& [name, counted] : counted_)
            put(fmt::format("{:8}  {:6}  {}\n", counted.requests, counted.errors, name));
    }
    void put(std::string_view text) const { sys::write_all(file_, text).value(); }

private:
    void count(std::string_view line) {
        if (line.starts_with('[')) line.remove_prefix(line.find(' ') + 1);
        Counted& counted = counted_[std::string(line.substr(0, line.find('(')))];
        ++counted.requests;
        const auto result = line.rfind(") = ");
        if (result != std::string_view::npos && line.substr(result).starts_with(") = E")) ++counted.errors;
    }

    bool counts_;
    BufferedOutput output_;
    Handle file_;
    std::map<std::string, Counted> counted_;  // by name
};

// What the child itself has done before it became the program is not of interest.
void copy_lines(Handle log, Sink& sink, bool from_exec) {
    LineSource lines(log);
    bool begun = !from_exec;
    for (std::string_view line;;) {
        const auto more = lines.next(line);
        if (!more || !*more) return;
        begun = begun || line.starts_with("exec(");
        if (!begun) continue;
        sink.take(line);
        sink.flush();
    }
}

// It waits at `gate` until it is watched.
int become(Handle gate, const std::vector<std::string>& words) {
    std::byte open{};
    const auto let_go = sys::read(gate, std::span(&open, 1));
    if (!let_go || *let_go == 0) return not_started;
    sys::close(gate).value();
    const auto replaced = sys::exec(words.front(), std::vector<std::string>(words.begin() + 1, words.end()));
    sys::print_error("strace: {}: {}\n", words.front(), describe(replaced.error()));
    return replaced.error() == Errno::noent ? not_found : not_started;
}

// Lets the child go, and shows what it asks for until it ends. Throws SystemError.
ExitStatus follow(ProcessId child, Handle gate, Sink& sink) {
    const OwnedHandle log(sys::watch_requests(child).value());
    sys::write_all(gate, "!").value();
    Nursery nursery;
    nursery.spawn([&] { copy_lines(log.get(), sink, true); }).value();
    return sys::wait(child).value();
}

int watch_program(Tool& tool, const std::vector<std::string>& words, Sink& sink) {
    const auto gate = sys::make_pipe();
    if (!tool.check(gate, "pipe")) return tool.finish();
    OwnedHandle its_end(gate->first);
    const OwnedHandle mine(gate->second);
    constexpr Handle its_gate = 3;
    const auto child =
        sys::branch([words] { return become(its_gate, words); }, std::vector<Handle>{0, 1, 2, gate->first});
    if (!tool.check(child, words.front())) return tool.finish();
    its_end.close();
    ExitStatus status;
    try {
        status = follow(*child, mine.get(), sink);
    } catch (const SystemError& error) {
        sys::kill(*child);
        static_cast<void>(sys::wait(*child));
        return tool.refuse(words.front() + ": " + std::string(describe(error.error())));
    }
    sink.print_counts();
    sink.put(fmt::format("+++ {} +++\n", to_string(status)));
    sys::pass_on(status.shell_code());
}

int watch_process(Tool& tool, const std::string& pid, Sink& sink) {
    const auto id = parse_task_id(pid);
    if (!id) return tool.refuse("'" + pid + "' is no pid");
    const auto log = sys::watch_requests(*id);
    if (!tool.check(log, pid)) return tool.finish();
    copy_lines(OwnedHandle(*log).get(), sink, false);
    sink.print_counts();
    return tool.finish();
}

int strace(Arguments& arguments) {
    Wanted wanted;
    arguments.flag("-c,--summary-only", wanted.count, "count requests and errors instead of showing them");
    arguments.option("-p,--attach", wanted.pid, "a process that runs already");
    arguments.option("-o,--output", wanted.file, "where to; else standard error");
    arguments.words("words", wanted.words, "a program and its arguments");
    arguments.pass_the_rest();
    if (const auto done = arguments.parse()) return *done;
    Tool tool("strace");
    if (wanted.words.empty() == wanted.pid.empty()) return tool.refuse("either a program or -p PID is needed");
    std::optional<File> file;
    if (!wanted.file.empty()) {
        auto opened = File::open(wanted.file, to_replace);
        if (!tool.check(opened, wanted.file)) return tool.finish();
        file = std::move(*opened);
    }
    Sink sink(wanted.count, file ? file->handle() : sys::standard_error);
    return wanted.pid.empty() ? watch_program(tool, wanted.words, sink) : watch_process(tool, wanted.pid, sink);
}

const Program program{"strace", "Shows every request that a program makes, with its result.", strace};

}  // namespace
