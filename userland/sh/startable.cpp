#include "userland/sh/startable.hpp"

#include <array>

#include "syscalls/sys.hpp"

namespace fibrix::sh {
namespace {

// Such as a shared object on a mounted directory of the host: not for a shell to read.
bool is_machine_code(const std::string& path) {
    const auto file = File::open(path);
    std::array<char, 4> begin{};
    const std::span<std::byte> room = std::as_writable_bytes(std::span(begin));
    return file && sys::read(file->handle(), room) && begin == std::array{'\x7f', 'E', 'L', 'F'};
}

}  // namespace

std::vector<std::string> as_startable(std::vector<std::string> words) {
    const auto slash = words.front().rfind('/');
    if (slash == std::string::npos) return words;
    const auto status = sys::stat(words.front());
    if (!status || status->type != FileType::regular) return words;
    const auto system = sys::statfs(words.front());
    if (system && system->type == "binfs") words.front() = words.front().substr(slash + 1);
    else if (!is_machine_code(words.front())) words.insert(words.begin(), "sh");
    return words;
}

}  // namespace fibrix::sh
