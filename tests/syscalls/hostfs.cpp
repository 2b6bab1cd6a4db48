// hostfs: files of the host as programs see them, and what a host can do to them.

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "tests/syscalls/hostfs_fixture.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

/// A limit of the host for the time of a test.
class Limit {
public:
    Limit(__rlimit_resource which, rlim_t value) : which_(which) {
        ::getrlimit(which_, &before_);
        rlimit limit = before_;
        limit.rlim_cur = value;
        ::setrlimit(which_, &limit);
    }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;
    ~Limit() { ::setrlimit(which_, &before_); }

private:
    __rlimit_resource which_;
    rlimit before_{};
};

std::string read_at(Handle handle, std::int64_t at, std::size_t size) {
    std::string text(size, '?');
    text.resize(sys::pread(handle, std::as_writable_bytes(std::span(text)), at).value());
    return text;
}

std::string read_some(Handle handle, std::size_t size) {
    std::string text(size, '?');
    text.resize(sys::read(handle, std::as_writable_bytes(std::span(text))).value());
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostfs)

BOOST_AUTO_TEST_CASE(what_is_written_is_on_the_host) {
    HostDirectory host;
    host.run([] {
        sys::mkdir("/mnt/d", 0700u).value();
        write_file("/mnt/d/file", "one\n").value();
        write_file("/mnt/d/file", "two\n", to_append).value();
        BOOST_TEST(read_file("/mnt/d/file").value() == "one\ntwo\n");
        sys::symlink("d/file", "/mnt/link").value();
        sys::link("/mnt/d/file", "/mnt/again").value();
        sys::chmod("/mnt/d/file", 0640u).value();
        sys::utimes("/mnt/d/file", 1'500'000'000'250'000'000).value();
        const auto status = sys::stat("/mnt/link").value();
        BOOST_TEST(status.size == 8);
        BOOST_TEST(status.links == 2u);
        BOOST_TEST(status.mode == 0640u);
        BOOST_TEST(status.modified == 1'500'000'000'250'000'000);
        BOOST_TEST(sys::statfs("/mnt").value().type == "hostfs");
        BOOST_TEST(sys::statfs("/mnt/d").value().total > 0u);
        const auto entries = list_directory("/mnt").value();
        BOOST_REQUIRE(entries.size() == 3u);
        BOOST_TEST(entries[1].name == "d");
        BOOST_TEST((entries[1].type == FileType::directory));
        BOOST_TEST((entries[2].type == FileType::link));
    });
    BOOST_TEST(contents(host.inside / "d/file") == "one\ntwo\n");
    BOOST_TEST(contents(host.inside / "link") == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(a_file_has_a_place_from_which_is_read_and_written) {
    HostDirectory host;
    host.write("file", "0123456789");
    host.run([] {
        const auto file = sys::open("/mnt/file", OpenFlags::read | OpenFlags::write).value();
        BOOST_TEST(read_some(file, 3) == "012");
        sys::write(file, std::as_bytes(std::span("abc", 3))).value();
        BOOST_TEST(read_some(file, 100) == "6789");
        BOOST_TEST(read_some(file, 100).empty());
        BOOST_TEST(sys::seek(file, 0, Whence::here).value() == 10);
        BOOST_TEST(sys::seek(file, -7, Whence::end).value() == 3);
        BOOST_TEST(read_some(file, 3) == "abc");
        BOOST_TEST(read_at(file, 8, 9) == "89");
        BOOST_TEST(sys::seek(file, 0, Whence::here).value() == 6);
        BOOST_TEST(said(sys::seek(file, -1)) == "EINVAL");
        sys::ftruncate(file, 4).value();
        BOOST_TEST(sys::fstat(file).value().size == 4);
        BOOST_TEST(said(sys::fsync(file)) == "ok");
    });
}

BOOST_AUTO_TEST_CASE(two_that_write_at_the_same_place_of_a_file_do_not_overwrite_each_other) {
    HostDirectory host;
    host.run([] {
        const auto file = sys::open("/mnt/file", to_replace).value();
        const auto added = sys::open("/mnt/added", to_append).value();
        Nursery nursery;
        for (const char who : {'a', 'b', 'c'})
            nursery.spawn([=] {
                const std::string line(99, who);
                for (int i = 0; i < 50; ++i) {
                    sys::write_all(file, line + "\n").value();
                    sys::write_all(added, line + "\n").value();
                }
            });
        nursery.join();
        for (const auto* name : {"/mnt/file", "/mnt/added"}) {
            const auto text = read_file(name).value();
            BOOST_REQUIRE(text.size() == 15'000u);
            for (std::size_t i = 0; i < text.size(); i += 100)
                BOOST_REQUIRE(text.substr(i, 99) == std::string(99, text[i]));
        }
    });
}

BOOST_AUTO_TEST_CASE(a_directory_of_many_names_is_listed_once_and_again_from_its_beginning) {
    HostDirectory host;
    for (int i = 0; i < 300; ++i) fs::create_symlink("x", host.inside / fmt::format("{}{}", std::string(200, 'n'), i));
    host.run([] {
        BOOST_TEST(list_directory("/mnt").value().size() == 300u);
        const auto directory = File::open("/mnt", to_list).value();
        for (int i = 0; i < 2; ++i) {
            std::size_t count = 0;
            for (auto some = sys::readdir(directory.handle()).value(); !some.empty();
                 some = sys::readdir(directory.handle()).value())
                count += some.size();
            BOOST_TEST(count == 300u);
            sys::seek(directory.handle(), 0).value();
        }
        BOOST_TEST(said(sys::read(directory.handle(), std::span<std::byte>())) == "EISDIR");
    });
}

BOOST_AUTO_TEST_CASE(nothing_is_changed_in_what_is_mounted_to_be_read) {
    HostDirectory host;
    host.write("file", "text");
    const auto body = [] {
        BOOST_TEST(said(write_file("/mnt/file", "x")) == "EROFS");
        BOOST_TEST(said(sys::open("/mnt/new", to_append)) == "EROFS");
        BOOST_TEST(said(sys::open("/mnt/file", to_read | OpenFlags::truncate)) == "EROFS");
        BOOST_TEST(said(sys::mkdir("/mnt/d")) == "EROFS");
        BOOST_TEST(said(sys::unlink("/mnt/file")) == "EROFS");
        BOOST_TEST(said(sys::rename("/mnt/file", "/mnt/f")) == "EROFS");
        BOOST_TEST(said(sys::link("/mnt/file", "/mnt/f")) == "EROFS");
        BOOST_TEST(said(sys::symlink("x", "/mnt/f")) == "EROFS");
        BOOST_TEST(said(sys::truncate("/mnt/file", 0)) == "EROFS");
        BOOST_TEST(said(sys::chmod("/mnt/file", 0777u)) == "EROFS");
        BOOST_TEST(said(sys::utimes("/mnt/file", 0)) == "EROFS");
        BOOST_TEST(read_file("/mnt/file").value() == "text");
    };
    host.run(body, true);
    BOOST_TEST(contents(host.inside / "file") == "text");
}

BOOST_AUTO_TEST_CASE(ten_gigabytes_that_are_mostly_nothing) {
    HostDirectory host;
    host.run([] {
        constexpr std::int64_t ten = 10'000'000'000;
        const auto file = sys::open("/mnt/huge", to_replace | OpenFlags::read).value();
        sys::ftruncate(file, ten).value();
        sys::pwrite(file, std::as_bytes(std::span("end", 3)), ten - 3).value();
        BOOST_TEST(sys::stat("/mnt/huge").value().size == ten);
        BOOST_TEST(sys::seek(file, -5, Whence::end).value() == ten - 5);
        BOOST_TEST(read_some(file, 100) == std::string("\0\0end", 5));
        BOOST_TEST(read_at(file, ten / 2, 3) == std::string(3, '\0'));
        sys::seek(file, 0).value();
        std::vector<std::byte> room(1 << 20);
        std::size_t got = 0;
        for (int i = 0; i < 64; ++i) got += sys::read(file, room).value();
        BOOST_TEST(got == room.size() * 64);
        BOOST_TEST(sys::seek(file, 0, Whence::here).value() == std::int64_t{64} << 20);
    });
}

BOOST_AUTO_TEST_CASE(a_host_that_takes_no_more_is_an_error_and_no_signal) {
    HostDirectory host;
    const Limit limit(RLIMIT_FSIZE, 100'000);
    host.run([] {
        const auto file = sys::open("/mnt/file", to_replace).value();
        const std::string text(70'000, 'x');
        const auto bytes = std::as_bytes(std::span(text));
        BOOST_TEST(sys::write(file, bytes).value() == 70'000u);
        BOOST_TEST(sys::write(file, bytes).value() == 30'000u);  // what there was room for
        BOOST_TEST(said(sys::write(file, bytes)) == "EFBIG");
        BOOST_TEST(sys::seek(file, 0, Whence::here).value() == 100'000);
        BOOST_TEST(said(sys::ftruncate(file, 200'000)) == "EFBIG");
    });
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read) {
    HostDirectory host;
    host.write("file", "text");
    fs::create_directory(host.inside / "d");
    host.write("d/file", "text");
    fs::permissions(host.inside / "file", fs::perms::none);
    fs::permissions(host.inside / "d", fs::perms::none);
    if (::geteuid() == 0) BOOST_TEST_MESSAGE("SKIPPED in part: root may read everything");
    host.run([] {
        const std::string expected = ::geteuid() == 0 ? "ok" : "EACCES";
        BOOST_TEST(said(sys::open("/mnt/file")) == expected);
        BOOST_TEST(said(list_directory("/mnt/d")) == expected);
        BOOST_TEST(said(sys::stat("/mnt/d/file")) == expected);
        BOOST_TEST(sys::stat("/mnt/file").value().mode == 0u);
    });
    fs::permissions(host.inside / "d", fs::perms::owner_all);
}

BOOST_AUTO_TEST_CASE(files_that_vanish) {
    HostDirectory host;
    host.write("file", "text");
    fs::create_directory(host.inside / "d");
    host.run([&] {
        const auto file = sys::open("/mnt/file").value();
        const auto directory = sys::open("/mnt/d", to_list).value();
        fs::remove_all(host.inside);
        BOOST_TEST(read_some(file, 100) == "text");
        BOOST_TEST(sys::fstat(file).value().links == 0u);
        BOOST_TEST(said(sys::open("/mnt/file")) == "ENOENT");
        BOOST_TEST(said(sys::readdir(directory)) == "ENOENT");
        BOOST_TEST(said(sys::mkdir("/mnt/new")) == "ENOENT");
        BOOST_TEST(list_directory("/mnt").has_error());
    });
}

BOOST_AUTO_TEST_CASE(no_descriptors_left_is_an_error_and_everything_goes_on) {
    HostDirectory host;
    host.write("file", "text");
    host.run([] {
        sys::stat("/mnt/file").value();  // the helper threads are there
        const Limit limit(RLIMIT_NOFILE, 40);
        std::vector<Handle> handles;
        auto opened = sys::open("/mnt/file");
        for (; opened && handles.size() < 100; opened = sys::open("/mnt/file")) handles.push_back(*opened);
        BOOST_TEST(said(opened) == "EMFILE");
        BOOST_TEST(said(sys::mkdir("/mnt/d")) == "EMFILE");
        BOOST_TEST(said(sys::stat("/mnt/file")) == "EMFILE");
        BOOST_TEST(read_some(handles.front(), 100) == "text");
        for (int i = 0; i < 20; ++i) {
            sys::close(handles.back()).value();
            handles.back() = sys::open("/mnt/file").value();  // the closing is waited for
        }
        sys::close(handles.back()).value();
        handles.pop_back();
        BOOST_TEST(said(sys::mkdir("/mnt/d")) == "ok");
        for (const auto handle : handles) sys::close(handle).value();
    });
}

BOOST_AUTO_TEST_CASE(it_cannot_be_unmounted_while_it_is_used) {
    HostDirectory host;
    host.write("file", "text");
    host.run([] {
        const auto file = sys::open("/mnt/file").value();
        BOOST_TEST(said(sys::unmount("/mnt")) == "EBUSY");
        sys::close(file).value();
        BOOST_TEST(said(sys::unmount("/mnt")) == "ok");
        BOOST_TEST(said(sys::stat("/mnt/file")) == "ENOENT");
    });
}

BOOST_AUTO_TEST_CASE(waits_for_the_host_can_be_given_up_and_killed) {
    HostDirectory host;
    host.write("file", std::string(1 << 20, 'x'));
    host.run([] {
        const auto file = sys::open("/mnt/file", OpenFlags::read | OpenFlags::write).value();
        for (int i = 0; i < 200; ++i) {
            const auto task = sys::spawn([=] {
                                  std::vector<std::byte> room(1 << 20);
                                  for (;;) {
                                      sys::open("/mnt/file").value();
                                      sys::pread(file, room, 0).value();
                                      sys::pwrite(file, room, 0).value();
                                  }
                              }).value();
            for (int pass = 0; pass < i % 5; ++pass) sys::yield();
            if (i % 3 == 0) sys::stat("/mnt/file").value();
            sys::kill(task).value();
            BOOST_TEST(sys::wait(task).has_value());
            const auto late = sys::stat("/mnt/file", Deadline::after(0ns));
            BOOST_TEST((late || late.error() == Errno::timedout));
        }
        for (Handle handle = file; sys::close(handle);) handle = static_cast<Handle>(static_cast<int>(handle) + 1);
    });
}

BOOST_AUTO_TEST_CASE(others_run_while_the_host_is_slow) {
    HostDirectory host;
    host.run([] {
        int turns = 0;
        Nursery nursery;
        bool over = false;
        nursery.spawn([&] {
            while (!over) sys::yield(), ++turns;
        });
        const auto file = sys::open("/mnt/file", to_replace).value();
        sys::write_all(file, std::string(8 << 20, 'x')).value();
        sys::fsync(file).value();
        BOOST_TEST(turns > 0);
        over = true;
        nursery.join();
    });
}

BOOST_AUTO_TEST_CASE(a_simulated_world_has_no_files_of_a_host) {
    TestSystem system;
    system.run([] {
        sys::mkdir("/mnt").value();
        BOOST_TEST(said(sys::mount("hostfs", "/tmp", "/mnt")) == "EOPNOTSUPP");
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
