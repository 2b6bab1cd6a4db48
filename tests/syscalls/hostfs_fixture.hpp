// A directory of the host for one test, mounted at /mnt of a system on the host World; beside it a secret that nobody
// may reach.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

namespace fibrix::testing {

namespace fs = std::filesystem;

inline std::string contents(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct HostDirectory {
    HostDirectory() {
        auto pattern = (fs::temp_directory_path() / "fibrix_hostfs_XXXXXX").string();
        base = ::mkdtemp(pattern.data());
        inside = base / "inside";
        fs::create_directory(inside);
        std::ofstream(base / "secret") << "secret";
    }
    HostDirectory(const HostDirectory&) = delete;
    HostDirectory& operator=(const HostDirectory&) = delete;
    ~HostDirectory() { fs::remove_all(base); }

    void write(const std::string& name, std::string_view text) const { std::ofstream(inside / name) << text; }
    /// Runs `body` as a program, with `inside` at /mnt.
    template <class Body>
    void run(Body body, bool read_only = false) {
        HostSystem system;
        system.run([&] {
            sys::mkdir("/mnt").value();
            sys::mount("hostfs", inside.string(), "/mnt", read_only).value();
            body();
        });
        BOOST_TEST(system.end_of("test") == exited_well);
        BOOST_TEST(contents(base / "secret") == "secret");
    }

    fs::path base, inside;
};

/// "ok", or the error's name.
template <class T>
std::string said(const Result<T>& result) {
    return result ? "ok" : std::string(to_string(result.error()));
}

}  // namespace fibrix::testing
