// Random requests about files, each also made of the host's own filesystem: same errors, same contents, same tree. They
// go to a ramfs, to a directory of the host that is mounted, and to a simulated disk.
//
// Both sides work deep below their roots, so that no path the test can make leads out of its own directory.

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <random>
#include <set>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

namespace fibrix::testing {
namespace {

constexpr int depth = 100;

/// What a request has come to, in words, from either side.
std::string said(const Result<void>& result) { return result ? "ok" : std::string(to_string(result.error())); }
template <class T>
std::string said(const Result<T>& result) {
    return result ? "ok" : std::string(to_string(result.error()));
}
std::string said(long host) { return host >= 0 ? "ok" : std::string(to_string(errno_from_host(errno))); }

std::string bytes(const std::string& text, long count) {
    return count < 0 ? said(count) : text.substr(0, static_cast<std::size_t>(count));
}

struct Flag {
    OpenFlags ours;
    int host;
};

class Model {
public:
    /// `ours`: where its own tree begins. Below a mounted directory a path is freed of dots before anybody looks, so
    /// there are none in it.
    Model(std::uint64_t seed, std::string host_root, std::string ours = {})
        : random_(seed), root_(std::move(host_root)), dots_(ours.empty()) {
        std::filesystem::create_directories(root_);
        for (int i = 0; i < depth; ++i) {
            root_ += "/d", ours += "/d";
            ::mkdir(root_.c_str(), 0755);
            sys::mkdir(ours).value();
        }
        sys::chdir(ours).value();
        if (::chdir(root_.c_str()) != 0) throw std::runtime_error("cannot enter " + root_);
        write_file("keep", "").value();  // so that nobody removes the directory in which we are
        ::close(::open("keep", O_CREAT | O_WRONLY, 0644));
    }
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;
    ~Model() {
        for (const auto& each : open_) ::close(each.host);
    }

    void step() {
        using Action = void (Model::*)();
        constexpr Action actions[] = {&Model::open,     &Model::open,     &Model::open,    &Model::transfer,
                                      &Model::transfer, &Model::close,    &Model::mkdir,   &Model::mkdir,
                                      &Model::rmdir,    &Model::unlink,   &Model::rename,  &Model::rename,
                                      &Model::rename,   &Model::link,     &Model::symlink, &Model::read_link,
                                      &Model::stat,     &Model::truncate, &Model::chmod,   &Model::list};
        (this->*actions[below(std::size(actions))])();
    }

    /// Everything below the present directory, as both sides see it.
    void compare_trees() { BOOST_TEST(tree_of_ours(".") == tree_of_host("."), boost::test_tools::per_element()); }

private:
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

    std::string path() {
        constexpr std::string_view names[] = {"a", "b", "c", "a", "b", "c", "a", "b", "a", "e", ".", ".."};
        std::string made;
        for (std::size_t i = 1 + below(3); i > 0; --i) {
            made += names[below(std::size(names) - (dots_ ? 0 : 2))];
            if (i > 1) made += below(10) == 0 ? "//" : "/";
        }
        if (below(8) == 0) made += '/';
        return below(100) == 0 && dots_ ? "" : made;
    }

    void same(const std::string& what, const std::string& ours, const std::string& host) {
        BOOST_TEST(ours == host, what << ": " << ours << ", but the host says " << host);
    }

    void open() {
        constexpr Flag flags[] = {{OpenFlags::create, O_CREAT},        {OpenFlags::exclusive, O_EXCL},
                                  {OpenFlags::truncate, O_TRUNC},      {OpenFlags::append, O_APPEND},
                                  {OpenFlags::directory, O_DIRECTORY}, {OpenFlags::no_follow, O_NOFOLLOW}};
        constexpr Flag ways[] = {
            {OpenFlags::read, O_RDONLY}, {OpenFlags::write, O_WRONLY}, {OpenFlags::read | OpenFlags::write, O_RDWR}};
        Flag chosen = ways[below(3)];
        for (const auto& flag : flags)
            if (below(4) == 0 || (flag.host == O_CREAT && below(2) == 0))
                chosen = {chosen.ours | flag.ours, chosen.host | flag.host};
        const bool writes = has(chosen.ours, OpenFlags::write), creates = has(chosen.ours, OpenFlags::create);
        if (has(chosen.ours, OpenFlags::append) && !writes) return;      // EINVAL here
        if (has(chosen.ours, OpenFlags::directory) && creates) return;   // hosts differ
        if (has(chosen.ours, OpenFlags::exclusive) && !creates) return;  // undefined
        const auto where = path();
        if (creates && where.ends_with('/') && !dots_) return;  // EISDIR here, without asking
        const auto ours = sys::open(where, chosen.ours);
        const int host = ::open(where.c_str(), chosen.host, 0644);
        same("open " + where + " " + to_string(chosen.ours), said(ours), said(host));
        if (ours && host >= 0) open_.push_back({*ours, host, has(chosen.ours, OpenFlags::append)});
    }

