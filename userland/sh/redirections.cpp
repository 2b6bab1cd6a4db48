// The part of the shell that carries redirections out, on a table of streams.

#include "userland/sh/names.hpp"
#include "userland/sh/shell.hpp"

namespace fibrix::sh {
namespace {

using Kind = Redirection::Kind;

OpenFlags flags_for(Kind kind) noexcept {
    if (kind == Kind::read) return to_read;
    return kind == Kind::append || kind == Kind::append_both ? to_append : to_replace;
}

}  // namespace

// From the left to the right. False if one cannot be carried out, which is said.
bool Shell::redirect(const std::vector<Redirection>& redirections, Streams& to) {
    for (const auto& each : redirections)
        if (!redirect(each, to)) return false;
    return true;
}

bool Shell::redirect(const Redirection& redirection, Streams& to) {
    switch (redirection.kind) {
        case Kind::document: return provide(expand_text(*redirection.document, *this), redirection.number, to);
        case Kind::duplicate: return duplicate(redirection, to);
        default: return redirect_to_file(redirection, to);
    }
}

bool Shell::redirect_to_file(const Redirection& redirection, Streams& to) {
    const auto path = expand_text(redirection.word, *this);
    const auto opened = sys::open(path, flags_for(redirection.kind));
    if (!opened) {
        complain("cannot open '" + path + "': " + std::string(describe(opened.error())));
        return false;
    }
    to.set(redirection.number, std::make_shared<OwnedHandle>(*opened));
    if (redirection.kind == Kind::write_both || redirection.kind == Kind::append_both) to.duplicate(1, 2);
    return true;
}

bool Shell::duplicate(const Redirection& redirection, Streams& to) {
    const auto which = expand_text(redirection.word, *this);
    if (which == "-") {
        to.close(redirection.number);
        return true;
    }
    const bool number = which.size() == 1 && is_digit(which.front());
    if (number && to[which.front() - '0'] != sys::no_handle) {
        to.duplicate(which.front() - '0', redirection.number);
        return true;
    }
    complain("'" + which + "' is not an open handle" + (number ? "" : ": behind >& and <& stands a digit or -"));
    return false;
}

// What a pipe surely holds is written at once; more than that by a process of its own, which nobody waits for.
bool Shell::provide(const std::string& text, int number, Streams& to) const {
    constexpr std::size_t surely_taken = 32 * 1024;
    const auto pipe = sys::make_pipe();
    if (!pipe) {
        complain("a here-document cannot be provided: " + std::string(describe(pipe.error())));
        return false;
    }
    to.set(number, std::make_shared<OwnedHandle>(pipe->first));
    const OwnedHandle writing(pipe->second);
    if (text.size() <= surely_taken) return sys::write_all(writing.get(), text).has_value();
    const auto write = [text] { return sys::write_all(sys::standard_output, text) ? 0 : 1; };
    const auto writer = sys::branch(write, std::vector<Handle>{sys::no_handle, writing.get()});
    return writer && sys::detach(*writer);
}

}  // namespace fibrix::sh
