// Files: what is written is read, whatever happens to their names.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"what_is_written_is_read",
     [] {
         make_file("f", "some text\n");
         same(text_of("f"), "some text\n");
         make_file("f", "less");
         same(text_of("f"), "less");
         write_file("f", ", more", to_append).value();
         same(text_of("f"), "less, more");
         sys::unlink("f").value();
         fails(sys::open("f"), Errno::noent);
     }},
    {"reading_and_writing_must_have_been_asked_for",
     [] {
         std::array<std::byte, 4> room{};
         const auto writing = good(File::open("f", to_replace));
         fails(sys::read(writing.handle(), room), Errno::badf);
         const auto reading = good(File::open("f"));
         fails(sys::write(reading.handle(), bytes("x")), Errno::badf);
         fails(sys::ftruncate(reading.handle(), 0), Errno::inval);
         sys::unlink("f").value();
     }},
    {"exclusive_is_for_what_is_not_there",
     [] {
         constexpr auto flags = OpenFlags::write | OpenFlags::create | OpenFlags::exclusive;
         sys::close(good(sys::open("f", flags))).value();
         fails(sys::open("f", flags), Errno::exist);
         sys::symlink("nowhere", "link").value();
         fails(sys::open("link", flags), Errno::exist);
         sys::unlink("link").value();
         sys::unlink("f").value();
     }},
    {"appending_goes_to_the_end_wherever_that_is",
     [] {
         const auto one = good(File::open("f", to_append)), other = good(File::open("f", to_append));
         one.write("a").value();
         other.write("b").value();
         one.seek(0).value();
         one.write("c").value();
         same(text_of("f"), "abc");
         sys::unlink("f").value();
     }},
    {"many_append_and_no_line_is_lost",
     [] {
         {
             Nursery nursery;
             for (int task = 0; task < 10; ++task)
                 nursery
                     .spawn([task] {
                         const auto file = File::open("f", to_append).value();
                         for (int i = 0; i < 50; ++i) {
                             file.write(fmt::format("{} {:02}\n", task, i)).value();
                             if (i % 7 == task % 7) sys::yield();
                         }
                     })
                     .value();
         }
         same(text_of("f").size(), std::size_t{10 * 50 * 5});
         sys::unlink("f").value();
     }},
    {"an_open_file_stays_when_its_name_goes",
     [] {
         make_file("f", "still here");
         const auto file = good(File::open("f"));
         same(file.status().value().links, 1u);
         sys::unlink("f").value();
         same(file.status().value().links, 0u);
         same(file.read_all().value(), "still here");
         make_file("f", "another");
         is_true(sys::stat("f").value().number != file.status().value().number, "a new file");
         sys::unlink("f").value();
     }},
    {"renaming_over_a_file_leaves_who_has_it_open",
     [] {
         make_file("old", "old");
         make_file("new", "new");
         const auto file = good(File::open("old"));
         sys::rename("new", "old").value();
         same(text_of("old"), "new");
         same(file.read_all().value(), "old");
         fails(sys::stat("new"), Errno::noent);
         sys::unlink("old").value();
     }},
    {"two_names_of_one_file",
     [] {
         make_file("one", "same");
         sys::link("one", "two").value();
         same(sys::stat("one").value().number, sys::stat("two").value().number);
         same(sys::stat("one").value().links, 2u);
         sys::rename("one", "two").value();
         same(sys::stat("one").value().links, 2u);
         sys::unlink("one").value();
         same(text_of("two"), "same");
         sys::unlink("two").value();
     }},
    {"a_link_is_no_copy_and_not_to_a_directory",
     [] {
         sys::mkdir("d").value();
         make_file("f", "");
         fails(sys::link("d", "e"), Errno::perm);
         fails(sys::link("f", "d"), Errno::exist);
         fails(sys::link("nothing", "e"), Errno::noent);
         fails(sys::rename("f", "/dev/x"), Errno::xdev);
         sys::unlink("f").value();
         sys::rmdir("d").value();
     }},
    {"ten_megabytes",
     [] {
         std::string all(10 << 20, '\0');
         for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<char>(i * 7 >> 3);
         make_file("f", all);
         same(sys::stat("f").value().size, std::int64_t{10 << 20});
         is_true(text_of("f") == all, "it is the same");
         sys::unlink("f").value();
     }},
    {"no_bytes_are_no_end",
     [] {
         const auto file = good(File::open("f", to_replace | OpenFlags::read));
         same(sys::write(file.handle(), bytes("")).value(), std::size_t{0});
         file.write("x").value();
         file.seek(0).value();
         same(sys::read(file.handle(), std::span<std::byte>()).value(), std::size_t{0});
         same(read_some(file.handle()), "x");
         same(read_some(file.handle()), "");
         same(read_some(file.handle()), "");
         sys::unlink("f").value();
     }},
    {"truncating_and_extending",
     [] {
         make_file("f", "123456");
         sys::truncate("f", 3).value();
         same(text_of("f"), "123");
         sys::truncate("f", 5).value();
         same(text_of("f"), std::string("123\0\0", 5));
         fails(sys::truncate("f", -1), Errno::inval);
         fails(sys::truncate("nothing", 1), Errno::noent);
         const auto file = good(File::open("f", OpenFlags::write));
         sys::ftruncate(file.handle(), 0).value();
         same(text_of("f"), "");
         fails(sys::ftruncate(file.handle(), -1), Errno::inval);
         sys::unlink("f").value();
     }},
    {"modes_and_times_are_kept",
     [] {
         make_file("f", "");
         sys::chmod("f", 0640u).value();
         same(sys::stat("f").value().mode, 0640u);
         sys::utimes("f", 1'500'000'000).value();
         same(sys::stat("f").value().modified, std::int64_t{1'500'000'000});
         fails(sys::chmod("nothing", 0u), Errno::noent);
         sys::unlink("f").value();
     }},
    {"the_devices",
     [] {
         make_file("/dev/null", "gone");
         same(text_of("/dev/null"), "");
         const auto zero = good(File::open("/dev/zero"));
         same(read_some(zero.handle(), 5), std::string(5, '\0'));
         const auto full = good(File::open("/dev/full", OpenFlags::write));
         fails(full.write("x"), Errno::nospc);
         const auto random = good(File::open("/dev/random"));
         is_true(read_some(random.handle(), 32) != read_some(random.handle(), 32), "random bytes differ");
     }},
};

}  // namespace

std::span<const Test> file_tests() { return tests; }

}  // namespace fibrix::usertests
