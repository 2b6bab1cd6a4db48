// Patterns: * stands for any text, ? for any character, [a-z] and [!a-z] for one of a set; \c is the character c.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fibrix::sh {

/// Whether `pattern` stands for all of `text`. Both are UTF-8.
bool matches(std::string_view pattern, std::string_view text);

/// Whether something in `pattern` stands for more than itself.
bool is_pattern(std::string_view pattern);

/// Where files are looked for: the system, or a test.
class Directories {
public:
    Directories() = default;
    Directories(const Directories&) = delete;
    Directories& operator=(const Directories&) = delete;
    virtual ~Directories() = default;
    /// The names in a directory ("" is the current one), without . and ..; none if it cannot be read. May park.
    virtual std::vector<std::string> names_in(const std::string& directory) = 0;
    virtual bool exists(const std::string& path) = 0;
    virtual bool is_directory(const std::string& path) = 0;
};

/// The paths that `pattern` stands for, in the order of their bytes. A name that begins with a dot is matched by a dot
/// only. May park.
std::vector<std::string> glob(std::string_view pattern, Directories& directories);

}  // namespace fibrix::sh
