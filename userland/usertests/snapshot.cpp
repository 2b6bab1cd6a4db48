#include "userland/usertests/snapshot.hpp"

#include <algorithm>
#include <sstream>

#include "syscalls/sys.hpp"

namespace fibrix::usertests {
namespace {

std::uint64_t lines_of(const std::string& path) {
    const auto text = read_file(path).value();
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

void add(std::string& text, std::string_view name, const std::string& before, const std::string& after) {
    if (before != after) text += fmt::format("{}{}: {} -> {}", text.empty() ? "" : ", ", name, before, after);
}

}  // namespace

Snapshot take_snapshot() {
    return {lines_of("/proc/tasks"), lines_of("/proc/self/fd"), read_file("/proc/meminfo").value()};
}

std::string difference(const Snapshot& before, const Snapshot& after) {
    std::string text;
    add(text, "tasks", std::to_string(before.tasks), std::to_string(after.tasks));
    add(text, "handles", std::to_string(before.handles), std::to_string(after.handles));
    std::istringstream was(before.memory), is(after.memory);
    for (std::string old, now; std::getline(was, old) && std::getline(is, now);)
        add(text, old.substr(0, old.find(':')), old.substr(old.find('\t') + 1), now.substr(now.find('\t') + 1));
    return text;
}

}  // namespace fibrix::usertests
