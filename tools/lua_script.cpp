#include "tools/lua_script.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tools/system.hpp"

namespace fibrix {

bool names_lua_script(const std::string& program) { return program.ends_with(".lua"); }

BroughtFile bring_lua_script(std::vector<std::string>& words) {
    const std::filesystem::path path = words.front();
    const bool directory = std::filesystem::is_directory(path);
    std::ifstream file(path, std::ios::binary);
    if (!file || directory)
        throw UsageError(
            fmt::format("run: cannot read '{}': {}", words.front(), std::strerror(directory ? EISDIR : errno)));
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto name = path.filename().string();
    words.front() = "/tmp/" + name;
    words.insert(words.begin(), "lua");
    return {name, text};
}

}  // namespace fibrix
