#include "syscalls/vfs/host_system.hpp"

#include <cstring>

#include "syscalls/vfs/host_file.hpp"
#include "syscalls/vfs/mounts.hpp"
#include "syscalls/vfs/path_call.hpp"

namespace fibrix {
namespace {

using Code = Operation::Code;

// As the World wants it: a slash says that it must be a directory.
std::string path_of(const Place& place) {
    if (place.rest.empty()) return ".";
    return place.slash ? place.rest + "/" : place.rest;
}

std::span<const std::byte> bytes_of(const std::string& text) noexcept { return std::as_bytes(std::span(text)); }

// What a World has put into a result before it is translated.
template <class Outside, class Into>
Outside read_back(const Into& into) {
    static_assert(sizeof(Outside) <= sizeof(Into));
    Outside outside;
    std::memcpy(static_cast<void*>(&outside), &into, sizeof outside);
    return outside;
}

}  // namespace

HostFileSystem::~HostFileSystem() {
    if (directory_ < 0) return;
    Operation close{.code = Code::close, .descriptor = directory_};
    world_.submit(close);
}

Operation HostFileSystem::opening() const { return {.code = Code::directory, .in = bytes_of(source_)}; }

void HostFileSystem::take(const Operation& opened) { directory_ = static_cast<Outside>(opened.result); }

Outcome HostFileSystem::begin(PathCall& call) {
    if (call.operation.state == Operation::State::idle) call.operation = opening();
    if (!call.submit()) return Outcome::parked;
    if (call.operation.failed) return call.fail(call.operation.error);
    take(call.operation);
    return call.done();
}

Result<void> HostFileSystem::begin_now() {
    Operation open = opening();
    Operations completed;
    for (bool done = world_.submit(open); !done; done = open.state == Operation::State::done) {
        if (world_.interrupts() > 0 && world_.cancel(open)) return Errno::intr;
        world_.wait(never, completed);
    }
    while (completed.pop_front() != nullptr) {
    }
    if (open.failed) return open.error;
    take(open);
    return {};
}

// Answers, or parks: then it is called again. `more` says what else the operation carries, at the first attempt.
Outcome HostFileSystem::ask(PathCall& call, Code code, const std::function<void(Operation&)>& more) const {
    Operation& operation = call.operation;
    if (operation.state == Operation::State::idle) {
        if (call.scratch.empty()) call.scratch = path_of(call.place);
        operation.code = code;
        operation.descriptor = directory_;
        operation.in = bytes_of(call.scratch);
        if (more) more(operation);
    }
    if (!call.submit()) return Outcome::parked;
    return operation.failed ? call.fail(operation.error) : call.done();
}

Outcome HostFileSystem::ask_about_two(PathCall& call, Code code, std::string first, std::string_view second) const {
    if (call.scratch.empty()) ((call.scratch = std::move(first)) += '\0') += second;
    return ask(call, code);
}

Outcome HostFileSystem::open(PathCall& call, OpenFlags flags, std::uint32_t mode) {
    constexpr auto append = static_cast<int>(OpenFlags::append);
    static_assert(static_cast<int>(OpenFlags::create) == FileAccess::create);
    static_assert(static_cast<int>(OpenFlags::no_follow) == FileAccess::no_follow);
    const auto outcome = ask(call, Code::open, [&](Operation& operation) {
        operation.argument = static_cast<int>(flags) & ~append;
        operation.value = static_cast<int>(mode);
        operation.out = std::as_writable_bytes(std::span(&call.status, 1));
    });
    if (outcome != Outcome::answered || !call.result) return outcome;
    const auto status = translate(read_back<OutsideStatus>(call.status));
    call.file = make_object<HostFile>(*this, static_cast<Outside>(call.operation.result), status.type, call, flags);
    return outcome;
}

Outcome HostFileSystem::status(PathCall& call) {
    const auto outcome = ask(call, Code::status, [&](Operation& operation) {
        operation.argument = call.place.follow ? 1 : 0;
        operation.out = std::as_writable_bytes(std::span(&call.status, 1));
    });
    if (outcome == Outcome::answered && call.result) call.status = translate(read_back<OutsideStatus>(call.status));
    return outcome;
}

Outcome HostFileSystem::make_directory(PathCall& call, std::uint32_t mode) {
    return ask(call, Code::make_directory, [mode](Operation& operation) { operation.value = static_cast<int>(mode); });
}

Outcome HostFileSystem::remove_directory(PathCall& call) { return ask(call, Code::remove_directory); }

Outcome HostFileSystem::remove(PathCall& call) { return ask(call, Code::remove); }

Outcome HostFileSystem::rename(PathCall& call) {
    return ask_about_two(call, Code::rename, path_of(call.place), path_of(call.other));
}

Outcome HostFileSystem::link(PathCall& call) {
    return ask_about_two(call, Code::link, path_of(call.place), path_of(call.other));
}

Outcome HostFileSystem::make_link(PathCall& call, std::string_view target) {
    return ask_about_two(call, Code::make_link, std::string(target), path_of(call.place));
}

Outcome HostFileSystem::read_link(PathCall& call) {
    const auto outcome = ask(call, Code::read_link, [&](Operation& operation) {
        call.text.resize(Mounts::longest_path);
        operation.out = std::as_writable_bytes(std::span(call.text));
    });
    if (outcome == Outcome::answered && call.result) call.text.resize(static_cast<std::size_t>(call.operation.result));
    return outcome;
}

Outcome HostFileSystem::truncate(PathCall& call, std::int64_t size) {
    return ask(call, Code::resize, [size](Operation& operation) { operation.offset = size; });
}

Outcome HostFileSystem::set_mode(PathCall& call, std::uint32_t mode) {
    return ask(call, Code::set_mode, [mode](Operation& operation) { operation.value = static_cast<int>(mode); });
}

Outcome HostFileSystem::set_modified(PathCall& call, std::int64_t nanoseconds) {
    return ask(call, Code::set_modified, [=](Operation& operation) { operation.offset = nanoseconds; });
}

Outcome HostFileSystem::usage(PathCall& call) {
    const auto outcome = ask(call, Code::usage, [&](Operation& operation) {
        call.text.resize(sizeof(OutsideUsage));
        operation.out = std::as_writable_bytes(std::span(call.text));
    });
    if (outcome != Outcome::answered || !call.result) return outcome;
    OutsideUsage outside;
    std::memcpy(static_cast<void*>(&outside), call.text.data(), sizeof outside);
    call.usage.total = outside.total;
    call.usage.used = outside.used;
    call.usage.files = outside.files;
    return outcome;
}

// The directory may hold other disks of the host, whose files have numbers of their own.
FileStatus HostFileSystem::translate(const OutsideStatus& outside) const {
    constexpr int room = 16;  // bits for the mount table's numbers
    return {.type = static_cast<FileType>(outside.type),
            .device = device | outside.device << room,
            .number = outside.number,
            .mode = outside.mode,
            .links = outside.links,
            .size = outside.size,
            .modified = outside.modified};
}

}  // namespace fibrix
