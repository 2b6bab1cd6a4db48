#include "kernel/world/host_name_calls.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace fibrix::host {

namespace {

template <class F>
Count at_name(const FileJob& job, std::string_view path, F act) {
    const auto found = find_name(job.descriptor->number(), path);
    if (!found) return found.error();
    return counted(act(found->directory.number(), found->name.c_str()));
}

std::pair<std::string_view, std::string_view> two_of(const std::string& in) {
    const std::string_view both = in;
    const auto middle = both.find('\0');
    return {both.substr(0, middle), both.substr(middle + 1)};
}

}  // namespace

Result<Descriptor> look(const FileJob& job, bool follow) {
    return open_beneath(job.descriptor->number(), job.in, O_PATH | (follow ? 0 : O_NOFOLLOW));
}

Count make_directory(FileJob& job) {
    return at_name(job, job.in, [&](int in, const char* name) {
        return ::mkdirat(in, name, static_cast<mode_t>(job.value) & 0777u);
    });
}

Count remove_directory(FileJob& job) {
    return at_name(job, job.in, [](int in, const char* name) { return ::unlinkat(in, name, AT_REMOVEDIR); });
}

Count remove(FileJob& job) {
    return at_name(job, job.in, [](int in, const char* name) { return ::unlinkat(in, name, 0); });
}

Count rename(FileJob& job) {
    const auto [from, to] = two_of(job.in);
    const auto source = find_name(job.descriptor->number(), from);
    if (!source) return source.error();
    return at_name(job, to, [&](int in, const char* name) {
        return ::renameat(source->directory.number(), source->name.c_str(), in, name);
    });
}

// As the host does it: the one that must be there is looked for first. A slash would have it follow a link in the last
// place; what is there then is a directory, or an error.
Count link(FileJob& job) {
    const auto [from, to] = two_of(job.in);
    const bool slash = from.ends_with('/');
    const auto found = open_beneath(job.descriptor->number(), std::string(from), O_PATH | (slash ? 0 : O_NOFOLLOW));
    if (!found) return found.error();
    const auto source = find_name(job.descriptor->number(), from);
    if (!source) return source.error();
    return at_name(job, to, [&, to = to](int in, const char* name) {
        if (!slash) return ::linkat(source->directory.number(), source->name.c_str(), in, name, 0);
        const bool there = ::faccessat(in, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
        errno = there ? EEXIST : to.ends_with('/') ? ENOENT : EPERM;
        return -1;
    });
}

Count make_link(FileJob& job) {
    const auto [target, path] = two_of(job.in);
    return at_name(job, path, [target = std::string(target)](int in, const char* name) {
        return ::symlinkat(target.c_str(), in, name);
    });
}

// -- Attributes -------------------------------------------------------------------------------------------------------

// The host changes no mode through a descriptor of this kind, but does through its name, which is nobody else's. A file
// that runs with its owner's rights is not made: it would be a way out.
Count set_mode(FileJob& job) {
    const auto mode = static_cast<mode_t>(job.value);
    if ((mode & (S_ISUID | S_ISGID)) != 0) return Errno::perm;
    const auto found = look(job, true);
    if (!found) return found.error();
    return counted(::chmod(("/proc/self/fd/" + std::to_string(found->number())).c_str(), mode & 07777u));
}

Count set_modified(FileJob& job) {
    const auto found = look(job, true);
    if (!found) return found.error();
    auto seconds = job.offset / billion, rest = job.offset % billion;
    if (rest < 0) --seconds, rest += billion;
    const std::array<timespec, 2> times{timespec{0, UTIME_OMIT}, timespec{seconds, rest}};
    return counted(::utimensat(found->number(), "", times.data(), AT_EMPTY_PATH));
}

}  // namespace fibrix::host
