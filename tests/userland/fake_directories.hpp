// Directories for tests: a set of paths stands for all files there are.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace fibrix::testing {

/// `Base` is sh::Directories, or what is derived from it.
template <class Base>
class FakeDirectories : public Base {
public:
    explicit FakeDirectories(std::set<std::string> files = {}) : files_(std::move(files)) {}

    std::vector<std::string> names_in(const std::string& directory) override {
        const auto prefix = directory.empty() ? directory : clean(directory + "/");
        std::set<std::string> names;
        for (const auto& file : files_) {
            const bool inside = prefix.empty() ? file.front() != '/' : file.starts_with(prefix);
            if (inside) names.insert(file.substr(prefix.size(), file.find('/', prefix.size()) - prefix.size()));
        }
        return {names.begin(), names.end()};
    }
    bool exists(const std::string& path) override {
        const auto wanted = clean(path);
        return std::any_of(files_.begin(), files_.end(), [&](const std::string& file) {
            return file == wanted || file.starts_with(wanted.ends_with('/') ? wanted : wanted + "/");
        });
    }
    bool is_directory(const std::string& path) override { return exists(path) && !files_.contains(clean(path)); }

private:
    static std::string clean(std::string path) {
        const auto end = std::unique(path.begin(), path.end(), [](char a, char b) { return a == '/' && b == '/'; });
        path.erase(end, path.end());
        return path;
    }
    std::set<std::string> files_;
};

}  // namespace fibrix::testing
