// Directories: making, removing, renaming and listing.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"making_one",
     [] {
         sys::mkdir("d", 0700u).value();
         same(sys::stat("d").value().mode, 0700u);
         fails(sys::mkdir("d"), Errno::exist);
         fails(sys::mkdir("d/missing/e"), Errno::noent);
         make_file("d/f", "");
         fails(sys::mkdir("d/f/e"), Errno::notdir);
         fails(sys::mkdir("."), Errno::exist);
         fails(sys::mkdir("/"), Errno::exist);
         sys::unlink("d/f").value();
         sys::rmdir("d").value();
     }},
    {"removing_one",
     [] {
         sys::mkdir("d").value();
         make_file("d/f", "");
         fails(sys::rmdir("d"), Errno::notempty);
         fails(sys::rmdir("d/f"), Errno::notdir);
         fails(sys::unlink("d"), Errno::isdir);
         fails(sys::rmdir("d/."), Errno::inval);
         fails(sys::rmdir("d/.."), Errno::notempty);
         fails(sys::rmdir("/"), Errno::busy);
         sys::unlink("d/f").value();
         sys::rmdir("d").value();
         fails(sys::rmdir("d"), Errno::noent);
     }},
    {"the_one_a_process_is_in",
     [] {
         sys::mkdir("d").value();
         const auto here = sys::getcwd();
         sys::chdir("d").value();
         sys::rmdir("../d").value();
         fails(sys::open("f", to_replace), Errno::noent);
         is_true(sys::getcwd().starts_with(here), "it still has a name");
         sys::chdir(here).value();
         same(names_in(".").size(), std::size_t{0});
     }},
    {"each_process_has_its_own",
     [] {
         sys::mkdir("d").value();
         const auto here = sys::getcwd();
         same(in_child([] { return sys::chdir("d").has_value() ? 0 : 1; }), exited(0));
         same(sys::getcwd(), here);
         sys::chdir("d").value();
         same(run_program("pwd", {}).output, here + "/d\n");
         sys::chdir("..").value();
         make_file("f", "");
         fails(sys::chdir("f"), Errno::notdir);
         fails(sys::chdir("nothing"), Errno::noent);
         sys::chdir("/../..").value();
         same(sys::getcwd(), "/");
         sys::chdir(here).value();
         sys::unlink("f").value();
         sys::rmdir("d").value();
     }},
    {"renaming_one",
     [] {
         sys::mkdir("a").value();
         sys::mkdir("a/b").value();
         make_file("f", "");
         fails(sys::rename("a", "a/b/c"), Errno::inval);
         fails(sys::rename("a", "f"), Errno::notdir);
         fails(sys::rename("f", "a"), Errno::isdir);
         fails(sys::rename("nothing", "x"), Errno::noent);
         sys::mkdir("c").value();
         sys::rename("c", "a/b").value();
         fails(sys::rename("a/b", "a"), Errno::notempty);
         sys::rename("a", "z").value();
         same(names_in("z"), std::vector<std::string>{"b"});
         sys::rename("f", "f").value();
         sys::unlink("f").value();
         sys::rmdir("z/b").value();
         sys::rmdir("z").value();
     }},
    {"dot_and_dot_dot_are_no_names",
     [] {
         for (const auto* name : {".", "..", "/"}) {
             const auto answer = sys::rename(name, "x");
             is_true(!answer, "it cannot be renamed");
             is_true(!sys::unlink(name), "nor removed");
         }
         same(sys::stat("/..").value().number, sys::stat("/").value().number);
     }},
    {"a_thousand_files",
     [] {
         for (int i = 0; i < 1000; ++i) make_file(fmt::format("f{:03}", i), "");
         const auto names = names_in(".");
         same(names.size(), std::size_t{1000});
         same(names.front(), "f000");
         same(names.back(), "f999");
         for (const auto& name : names) sys::unlink(name).value();
     }},
    {"listing_while_it_changes",
     [] {
         for (int i = 0; i < 500; ++i) make_file(fmt::format("f{:03}", i), "");
         const File directory(sys::open(".", to_list).value());
         std::size_t seen = 0;
         for (;;) {
             const auto entries = sys::readdir(directory.handle()).value();
             if (entries.empty()) break;
             seen += entries.size();
             for (const auto& entry : entries) sys::unlink(entry.name).value();
         }
         same(seen, std::size_t{500});
         same(names_in(".").size(), std::size_t{0});
     }},
    {"what_is_no_directory_has_no_entries",
     [] {
         make_file("f", "");
         const auto file = good(File::open("f"));
         fails(sys::readdir(file.handle()), Errno::notdir);
         const File directory(sys::open(".", to_list).value());
         std::array<std::byte, 8> room{};
         fails(sys::read(directory.handle(), room), Errno::isdir);
         is_true(!sys::write(directory.handle(), bytes("x")), "nothing is written to one");
         sys::unlink("f").value();
     }},
    {"a_hundred_levels",
     [] {
         for (int i = 0; i < 100; ++i) {
             sys::mkdir("d").value();
             sys::chdir("d").value();
         }
         make_file("f", "deep");
         is_true(sys::getcwd().size() > 200, "a long path");
         sys::unlink("f").value();
         for (int i = 0; i < 100; ++i) {
             sys::chdir("..").value();
             sys::rmdir("d").value();
         }
     }},
};

}  // namespace

std::span<const Test> directory_tests() { return tests; }

}  // namespace fibrix::usertests
