#include "tools/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/exit_status.hpp"
#include "kernel/policy.hpp"
#include "syscalls/kit/elf.hpp"
#include "syscalls/kit/image.hpp"
#include "syscalls/kit/mapped_file.hpp"
#include "syscalls/kit/plugged_family.hpp"
#include "syscalls/kit/statics.hpp"
#include "syscalls/program/program.hpp"
#include "tools/complain.hpp"
#include "tools/list.hpp"

namespace fibrix {
namespace {

template <class Entry>
std::string names(const Image& image, std::string_view what) {
    std::string text;
    for (const auto* entry : image.entries<Entry>()) text += fmt::format(" {} {}", what, entry->name);
    return text;
}

template <class... Entries>
bool registers(const Image& image, const void* address) {
    const auto among = [&](const auto& entries) {
        return std::find(entries.begin(), entries.end(), address) != entries.end();
    };
    return (among(image.entries<Entries>()) || ...);
}

// A sanitizer adds statics of its own: its builds are not looked at.
int check_statics(const std::string& path, const Image& image) {
    if (FIBRIX_ASAN || FIBRIX_TSAN || image.entries<Program>().empty()) return 0;
    const MappedFile file(path);
    const auto elf = Elf::read(file.bytes());
    if (!elf) return 0;
    const auto found = mutable_statics(*elf, [&](const Elf::Symbol& symbol) {
        return registers<Program, PolicyEntry, PluggedFamily>(image, image.place(symbol.address));
    });
    for (const auto& name : found)
        complain(fmt::format(
            "'{}': '{}' is a mutable static, one for all instances of the program; use sys::local<T>()", path, name));
    return found.empty() ? 0 : 1;
}

int check(const std::string& path) {
    std::string why;
    const auto image = Image::load(path, why);
    if (!image) {
        complain(why);
        return static_cast<int>(image.error() == Errno::noent ? ReservedCode::not_found : ReservedCode::usage);
    }
    const auto text = names<Program>(**image, "program") + names<PolicyEntry>(**image, "policy") +
                      names<PluggedFamily>(**image, "family");
    if (const int status = check_statics(path, **image); status != 0) return status;
    return show(fmt::format("{}:{}\n", path, text.empty() ? " nothing" : text));
}

}  // namespace

int check_files(const std::vector<std::string>& files) {
    int worst = 0;
    for (const auto& path : files) worst = std::max(worst, check(path));
    return worst;
}

}  // namespace fibrix
