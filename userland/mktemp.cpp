// Makes a file, or directory, whose name nobody has, and prints the name.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// Random letters and digits for the Xs at the end.
Result<std::string> fill_in(std::string name) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const auto begin = name.find_last_not_of('X') + 1;
    const auto random = File::open("/dev/random");
    if (!random) return random.error();
    std::vector<std::byte> bytes(name.size() - begin);
    if (const auto got = random->read(bytes); !got) return got.error();
    for (std::size_t i = begin; i < name.size(); ++i)
        name[i] = letters[std::to_integer<std::size_t>(bytes[i - begin]) % letters.size()];
    return name;
}

Result<std::string> make(const std::string& pattern, bool directory) {
    for (int attempts = 100;; --attempts) {
        auto name = fill_in(pattern);
        if (!name) return name;
        const auto error = [&]() -> Result<void> {
            if (directory) return sys::mkdir(*name, 0700u);
            const auto file = File::open(*name, OpenFlags::write | OpenFlags::create | OpenFlags::exclusive, 0600);
            return file ? Result<void>() : file.error();
        }();
        if (error) return name;
        if (error.error() != Errno::exist || attempts == 0) return error.error();
    }
}

int mktemp(Arguments& arguments) {
    bool directory = false;
    std::string pattern = "/tmp/tmp.XXXXXXXXXX";
    arguments.flag("-d,--directory", directory, "a directory");
    arguments.word("pattern", pattern, "a name that ends in at least three X", false);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("mktemp");
    if (!pattern.ends_with("XXX")) return tool.refuse(fmt::format("'{}' does not end in XXX", pattern));
    const auto name = make(pattern, directory);
    if (tool.check(name, pattern)) tool.print("{}\n", *name);
    return tool.finish();
}

const Program program{"mktemp", "Makes a file whose name nobody has.", mktemp};

}  // namespace