    void transfer() {
        if (open_.empty()) return;
        const auto [ours, host, appends] = open_[below(open_.size())];
        const auto size = 1 + (below(50) == 0 ? below(200'000) : below(100));  // nothing written is never an error
        const auto at = static_cast<std::int64_t>(below(30) == 0 ? below(1'000'000) : below(200));
        std::string text(size, static_cast<char>('a' + below(26))), read_here(size, 0), read_there(size, 0);
        const auto span = std::as_bytes(std::span(text));
        const auto room = std::as_writable_bytes(std::span(read_here));
        const auto read = [&](const Result<std::size_t>& got, long host_got) {
            same("read", got ? bytes(read_here, static_cast<long>(*got)) : said(got), bytes(read_there, host_got));
        };
        switch (below(7)) {
            case 0: return same("write", said(sys::write(ours, span)), said(::write(host, text.data(), size)));
            case 1:
                if (appends) return;  // Linux, unlike POSIX, appends
                return same("pwrite", said(sys::pwrite(ours, span, at)), said(::pwrite(host, text.data(), size, at)));
            case 2: return read(sys::read(ours, room), ::read(host, read_there.data(), size));
            case 3: return read(sys::pread(ours, room, at), ::pread(host, read_there.data(), size, at));
            case 4: return same("ftruncate", said(sys::ftruncate(ours, at)), said(::ftruncate(host, at)));
            case 5: return seek(ours, host, at);
            default: return fstat(ours, host);
        }
    }

    void seek(Handle ours, int host, std::int64_t at) {
        struct stat status {};
        ::fstat(host, &status);
        if (S_ISDIR(status.st_mode)) return;
        const auto which = below(3);
        constexpr Whence whences[] = {Whence::begin, Whence::here, Whence::end};
        constexpr int hosts[] = {SEEK_SET, SEEK_CUR, SEEK_END};
        const auto moved = sys::seek(ours, at - 100, whences[which]);
        const auto host_moved = ::lseek(host, at - 100, hosts[which]);
        same("seek", moved ? std::to_string(*moved) : said(moved),
             host_moved >= 0 ? std::to_string(host_moved) : said(host_moved));
    }

    static std::string in_words(const Result<FileStatus>& status) {
        if (!status) return said(status);
        const bool file = status->type == FileType::regular;
        return fmt::format("{} {:o} {} {}", to_string(status->type), status->mode, file ? status->size : 0,
                           file ? status->links : 0);
    }
    static std::string in_words(int done, const struct stat& status) {
        if (done < 0) return said(done);
        const bool file = S_ISREG(status.st_mode);
        const auto* type = file ? "regular" : S_ISDIR(status.st_mode) ? "directory" : "link";
        return fmt::format("{} {:o} {} {}", type, status.st_mode & 07777u, file ? status.st_size : 0,
                           file ? status.st_nlink : 0);
    }

    void fstat(Handle ours, int host) {
        struct stat status {};
        const int done = ::fstat(host, &status);
        same("fstat", in_words(sys::fstat(ours)), in_words(done, status));
    }

    void stat() {
        const auto where = path();
        struct stat status {};
        int done = ::stat(where.c_str(), &status);
        same("stat " + where, in_words(sys::stat(where)), in_words(done, status));
        done = ::lstat(where.c_str(), &status);
        same("lstat " + where, in_words(sys::lstat(where)), in_words(done, status));
    }

    void close() {
        if (open_.size() < 5) return;
        const auto which = open_.begin() + static_cast<std::ptrdiff_t>(below(open_.size()));
        sys::close(which->ours).value();
        ::close(which->host);
        open_.erase(which);
    }

    void mkdir() {
        const auto where = path();
        same("mkdir " + where, said(sys::mkdir(where)), said(::mkdir(where.c_str(), 0755)));
    }
    void rmdir() {
        const auto where = path();
        same("rmdir " + where, said(sys::rmdir(where)), said(::rmdir(where.c_str())));
    }
    void unlink() {
        const auto where = path();
        same("unlink " + where, said(sys::unlink(where)), said(::unlink(where.c_str())));
    }
    void rename() {
        const auto from = path(), to = path();
        same("rename " + from + " " + to, said(sys::rename(from, to)), said(::rename(from.c_str(), to.c_str())));
    }
    void link() {
        const auto from = path(), to = path();
        same("link " + from + " " + to, said(sys::link(from, to)), said(::link(from.c_str(), to.c_str())));
    }
    void symlink() {
        const auto to = path(), where = path();
        same("symlink " + to + " " + where, said(sys::symlink(to, where)), said(::symlink(to.c_str(), where.c_str())));
    }
    void read_link() {
        const auto where = path();
        const auto ours = sys::readlink(where);
        std::string host(256, 0);
        const auto size = ::readlink(where.c_str(), host.data(), host.size());
        same("readlink " + where, ours ? *ours : said(ours), bytes(host, size));
    }
    void truncate() {
        const auto where = path();
        const auto size = static_cast<std::int64_t>(below(2000));
        same("truncate " + where, said(sys::truncate(where, size)), said(::truncate(where.c_str(), size)));
    }
    void chmod() {
        const auto where = path();
        const auto mode = 0700 | static_cast<std::uint32_t>(below(0100));
        same("chmod " + where, said(sys::chmod(where, mode)), said(::chmod(where.c_str(), mode)));
    }
    void list() {
        const auto where = path();
        const auto ours = list_directory(where);
        std::string here = said(ours), there;
        if (ours) {
            here.clear();
            for (const auto& entry : *ours) here += entry.name + " ";
        }
        DIR* directory = ::opendir(where.c_str());
        if (directory == nullptr) there = said(-1);
        else
            for (const auto& name : names_in(directory)) there += name + " ";
        same("list " + where, here, there);
    }

    static std::set<std::string> names_in(DIR* directory) {
        std::set<std::string> names;
        while (const auto* entry = ::readdir(directory)) names.insert(entry->d_name);
        ::closedir(directory);
        names.erase(".");
        names.erase("..");
        return names;
    }

    static std::vector<std::string> tree_of_ours(const std::string& directory) {
        std::vector<std::string> lines;
        for (const auto& entry : list_directory(directory).value()) {
            const auto where = directory + "/" + entry.name;
            const auto status = sys::lstat(where).value();
            BOOST_TEST((status.type == entry.type));
            lines.push_back(where + " " + in_words(sys::lstat(where)));
            if (entry.type == FileType::regular) lines.push_back(read_file(where).value());
            if (entry.type == FileType::link) lines.push_back(sys::readlink(where).value());
            if (entry.type != FileType::directory) continue;
            const auto below = tree_of_ours(where);
            lines.insert(lines.end(), below.begin(), below.end());
        }
        return lines;
    }
    static std::vector<std::string> tree_of_host(const std::string& directory) {
        std::vector<std::string> lines;
        for (const auto& name : names_in(::opendir(directory.c_str()))) {
            const auto where = directory + "/" + name;
            struct stat status {};
            const int done = ::lstat(where.c_str(), &status);
            lines.push_back(where + " " + in_words(done, status));
            if (S_ISREG(status.st_mode)) {
                std::string text(static_cast<std::size_t>(status.st_size), 0);
                const int file = ::open(where.c_str(), O_RDONLY);
                BOOST_TEST(::read(file, text.data(), text.size()) == status.st_size);
                ::close(file);
                lines.push_back(text);
            } else if (S_ISLNK(status.st_mode)) {
                lines.push_back(std::filesystem::read_symlink(where).string());
            } else {
                const auto below = tree_of_host(where);
                lines.insert(lines.end(), below.begin(), below.end());
            }
        }
        return lines;
    }

    struct Both {
        Handle ours;
        int host;
        bool appends;
    };
    std::mt19937_64 random_;
    std::string root_;
    bool dots_;
    std::vector<Both> open_;
};

/// A directory of the host for the time of a test, and no mask on the modes of what is made.
struct Ground {
    explicit Ground(std::uint64_t seed)
        : base(std::filesystem::temp_directory_path() / fmt::format("fibrix_vfs_{}_{}", ::getpid(), seed)) {}
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
    ~Ground() {
        ::umask(mask);
        std::filesystem::current_path(before);
        std::filesystem::remove_all(base);
    }
    std::filesystem::path base, before = std::filesystem::current_path();
    mode_t mask = ::umask(0);
};

void walk(Model& model, int steps) {
    for (int i = 0; i < steps; ++i) {
        model.step();
        if (i % 200 == 0) model.compare_trees();
    }
    model.compare_trees();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vfs_model)

BOOST_AUTO_TEST_CASE(random_requests_have_the_results_that_the_host_gives) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            const Ground ground(seed);
            TestSystem system;
            system.run([&] {
                Model model(seed, ground.base.string());
                walk(model, 3000);
            });
            BOOST_TEST(system.end_of("test") == exited_well);
        }
}

BOOST_AUTO_TEST_CASE(so_they_have_on_a_directory_of_the_host) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            const Ground ground(seed);
            std::filesystem::create_directories(ground.base / "ours");
            HostSystem system;
            system.run([&] {
                sys::mkdir("/mnt").value();
                sys::mount("hostfs", (ground.base / "ours").string(), "/mnt").value();
                Model model(seed, (ground.base / "host").string(), "/mnt");
                walk(model, 2000);
            });
            BOOST_TEST(system.end_of("test") == exited_well);
        }
}

BOOST_AUTO_TEST_CASE(so_they_have_on_a_simulated_disk) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            const Ground ground(seed);
            TestSystem system;
            system.run([&] {
                sys::mkdir("/mnt").value();
                sys::mount("hostfs", "sim:/", "/mnt").value();
                Model model(seed, ground.base.string(), "/mnt");
                walk(model, 2000);
            });
            BOOST_TEST(system.end_of("test") == exited_well);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
