// Names and paths: how long, how many links, and what is refused.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"a_name_has_at_most_255_bytes",
     [] {
         const std::string longest(255, 'n'), longer(256, 'n');
         make_file(longest, "x");
         same(text_of(longest), "x");
         fails(sys::open(longer, to_replace), Errno::nametoolong);
         fails(sys::mkdir(longer), Errno::nametoolong);
         fails(sys::rename(longest, longer), Errno::nametoolong);
         fails(sys::symlink("x", longer), Errno::nametoolong);
         fails(sys::stat(longer), Errno::nametoolong);
         same(names_in(".").size(), std::size_t{1});
         sys::unlink(longest).value();
     }},
    {"a_path_has_a_longest",
     [] {
         std::string path;
         while (path.size() < 4000) path += "./";
         is_true(sys::stat(path).has_value(), "it leads here");
         while (path.size() <= 4096) path += "./";
         fails(sys::stat(path), Errno::nametoolong);
     }},
    {"no_name_is_no_file",
     [] {
         fails(sys::open(""), Errno::noent);
         fails(sys::mkdir(""), Errno::noent);
         fails(sys::unlink(""), Errno::noent);
         fails(sys::chdir(""), Errno::noent);
         fails(sys::stat(""), Errno::noent);
     }},
    {"any_byte_but_slash_may_be_in_one",
     [] {
         for (const std::string name : {" ", "a\nb", "\x80\xff", "-rf", "*", "...", "\\"}) {
             make_file(name, name);
             same(text_of(name), name);
             same(names_in("."), std::vector<std::string>{name});
             sys::unlink(name).value();
         }
     }},
    {"a_slash_at_the_end_asks_for_a_directory",
     [] {
         make_file("f", "");
         fails(sys::open("f/"), Errno::notdir);
         fails(sys::stat("f/x"), Errno::notdir);
         fails(sys::unlink("f/"), Errno::notdir);
         sys::mkdir("d/").value();
         is_true(sys::stat("d//./").has_value(), "it is a directory");
         sys::rmdir("d/").value();
         sys::unlink("f").value();
     }},
    {"a_link_leads_on",
     [] {
         make_file("f", "there");
         sys::symlink("f", "l").value();
         same(text_of("l"), "there");
         same(sys::readlink("l").value(), "f");
         is_true(sys::lstat("l").value().type == FileType::link, "it is a link");
         fails(sys::readlink("f"), Errno::inval);
         fails(sys::open("l", OpenFlags::read | OpenFlags::no_follow), Errno::loop);
         make_file("l", "written through it");
         same(text_of("f"), "written through it");
         sys::unlink("l").value();
         same(text_of("f"), "written through it");
         sys::unlink("f").value();
     }},
    {"a_link_to_nowhere",
     [] {
         sys::symlink("made_later", "l").value();
         fails(sys::open("l"), Errno::noent);
         fails(sys::stat("l"), Errno::noent);
         make_file("l", "now");
         same(text_of("made_later"), "now");
         sys::unlink("made_later").value();
         sys::unlink("l").value();
     }},
    {"links_that_lead_in_a_circle",
     [] {
         sys::symlink("b", "a").value();
         sys::symlink("a", "b").value();
         sys::symlink("self/x", "self").value();
         fails(sys::open("a"), Errno::loop);
         fails(sys::stat("self"), Errno::loop);
         fails(sys::chdir("b"), Errno::loop);
         for (const auto* name : {"a", "b", "self"}) sys::unlink(name).value();
     }},
    {"forty_links_are_followed",
     [] {
         make_file("0", "the end");
         for (int i = 1; i <= 41; ++i) sys::symlink(std::to_string(i - 1), std::to_string(i)).value();
         same(text_of("40"), "the end");
         fails(sys::open("41"), Errno::loop);
         for (int i = 0; i <= 41; ++i) sys::unlink(std::to_string(i)).value();
     }},
    {"a_link_in_the_middle_of_a_path",
     [] {
         sys::mkdir("d").value();
         make_file("d/f", "deep");
         sys::symlink("d", "l").value();
         same(text_of("l/f"), "deep");
         same(text_of("l/../d/./f"), "deep");
         fails(sys::rmdir("l"), Errno::notdir);
         sys::unlink("l").value();
         sys::unlink("d/f").value();
         sys::rmdir("d").value();
     }},
    {"flags_that_make_no_sense",
     [] {
         make_file("f", "kept");
         fails(sys::open("f", OpenFlags::none), Errno::inval);
         fails(sys::open(".", OpenFlags::write), Errno::isdir);
         fails(sys::open("f", to_list), Errno::notdir);
         fails(sys::open("new", to_list | OpenFlags::create), Errno::inval);
         same(text_of("f"), "kept");
         sys::unlink("f").value();
     }},
};

}  // namespace

std::span<const Test> name_tests() { return tests; }

}  // namespace fibrix::usertests
