// In the kernel: how the path requests are carried out: the path is followed at the first attempt, then the filesystem
// it leads into is asked until it answers.
#pragma once

#include <algorithm>

#include "kernel/handle_table.hpp"
#include "syscalls/file/open_file.hpp"
#include "syscalls/path/prepare.hpp"
#include "syscalls/vfs/types.hpp"

namespace fibrix::sys {
namespace detail {

/// Fails; what a host may say beyond what is declared is EIO.
template <class C>
Outcome fail(C& call, Errno error) {
    const auto& known = std::remove_cvref_t<decltype(call.request())>::errors;
    return call.fail(std::find(known.begin(), known.end(), error) != known.end() ? error : Errno::io);
}

/// `prepare(path)` is done once, `ask(path)` until it does not park, then `answer(path)` if all went well.
template <class C, class Prepare, class Ask, class Finish>
Outcome on_path(C& call, Prepare prepare, Ask ask, Finish answer) {
    auto& path = call.scratch().call;
    if (!path) {
        path.reset(new PathCall(call.kernel(), call.task(), call.request().deadline));
        path->result = prepare(*path);
    }
    if (path->result && ask(*path) == Outcome::parked) return Outcome::parked;
    const auto done = std::move(path);
    return done->result ? answer(*done) : fail(call, done->result.error());
}

template <class C, class Prepare, class Ask>
Outcome on_path(C& call, Prepare prepare, Ask ask) {
    return on_path(call, prepare, ask, [&](PathCall&) { return call.answer(); });
}

inline FileSystem& system_of(PathCall& path) { return *path.place.system; }

}  // namespace detail

template <class C>
Outcome open_file(C& call) {
    const auto& request = call.request();
    if (!call.waiting() && call.process().handles.full()) return call.fail(Errno::mfile);
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_open(path, request.path, request.flags); },
        [&](PathCall& path) { return detail::system_of(path).open(path, request.flags, request.mode); },
        [&](PathCall& path) { return call.answer(call.process().handles.add(std::move(path.file))); });
}

template <class C>
Outcome file_status(C& call, bool follow) {
    const auto last = follow ? Last::follow : Last::keep;
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_look(path, call.request().path, last); },
        [&](PathCall& path) { return detail::system_of(path).status(path); },
        [&](PathCall& path) { return call.answer(path.status); });
}

template <class C>
Outcome make_directory(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_creation(path, call.request().path, true); },
        [&](PathCall& path) { return detail::system_of(path).make_directory(path, call.request().mode); });
}

template <class C>
Outcome remove_directory(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_removal(path, call.request().path, true); },
        [&](PathCall& path) { return detail::system_of(path).remove_directory(path); });
}

template <class C>
Outcome remove_name(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_removal(path, call.request().path, false); },
        [&](PathCall& path) { return detail::system_of(path).remove(path); });
}

template <class C>
Outcome rename_file(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_rename(path, call.request().from, call.request().to); },
        [&](PathCall& path) { return detail::system_of(path).rename(path); },
        [&](PathCall& path) {
            detail::follow_rename(path);
            return call.answer();
        });
}

template <class C>
Outcome link_file(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_link(path, call.request().from, call.request().to); },
        [&](PathCall& path) { return detail::system_of(path).link(path); });
}

template <class C>
Outcome make_link(C& call) {
    const auto& request = call.request();
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_symlink(path, request.target, request.path); },
        [&](PathCall& path) { return detail::system_of(path).make_link(path, request.target); });
}

template <class C>
Outcome read_link(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_look(path, call.request().path, Last::keep); },
        [&](PathCall& path) { return detail::system_of(path).read_link(path); },
        [&](PathCall& path) { return call.answer(std::move(path.text)); });
}

template <class C>
Outcome truncate_file(C& call) {
    if (call.request().size < 0) return call.fail(Errno::inval);
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_change(path, call.request().path); },
        [&](PathCall& path) { return detail::system_of(path).truncate(path, call.request().size); });
}

template <class C>
Outcome change_mode(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_change(path, call.request().path); },
        [&](PathCall& path) { return detail::system_of(path).set_mode(path, call.request().mode); });
}

template <class C>
Outcome change_times(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_change(path, call.request().path); },
        [&](PathCall& path) { return detail::system_of(path).set_modified(path, call.request().modified); });
}

template <class C>
Outcome change_directory(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_look(path, call.request().path); },
        [&](PathCall& path) { return detail::system_of(path).status(path); },
        [&](PathCall& path) {
            const auto entered = detail::enter_directory(path);
            return entered ? call.answer() : call.fail(entered.error());
        });
}

template <class C>
Outcome mount_file_system(C& call) {
    const auto& request = call.request();
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_look(path, request.target); },
        [&](PathCall& path) { return mount_at(path, request.type, request.source, request.read_only); });
}

template <class C>
Outcome unmount_file_system(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_look(path, call.request().target); },
        [&](PathCall& path) { return path.conclude(path.kernel().template state<Mounts>().remove(path.place)); });
}

template <class C>
Outcome file_system_status(C& call) {
    return detail::on_path(
        call, [&](PathCall& path) { return detail::prepare_look(path, call.request().path); },
        [&](PathCall& path) { return detail::system_of(path).usage(path); },
        [&](PathCall& path) {
            detail::tell_mount(path);
            return call.answer(std::move(path.usage));
        });
}

}  // namespace fibrix::sys
