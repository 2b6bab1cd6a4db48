// The tree of files: what the comparison with the host (vfs_model.cpp) cannot show.

#include <boost/test/unit_test.hpp>

#include "syscalls/vfs/mounts.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

namespace fibrix::testing {
namespace {

// Runs `body` as a program, which must end well.
template <class Body>
void in_a_program(Body body) {
    TestSystem system;
    system.run(body);
    BOOST_TEST(system.end_of("test") == exited_well);
}

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string read_at(Handle file, std::int64_t at, std::size_t size) {
    std::string text(size, '?');
    const auto got = sys::pread(file, std::as_writable_bytes(std::span(text)), at).value();
    return text.substr(0, got);
}

Errno error_of(const auto& result) { return result.has_error() ? result.error() : Errno{}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(vfs)

BOOST_AUTO_TEST_CASE(a_file_keeps_what_is_written_and_goes_with_its_last_name_and_handle) {
    in_a_program([] {
        write_file("/note", "one\n").value();
        write_file("/note", "two\n", to_append).value();
        BOOST_TEST(read_file("/note").value() == "one\ntwo\n");
        auto file = File::open("/note").value();
        sys::link("/note", "/other").value();
        sys::unlink("/note").value();
        sys::unlink("/other").value();
        BOOST_TEST(error_of(sys::stat("/note")) == Errno::noent);
        BOOST_TEST(file.read_all().value() == "one\ntwo\n");
        BOOST_TEST(file.status().value().links == 0u);
        const auto used = sys::statfs("/").value().used;
        file.close();
        BOOST_TEST(sys::statfs("/").value().used < used);
    });
}

BOOST_AUTO_TEST_CASE(a_hole_costs_nothing) {
    in_a_program([] {
        constexpr std::int64_t far = 10'000'000'000;
        auto file = File::open("/sparse", OpenFlags::read | OpenFlags::write | OpenFlags::create).value();
        sys::pwrite(file.handle(), bytes("end"), far).value();
        BOOST_TEST(file.status().value().size == far + 3);
        BOOST_TEST(read_at(file.handle(), far - 2, 10) == std::string("\0\0end", 5));
        BOOST_TEST(read_at(file.handle(), 5'000'000'000, 3) == std::string(3, '\0'));
        BOOST_TEST(sys::statfs("/").value().used < 100'000u);
    });
}

BOOST_AUTO_TEST_CASE(what_was_cut_off_is_zero_when_the_file_grows_again) {
    in_a_program([] {
        write_file("/file", std::string(200'000, 'x')).value();
        sys::truncate("/file", 70'001).value();
        sys::truncate("/file", 200'000).value();
        const auto text = read_file("/file").value();
        BOOST_TEST(text.find('\0') == 70'001u);
        BOOST_TEST(text.find('x', 70'001) == text.npos);
        BOOST_TEST(text.size() == 200'000u);
    });
}

BOOST_AUTO_TEST_CASE(a_file_has_a_largest_size) {
    in_a_program([] {
        constexpr std::int64_t most = std::int64_t{1} << 40;
        auto file = File::open("/big", to_replace).value();
        BOOST_TEST(error_of(sys::ftruncate(file.handle(), most + 1)) == Errno::fbig);
        BOOST_TEST(error_of(sys::pwrite(file.handle(), bytes("x"), most)) == Errno::fbig);
        BOOST_TEST(sys::pwrite(file.handle(), bytes("xyz"), most - 1).value() == 1u);
        BOOST_TEST(error_of(sys::truncate("/big", -1)) == Errno::inval);
        BOOST_TEST(error_of(sys::seek(file.handle(), INT64_MAX, Whence::end)) == Errno::inval);
    });
}

BOOST_AUTO_TEST_CASE(a_full_filesystem_takes_no_more_until_something_goes) {
    in_a_program([] {
        sys::mkdir("/small").value();
        sys::mount("ramfs", "64K", "/small").value();
        BOOST_TEST(error_of(write_file("/small/much", std::string(100'000, 'x'))) == Errno::nospc);
        BOOST_TEST(sys::stat("/small/much").value().size > 60'000);  // what fits is written
        sys::unlink("/small/much").value();
        auto file = File::open("/small/file", to_replace).value();
        Result<std::size_t> written = 1;
        while (written) written = sys::write(file.handle(), bytes(std::string(1000, 'x')));
        BOOST_TEST(written.error() == Errno::nospc);
        Result<void> made;
        for (int i = 0; made; ++i) made = sys::mkdir(fmt::format("/small/{}", i));
        BOOST_TEST(made.error() == Errno::nospc);
        sys::rename("/small/file", "/small/a_longer_name_needs_no_more_room").value();
        const auto status = sys::statfs("/small").value();
        BOOST_TEST(status.total == 64u * 1024);
        BOOST_TEST(status.used > 60'000u);
        sys::truncate("/small/a_longer_name_needs_no_more_room", 0).value();
        sys::mkdir("/small/now").value();
    });
}

BOOST_AUTO_TEST_CASE(names_and_paths_have_a_longest) {
    in_a_program([] {
        const std::string name(255, 'n');
        sys::mkdir("/" + name).value();
        BOOST_TEST(error_of(sys::mkdir("/" + name + "n")) == Errno::nametoolong);
        BOOST_TEST(error_of(sys::stat("/" + name + "n/x")) == Errno::nametoolong);
        BOOST_TEST(sys::stat("/" + std::string(4095, '/')).has_value());
        BOOST_TEST(error_of(sys::stat("/" + std::string(4096, '/'))) == Errno::nametoolong);
        BOOST_TEST(error_of(sys::stat(std::string_view("/a\0b", 4))) == Errno::inval);
        BOOST_TEST(error_of(sys::symlink(std::string(4097, 'x'), "/link")) == Errno::nametoolong);
        sys::chdir(name).value();
        for (int i = 0; i < 15; ++i) sys::mkdir(name).value(), sys::chdir(name).value();
        sys::mkdir(name).value();
        BOOST_TEST(error_of(sys::chdir(name)) == Errno::nametoolong);
    });
}

BOOST_AUTO_TEST_CASE(links_are_followed_forty_times) {
    in_a_program([] {
        write_file("/0", "found").value();
        for (int i = 1; i <= 41; ++i) sys::symlink(std::to_string(i - 1), fmt::format("/{}", i)).value();
        BOOST_TEST(read_file("/40").value() == "found");
        BOOST_TEST(error_of(read_file("/41")) == Errno::loop);
        sys::symlink("loop", "/loop").value();
        BOOST_TEST(error_of(sys::stat("/loop")) == Errno::loop);
        BOOST_TEST(sys::readlink("/loop").value() == "loop");
        sys::mkdir("/d").value();
        sys::symlink("/d/", "/absolute").value();
        write_file("/absolute/x", "here").value();
        BOOST_TEST(read_file("/d/x").value() == "here");
    });
}

BOOST_AUTO_TEST_CASE(a_process_is_somewhere_and_its_children_begin_there) {
    in_a_program([] {
        sys::mkdir("/a").value(), sys::mkdir("/a/b").value();
        sys::symlink("/a/b", "/shortcut").value();
        BOOST_TEST(sys::getcwd() == "/");
        sys::chdir("shortcut/.").value();
        BOOST_TEST(sys::getcwd() == "/a/b");
        sys::chdir("..").value();
        BOOST_TEST(sys::getcwd() == "/a");
        sys::chdir("../../..").value();
        BOOST_TEST(sys::getcwd() == "/");
        sys::chdir("a/b").value();
        sys::rename("/a", "/c").value();
        BOOST_TEST(sys::getcwd() == "/c/b");
        write_file("file", "x").value();
        BOOST_TEST(read_file("/c/b/file").value() == "x");
        BOOST_TEST(error_of(sys::chdir("file")) == Errno::notdir);
        sys::unlink("file").value();
        sys::rmdir("/c/b").value();
        BOOST_TEST(error_of(write_file("file", "x")) == Errno::noent);
    });
}

BOOST_AUTO_TEST_CASE(a_mount_hides_what_is_below_and_is_busy_while_in_use) {
    in_a_program([] {
        sys::mkdir("/m").value();
        write_file("/m/hidden", "").value();
        sys::mount("ramfs", "", "/m").value();
        BOOST_TEST(error_of(sys::stat("/m/hidden")) == Errno::noent);
        BOOST_TEST(error_of(sys::mount("ramfs", "", "/m")) == Errno::busy);
        auto file = File::open("/m/file", to_replace).value();
        BOOST_TEST(error_of(sys::unmount("/m")) == Errno::busy);
        file.close();
        sys::mkdir("/m/below").value();
        sys::chdir("/m/below").value();
        BOOST_TEST(error_of(sys::unmount("/m")) == Errno::busy);
        sys::chdir("/").value();
        sys::mount("ramfs", "", "/m/below").value();
        BOOST_TEST(error_of(sys::unmount("/m")) == Errno::busy);
        for (const auto* path : {"/m", "/m/below"}) {
            BOOST_TEST(error_of(sys::rmdir(path)) == Errno::busy);
            BOOST_TEST(error_of(sys::rename(path, "/elsewhere")) == Errno::busy);
        }
        BOOST_TEST(error_of(sys::rename("/m/file", "/file")) == Errno::xdev);
        BOOST_TEST(error_of(sys::link("/m/file", "/file")) == Errno::xdev);
        BOOST_TEST((sys::stat("/m").value().device != sys::stat("/").value().device));
        sys::unmount("/m/below").value();
        BOOST_TEST(error_of(sys::unmount("/m/below")) == Errno::inval);
        sys::unmount("/m").value();
        BOOST_TEST(sys::stat("/m/hidden").has_value());
        BOOST_TEST(error_of(sys::unmount("/")) == Errno::busy);
        BOOST_TEST(error_of(sys::mount("nonesuch", "", "/m")) == Errno::nodev);
        BOOST_TEST(error_of(sys::mount("ramfs", "many", "/m")) == Errno::inval);
        BOOST_TEST(error_of(sys::mount("ramfs", "", "/m/hidden")) == Errno::notdir);
    });
}

BOOST_AUTO_TEST_CASE(nothing_changes_where_it_is_mounted_to_be_read) {
    in_a_program([] {
        sys::mkdir("/r").value();
        sys::mount("ramfs", "", "/r", true).value();
        BOOST_TEST(error_of(write_file("/r/file", "")) == Errno::rofs);
        BOOST_TEST(error_of(sys::mkdir("/r/d")) == Errno::rofs);
        BOOST_TEST(error_of(sys::symlink("x", "/r/l")) == Errno::rofs);
        BOOST_TEST(error_of(sys::chmod("/r", 0700u)) == Errno::rofs);
        BOOST_TEST(error_of(sys::utimes("/r", 1)) == Errno::rofs);
        BOOST_TEST(list_directory("/r").value().empty());
        BOOST_TEST(sys::statfs("/r").value().read_only);
    });
}

BOOST_AUTO_TEST_CASE(a_directory_is_listed_while_it_changes) {
    in_a_program([] {
        sys::mkdir("/d").value();
        for (int i = 0; i < 1000; ++i) write_file(fmt::format("/d/{:03}", i), "").value();
        auto directory = File::open("/d", to_list).value();
        std::size_t seen = 0;
        for (;;) {
            const auto entries = sys::readdir(directory.handle()).value();
            if (entries.empty()) break;
            for (const auto& entry : entries) sys::unlink("/d/" + entry.name).value();
            seen += entries.size();
        }
        BOOST_TEST(seen == 1000u);
        write_file("/d/!", "").value();
        BOOST_TEST(sys::readdir(directory.handle()).value().size() == 0u);
        directory.seek(0).value();
        BOOST_TEST(sys::readdir(directory.handle()).value().size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(a_duplicate_shares_the_place_and_outlives_the_original) {
    in_a_program([] {
        write_file("/file", "abcdef").value();
        auto file = File::open("/file").value();
        File second(sys::dup(file.handle()).value());
        std::array<std::byte, 2> two{};
        sys::read(file.handle(), two).value();
        BOOST_TEST(second.seek(0, Whence::here).value() == 2);
        sys::dup2(second.handle(), 50).value();
        sys::dup2(50, 50).value();
        second.close(), file.close();
        BOOST_TEST(File(50).read_all().value() == "cdef");
        BOOST_TEST(error_of(sys::dup(50)) == Errno::badf);
        BOOST_TEST(error_of(sys::dup2(50, 51)) == Errno::badf);
        for (const Handle wrong : {-1, INT32_MAX}) BOOST_TEST(error_of(sys::dup2(1, wrong)) == Errno::badf);
    });
}

BOOST_AUTO_TEST_CASE(times_and_modes_are_kept) {
    in_a_program([] {
        write_file("/file", "").value();
        BOOST_TEST(sys::stat("/file").value().modified == sys::calendar());
        sys::sleep(std::chrono::seconds(5));
        write_file("/file", "x").value();
        BOOST_TEST(sys::stat("/file").value().modified == sys::calendar());
        sys::utimes("/file", 12345).value();
        sys::chmod("/file", 04755u).value();
        const auto status = sys::stat("/file").value();
        BOOST_TEST(status.modified == 12345);
        BOOST_TEST(status.mode == 04755u);
    });
}

BOOST_AUTO_TEST_CASE(out_of_handles_nothing_is_made) {
    TestSystem system;
    system.run([&] {
        auto& handles = system.kernel.find(sys::get_tid())->process->handles;
        handles.limit(3);
        BOOST_TEST(error_of(sys::open("/file", to_replace)) == Errno::mfile);
        BOOST_TEST(error_of(sys::stat("/file")) == Errno::noent);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(flags_that_make_no_sense_together_are_refused) {
    in_a_program([] {
        for (const auto flags : {OpenFlags::none, OpenFlags::create, OpenFlags::read | OpenFlags::append,
                                 OpenFlags::read | OpenFlags::create | OpenFlags::directory})
            BOOST_TEST(error_of(sys::open("/file", flags)) == Errno::inval);
    });
}

BOOST_AUTO_TEST_CASE(a_tree_as_deep_as_can_be_goes_without_using_up_the_stack) {
    in_a_program([] {
        sys::mkdir("/top").value();
        for (int round = 0; round < 40; ++round) {  // each puts what there is under 1000 directories more
            std::string path;
            for (int i = 0; i < 1000; ++i) sys::mkdir(path += "/d").value();
            sys::rename("/top", path + "/top").value();
            sys::rename("/d", "/top").value();
        }
    });
}

BOOST_AUTO_TEST_CASE(a_kernel_that_is_reset_begins_with_an_empty_tree) {
    TestSystem system;
    system.run([] { write_file("/file", "x").value(); });
    system.kernel.reset();
    system.run([] { BOOST_TEST(error_of(sys::stat("/file")) == Errno::noent); });
    BOOST_TEST(system.ends.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
