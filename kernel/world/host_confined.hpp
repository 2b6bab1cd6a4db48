// Opening files of the host below a directory, and nowhere else.
//
// The host itself follows each path (openat2): a step that would lead above the directory, an absolute link or one of
// /proc's magic links ends it with EACCES, whatever is renamed or exchanged meanwhile. What changes a name first opens
// the directory that the name is in, and then gives the host this one name, which it never follows.
#pragma once

#include <string>
#include <string_view>

#include "kernel/result.hpp"

namespace fibrix::host {

/// A descriptor that is closed when this goes.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_ = -1;
};

/// `flags`: the host's. EACCES: the path leads out.
Result<Descriptor> open_beneath(int directory, const std::string& path, int flags, unsigned mode = 0);

/// One name in a directory that lies beneath.
struct Name {
    Descriptor directory;
    std::string name;  // with the slashes that follow it
};
Result<Name> find_name(int directory, std::string_view path);

}  // namespace fibrix::host
