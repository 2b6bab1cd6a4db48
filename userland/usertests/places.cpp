// The place in a file: seeking, holes, reading and writing elsewhere.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"seeking",
     [] {
         make_file("f", "0123456789");
         const auto file = good(File::open("f"));
         same(file.seek(3).value(), std::int64_t{3});
         same(read_some(file.handle(), 2), "34");
         same(file.seek(1, Whence::here).value(), std::int64_t{6});
         same(file.seek(-2, Whence::end).value(), std::int64_t{8});
         same(read_some(file.handle()), "89");
         fails(file.seek(-1), Errno::inval);
         fails(file.seek(-11, Whence::end), Errno::inval);
         fails(file.seek(-11, Whence::here), Errno::inval);
         same(file.seek(0, Whence::here).value(), std::int64_t{10});
         sys::unlink("f").value();
     }},
    {"beyond_the_end_is_nothing_until_something_is_written",
     [] {
         const auto file = good(File::open("f", to_replace | OpenFlags::read));
         file.write("ab").value();
         same(file.seek(100'000).value(), std::int64_t{100'000});
         same(read_some(file.handle()), "");
         same(file.status().value().size, std::int64_t{2});
         file.write("end").value();
         same(file.status().value().size, std::int64_t{100'003});
         same(text_of("f"), "ab" + std::string(99'998, '\0') + "end");
         sys::unlink("f").value();
     }},
    {"a_hole_takes_no_room",
     [] {
         const auto before = sys::statfs(".").value().used;
         const auto file = good(File::open("f", to_replace));
         file.seek(std::int64_t{1} << 35).value();
         file.write("x").value();
         is_true(sys::statfs(".").value().used - before < (1 << 20), "less than a megabyte");
         sys::unlink("f").value();
     }},
    {"a_file_has_a_largest_size",
     [] {
         constexpr std::int64_t largest = std::int64_t{1} << 40;
         const auto file = good(File::open("f", to_replace));
         file.seek(largest).value();
         fails(sys::write(file.handle(), bytes("x")), Errno::fbig);
         fails(sys::ftruncate(file.handle(), largest + 1), Errno::fbig);
         fails(sys::pwrite(file.handle(), bytes("x"), std::numeric_limits<std::int64_t>::max()), Errno::fbig);
         file.seek(largest - 2).value();
         same(sys::write(file.handle(), bytes("xyz")).value(), std::size_t{2});
         sys::unlink("f").value();
     }},
    {"elsewhere_without_moving",
     [] {
         const auto file = good(File::open("f", to_replace | OpenFlags::read));
         file.write("abcdef").value();
         file.seek(1).value();
         std::array<std::byte, 2> room{};
         same(sys::pread(file.handle(), room, 4).value(), std::size_t{2});
         same(static_cast<char>(room[0]), 'e');
         same(sys::pwrite(file.handle(), bytes("XY"), 2).value(), std::size_t{2});
         same(read_some(file.handle()), "bXYef");
         same(sys::pread(file.handle(), room, 100).value(), std::size_t{0});
         fails(sys::pread(file.handle(), room, -1), Errno::inval);
         fails(sys::pwrite(file.handle(), bytes("x"), -1), Errno::inval);
         sys::unlink("f").value();
     }},
    {"pipes_have_no_place",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         std::array<std::byte, 1> room{};
         fails(sys::seek(reading, 0), Errno::spipe);
         fails(sys::pread(reading, room, 0), Errno::spipe);
         fails(sys::pwrite(writing, bytes("x"), 0), Errno::spipe);
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"a_duplicate_shares_the_place_and_an_opening_does_not",
     [] {
         make_file("f", "abcdef");
         const auto file = good(File::open("f"));
         const File twin(sys::dup(file.handle()).value()), other = good(File::open("f"));
         same(read_some(file.handle(), 2), "ab");
         same(read_some(twin.handle(), 2), "cd");
         same(read_some(other.handle(), 2), "ab");
         same(in_child([] { return read_some(first_given, 1) == "e" ? 0 : 1; }, {file.handle()}), exited(0));
         same(read_some(file.handle()), "f");
         sys::unlink("f").value();
     }},
    {"all_of_a_page_and_one_byte_more",
     [] {
         for (const std::size_t size : {4095u, 4096u, 4097u, 65535u, 65536u, 65537u}) {
             std::string text(size, 'x');
             text.back() = '!';
             make_file("f", text);
             const auto file = good(File::open("f"));
             file.seek(-1, Whence::end).value();
             same(read_some(file.handle()), "!");
             same(sys::stat("f").value().size, static_cast<std::int64_t>(size));
         }
         sys::unlink("f").value();
     }},
};

}  // namespace

std::span<const Test> place_tests() { return tests; }

}  // namespace fibrix::usertests
