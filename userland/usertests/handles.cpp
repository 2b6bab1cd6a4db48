// Handles: which number is given, duplicates, and what is closed.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"the_lowest_free_one_is_given",
     [] {
         const Handle first = sys::open("/dev/null").value(), second = sys::open("/dev/null").value();
         same(second, first + 1);
         sys::close(first).value();
         same(sys::open("/dev/null").value(), first);
         sys::close(first).value();
         sys::close(second).value();
     }},
    {"a_closed_one_is_nothing",
     [] {
         const Handle handle = sys::open("/dev/null", OpenFlags::read | OpenFlags::write).value();
         std::array<std::byte, 4> room{};
         sys::close(handle).value();
         for (const Handle bad : {handle, -1, -1000, 1 << 30}) {
             fails(sys::close(bad), Errno::badf);
             fails(sys::read(bad, room), Errno::badf);
             fails(sys::write(bad, bytes("x")), Errno::badf);
             fails(sys::pread(bad, room, 0), Errno::badf);
             fails(sys::seek(bad, 0), Errno::badf);
             fails(sys::fstat(bad), Errno::badf);
             fails(sys::ftruncate(bad, 0), Errno::badf);
             fails(sys::fsync(bad), Errno::badf);
             fails(sys::readdir(bad), Errno::badf);
             fails(sys::dup(bad), Errno::badf);
             fails(sys::dup2(bad, 50), Errno::badf);
             fails(sys::is_terminal(bad), Errno::badf);
             fails(sys::read_wait(bad), Errno::badf);
         }
     }},
    {"a_duplicate_outlives_the_original",
     [] {
         make_file("f", "text");
         const Handle handle = sys::open("f").value(), twin = sys::dup(handle).value();
         sys::close(handle).value();
         same(read_to_end(twin), "text");
         sys::unlink("f").value();
     }},
    {"one_can_be_chosen",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         sys::dup2(writing, 40).value();
         write_some(40, "x");
         same(read_some(reading), "x");
         const Handle null = sys::open("/dev/null", OpenFlags::write).value();
         sys::dup2(null, 40).value();  // which closes what it was
         sys::dup2(null, null).value();
         write_some(40, "gone");
         sys::close(writing).value();
         same(read_to_end(reading), "");
         fails(sys::dup2(null, -1), Errno::badf);
         fails(sys::dup2(null, std::numeric_limits<Handle>::max()), Errno::badf);
         sys::close(40).value();
         sys::close(null).value();
     }},
    {"a_child_gets_only_what_is_listed",
     [] {
         const Handle kept = sys::open("/dev/null").value(), given = sys::open("/dev/zero").value();
         same(in_child(
                  [] {
                      if (read_some(first_given, 1) != std::string(1, '\0')) return 1;
                      return sys::close(first_given + 1) ? 2 : 0;
                  },
                  {given}),
              exited(0));
         same(in_child([] { return sys::close(first_given) ? 1 : 0; }), exited(0));
         sys::close(kept).value();
         sys::close(given).value();
     }},
    {"closing_one_that_another_task_waits_on",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         std::string answer;
         const auto id = sys::spawn([&, from = reading] {
                             std::array<std::byte, 1> room{};
                             answer = shown(sys::read(from, room));
                         }).value();
         until_waiting(id, "read(");
         sys::close(reading).value();
         sys::wait(id).value();
         same(answer, "ECANCELED");
         sys::close(writing).value();
     }},
    {"a_thousand_at_once",
     [] {
         std::vector<File> files;
         files.reserve(1000);
         for (int i = 0; i < 1000; ++i) files.push_back(good(File::open("/dev/null")));
         is_true(files.back().handle() >= 1000, "each has its number");
         files.clear();
     }},
};

}  // namespace

std::span<const Test> handle_tests() { return tests; }

}  // namespace fibrix::usertests
