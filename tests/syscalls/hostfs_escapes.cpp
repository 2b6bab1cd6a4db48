// Ways out of a mounted directory of the host, all of them closed.

#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/syscalls/hostfs_fixture.hpp"

namespace fibrix::testing {
namespace {

constexpr auto to_make = OpenFlags::write | OpenFlags::create;

/// Everything that can be asked by way of a link that leads out, or of a name below one.
void refuse_all(const std::string& path) {
    BOOST_TEST_CONTEXT(path) {
        BOOST_TEST(said(sys::open(path)) == "EACCES");
        BOOST_TEST(said(sys::open(path, to_replace)) == "EACCES");
        BOOST_TEST(said(sys::open(path, to_append)) == "EACCES");
        BOOST_TEST(said(sys::stat(path)) == "EACCES");
        BOOST_TEST(said(sys::truncate(path, 0)) == "EACCES");
        BOOST_TEST(said(sys::chmod(path, 0777u)) == "EACCES");
        BOOST_TEST(said(sys::utimes(path, 0)) == "EACCES");
        BOOST_TEST(said(sys::chdir(path)) == "EACCES");
    }
}

/// The same of a name in a directory that a link leads out to.
void refuse_names(const std::string& directory) {
    const auto name = directory + "/secret", other = directory + "/other";
    refuse_all(name);
    BOOST_TEST_CONTEXT(name) {
        BOOST_TEST(said(sys::open(other, to_make)) == "EACCES");
        BOOST_TEST(said(sys::lstat(name)) == "EACCES");
        BOOST_TEST(said(sys::unlink(name)) == "EACCES");
        BOOST_TEST(said(sys::rmdir(name)) == "EACCES");
        BOOST_TEST(said(sys::mkdir(other)) == "EACCES");
        BOOST_TEST(said(sys::rename(name, "/mnt/got")) == "EACCES");
        BOOST_TEST(said(sys::rename("/mnt/own", other)) == "EACCES");
        BOOST_TEST(said(sys::link(name, "/mnt/got")) == "EACCES");
        BOOST_TEST(said(sys::link("/mnt/own", other)) == "EACCES");
        BOOST_TEST(said(sys::symlink("x", other)) == "EACCES");
        BOOST_TEST(said(sys::readlink(name)) == "EACCES");
        BOOST_TEST(said(list_directory(directory)) == "EACCES");
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostfs_escapes)

BOOST_AUTO_TEST_CASE(dots_lead_to_the_tree_of_files_and_not_to_the_host) {
    HostDirectory host;
    host.run([] {
        BOOST_TEST(said(sys::open("/mnt/../secret")) == "ENOENT");
        BOOST_TEST(said(sys::open("/mnt/a/../../secret")) == "ENOENT");
        BOOST_TEST(said(sys::stat("/mnt/../../../../../../etc/passwd")) == "ENOENT");
        sys::chdir("/mnt").value();
        BOOST_TEST(said(sys::open("../secret")) == "ENOENT");
        BOOST_TEST(sys::stat("..").value().device == sys::stat("/").value().device);
    });
}

BOOST_AUTO_TEST_CASE(absolute_links_are_not_followed) {
    HostDirectory host;
    host.write("own", "");
    fs::create_symlink(host.base / "secret", host.inside / "file");
    fs::create_directory_symlink(host.base, host.inside / "directory");
    fs::create_symlink(host.inside / "own", host.inside / "even_to_itself");
    host.run([] {
        refuse_all("/mnt/file");
        refuse_names("/mnt/directory");
        refuse_all("/mnt/even_to_itself");
    });
}

BOOST_AUTO_TEST_CASE(relative_links_are_followed_as_long_as_they_stay_inside) {
    HostDirectory host;
    host.write("own", "mine");
    fs::create_directory(host.inside / "d");
    fs::create_symlink("../secret", host.inside / "file");
    fs::create_symlink("../../secret", host.inside / "d/file");
    fs::create_directory_symlink("..", host.inside / "directory");
    fs::create_symlink("directory", host.inside / "by_another");
    fs::create_symlink("../own", host.inside / "d/good");
    fs::create_symlink("../inside/own", host.inside / "out_and_in_again");
    host.run([] {
        refuse_all("/mnt/file");
        refuse_all("/mnt/d/file");
        refuse_names("/mnt/directory");
        refuse_names("/mnt/by_another");
        refuse_all("/mnt/out_and_in_again");
        BOOST_TEST(read_file("/mnt/d/good").value() == "mine");
    });
}

BOOST_AUTO_TEST_CASE(links_of_ones_own_making_lead_nowhere_either) {
    HostDirectory host;
    host.run([&] {
        sys::symlink("../secret", "/mnt/up").value();
        sys::symlink((host.base / "secret").string(), "/mnt/absolute").value();
        refuse_all("/mnt/up");
        refuse_all("/mnt/absolute");
        BOOST_TEST(sys::readlink("/mnt/up").value() == "../secret");  // its text is no secret
        BOOST_TEST(said(sys::link("/mnt/up", "/mnt/hard")) == "ok");  // the link itself
        refuse_all("/mnt/hard");
        BOOST_TEST(said(sys::open("/mnt/up", to_read | OpenFlags::no_follow)) == "ELOOP");
        BOOST_TEST(said(sys::open("/mnt/up", to_make | OpenFlags::exclusive)) == "EEXIST");
        BOOST_TEST(said(sys::unlink("/mnt/up")) == "ok");
    });
}

BOOST_AUTO_TEST_CASE(magic_links_are_not_followed) {
    HostDirectory host;
    host.inside = "/proc";
    host.run([] {
        for (const auto* link : {"self/root", "self/cwd", "self/fd/0", "self/exe", "thread-self/root"})
            BOOST_TEST_CONTEXT(link) {
                const auto path = std::string("/mnt/") + link;
                const auto error = said(sys::open(path));
                BOOST_TEST((error == "ELOOP" || error == "EACCES"));
                BOOST_TEST(said(sys::stat(path + "/etc/passwd")) != "ok");
            }
    });
}

BOOST_AUTO_TEST_CASE(a_link_that_is_exchanged_in_a_race_is_never_followed_out) {
    HostDirectory host;
    fs::create_directories(host.inside / "real");
    std::ofstream(host.inside / "real/secret") << "harmless";
    fs::create_directory_symlink("..", host.inside / "link");
    std::atomic<bool> over = false;
    const auto entry = host.inside / "entry", real = host.inside / "real", link = host.inside / "link";
    std::thread attacker([&] {
        while (!over) {
            ::rename(real.c_str(), entry.c_str());
            ::rename(entry.c_str(), real.c_str());
            ::rename(link.c_str(), entry.c_str());
            ::rename(entry.c_str(), link.c_str());
        }
    });
    int reached = 0;
    host.run([&] {
        for (int i = 0; i < 3000; ++i) {
            const auto text = read_file("/mnt/entry/secret");
            const auto error = said(text);
            if (text) ++reached;
            BOOST_REQUIRE((text ? *text == "harmless" : error == "EACCES" || error == "ENOENT" || error == "ELOOP"));
            sys::open("/mnt/entry/made", to_make);
            sys::unlink("/mnt/entry/secret_too");
            sys::rename("/mnt/entry/secret", "/mnt/entry/secret");
        }
    });
    over = true;
    attacker.join();
    BOOST_TEST(!fs::exists(host.base / "made"));
    BOOST_TEST_MESSAGE(reached << " of 3000 have met the directory");
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_moved_out_while_it_is_open_takes_nobody_along) {
    HostDirectory host;
    fs::create_directories(host.inside / "d/deep");
    std::ofstream(host.inside / "d/deep/file") << "x";
    host.run([&] {
        const auto directory = File::open("/mnt/d/deep", to_list).value();
        sys::chdir("/mnt/d/deep").value();
        fs::rename(host.inside / "d", host.base / "moved");
        BOOST_TEST(said(sys::open("file")) == "ENOENT");
        BOOST_TEST(said(sys::open("../../secret")) == "ENOENT");
        BOOST_TEST(said(sys::mkdir("/mnt/d/deep/new")) == "ENOENT");
        BOOST_TEST(sys::readdir(directory.handle()).value().size() == 1u);  // what is open stays open
        sys::chdir("/").value();
    });
}

BOOST_AUTO_TEST_CASE(nothing_outside_can_be_linked_or_renamed_into_it) {
    HostDirectory host;
    host.write("own", "");
    host.run([&] {
        write_file("/file", "").value();
        BOOST_TEST(said(sys::link("/file", "/mnt/file")) == "EXDEV");
        BOOST_TEST(said(sys::rename("/file", "/mnt/file")) == "EXDEV");
        BOOST_TEST(said(sys::rename("/mnt/own", "/own")) == "EXDEV");
        BOOST_TEST(said(sys::link((host.base / "secret").string(), "/mnt/got")) == "ENOENT");
        BOOST_TEST(said(sys::link("/mnt/../secret", "/mnt/got")) == "ENOENT");
    });
}

BOOST_AUTO_TEST_CASE(names_and_paths_have_a_longest_and_hold_no_zero) {
    HostDirectory host;
    host.run([] {
        const std::string name(300, 'n');
        BOOST_TEST(said(sys::open("/mnt/" + name, to_make)) == "ENAMETOOLONG");
        BOOST_TEST(said(sys::mkdir("/mnt/" + name)) == "ENAMETOOLONG");
        BOOST_TEST(said(sys::mkdir("/mnt/" + std::string(255, 'n'))) == "ok");
        std::string deep = "/mnt";
        while (deep.size() < 5000) deep += "/d";
        BOOST_TEST(said(sys::stat(deep)) == "ENAMETOOLONG");
        BOOST_TEST(said(sys::rename(std::string_view("/mnt/a\0/../b", 12), "/mnt/c")) == "EINVAL");
        BOOST_TEST(said(sys::open(std::string_view("/mnt/a\0b", 8))) == "EINVAL");
    });
}

BOOST_AUTO_TEST_CASE(only_a_directory_can_be_mounted_and_only_in_memory) {
    HostDirectory host;
    fs::create_directory(host.inside / "d");
    host.run([&] {
        sys::mkdir("/m").value();
        const auto mount = [](const std::string& source, std::string_view target) {
            return said(sys::mount("hostfs", source, target));
        };
        BOOST_TEST(mount((host.base / "secret").string(), "/m") == "ENOTDIR");
        BOOST_TEST(mount((host.base / "nothing").string(), "/m") == "ENOENT");
        BOOST_TEST(mount("relative", "/m") == "EINVAL");
        BOOST_TEST(mount("", "/m") == "EINVAL");
        BOOST_TEST(mount(std::string("/tmp\0x", 6), "/m") == "EINVAL");
        BOOST_TEST(mount(host.inside.string(), "/mnt") == "EBUSY");
        BOOST_TEST(mount(host.base.string(), "/mnt/d") == "EOPNOTSUPP");
        BOOST_TEST(mount(host.inside.string(), "/m") == "ok");  // twice the same
        BOOST_TEST(said(sys::rename("/mnt/d", "/m/e")) == "EXDEV");
        BOOST_TEST(said(sys::unmount("/m")) == "ok");
    });
}

BOOST_AUTO_TEST_CASE(devices_and_pipes_of_the_host_are_not_opened) {
    HostDirectory host;
    BOOST_TEST(::mkfifo((host.inside / "pipe").c_str(), 0600) == 0);
    fs::create_symlink("/dev/full", host.inside / "full");
    host.run([] {
        BOOST_TEST((sys::stat("/mnt/pipe").value().type == FileType::pipe));
        BOOST_TEST(said(sys::open("/mnt/pipe")) == "EACCES");  // and it does not wait
        BOOST_TEST(said(sys::open("/mnt/pipe", to_append)) != "ok");
        BOOST_TEST(said(sys::open("/mnt/full", to_append)) == "EACCES");
    });
    host.inside = "/dev";
    host.run([] { BOOST_TEST(said(sys::open("/mnt/full", OpenFlags::write)) == "EACCES"); });
}

BOOST_AUTO_TEST_CASE(nobody_is_given_the_rights_of_another) {
    HostDirectory host;
    host.write("own", "");
    host.run([] {
        BOOST_TEST(said(sys::chmod("/mnt/own", 04755u)) == "EPERM");
        BOOST_TEST(said(sys::chmod("/mnt/own", 02755u)) == "EPERM");
        sys::close(sys::open("/mnt/new", to_make, 06755u).value()).value();
        BOOST_TEST((sys::stat("/mnt/new").value().mode & 06000u) == 0u);
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
