// Says what there is to know of files.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// %n name, %s size, %F type, %f mode in words, %a mode in octal, %h links, %i number, %d device, %y time, %Y seconds.
std::string format_status(const std::string& format, const std::string& name, const FileStatus& status) {
    std::string text;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            text += format[i];
            continue;
        }
        switch (format[++i]) {
            case 'n': text += name; break;
            case 's': text += std::to_string(status.size); break;
            case 'F': text += to_string(status.type); break;
            case 'A': text += mode_in_words(status); break;
            case 'a': text += fmt::format("{:o}", status.mode); break;
            case 'h': text += std::to_string(status.links); break;
            case 'i': text += std::to_string(status.number); break;
            case 'd': text += std::to_string(status.device); break;
            case 'y': text += format_time(status.modified, "%Y-%m-%d %H:%M:%S"); break;
            case 'Y': text += std::to_string(status.modified / 1'000'000'000); break;
            default: (text += '%') += format[i]; break;
        }
    }
    return text;
}

int stat(Arguments& arguments) {
    bool follow = false;
    std::string format = "%n: %F, %s bytes, mode %a (%A), links %h, device %d number %i, modified %y";
    std::vector<std::string> paths;
    arguments.flag("-L,--dereference", follow, "of what a link leads to");
    arguments.option("-c,--format", format, "%n %s %F %A %a %h %i %d %y %Y");
    arguments.words("paths", paths, "files", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("stat");
    for (const auto& path : paths) {
        const auto status = follow ? sys::stat(path) : sys::lstat(path);
        if (tool.check(status, path)) tool.print("{}\n", format_status(format, path, *status));
    }
    return tool.finish();
}

const Program program{"stat", "Says what there is to know of files.", stat};

}  // namespace
