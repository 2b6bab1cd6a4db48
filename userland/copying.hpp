// Copying files and trees, for cp, and for mv from one filesystem to another.
#pragma once

#include "userland/tool.hpp"

namespace fibrix {

/// Copies one file's contents and mode. Complains if that does not work.
bool copy_file(Tool& tool, const std::string& from, const std::string& to);
/// Gives a copy the mode and the time of what it was made from. Complains if that does not work.
bool copy_attributes(Tool& tool, const FileStatus& of, const std::string& to);
/// Copies a tree: directories, files and symbolic links as such. Complains about each file that cannot be copied.
/// With `attributes`, as copy_attributes.
bool copy_tree(Tool& tool, const std::string& from, const std::string& to, bool attributes = false);

}  // namespace fibrix
