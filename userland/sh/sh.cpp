// The shell: on a terminal with a prompt and line editing, else line by line from a script or pipe.

#include "userland/sh/line_editor.hpp"
#include "userland/sh/shell.hpp"

namespace {

using namespace fibrix;

constexpr std::string_view prompt = "fibrix$ ";
constexpr std::string_view banner = "Fibrix, a micro operating system in one Linux process.\n"
                                    "Type help for what there is; exit or Ctrl-D ends the system.\n";

bool is_terminal(Handle handle) {
    const auto terminal = sys::is_terminal(handle);
    return terminal && *terminal;
}

int talk(sh::Shell& shell) {
    sys::print("{}", banner);
    sh::LineEditor editor(prompt);
    for (std::string line; !shell.left();) {
        shell.tell_of_jobs();
        const auto more = editor.next(line);
        if (!more || !*more) {
            sys::print("\n");
            break;
        }
        shell.run(line);
    }
    return shell.status();
}

int work_off(sh::Shell& shell) {
    LineReader script(sys::standard_input);
    for (std::string line; !shell.left();) {
        const auto more = script.next(line);
        if (!more) {
            sys::print_error("sh: cannot read standard input: {}\n", describe(more.error()));
            return 1;
        }
        if (!*more) break;
        shell.run(line);
    }
    return shell.status();
}

int sh_main(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    const bool at_terminal = is_terminal(sys::standard_input) && is_terminal(sys::standard_output);
    sh::Shell shell(at_terminal);
    return at_terminal ? talk(shell) : work_off(shell);
}

const Program program{"sh", "The shell: starts programs, from a terminal or a script.", sh_main, StackSize::k256};

}  // namespace
