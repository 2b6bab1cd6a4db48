// Filesystems: mounting, being full, being read-only.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

// A small filesystem at "m", as long as it lives.
class Mounted {
public:
    explicit Mounted(const std::string& size, bool read_only = false) {
        sys::mkdir("m").value();
        sys::mount("ramfs", size, "m", read_only).value();
    }
    Mounted(const Mounted&) = delete;
    Mounted& operator=(const Mounted&) = delete;
    ~Mounted() {
        sys::unmount("m");
        sys::rmdir("m");
    }
};

constexpr Test tests[]{
    {"one_hides_what_is_below",
     [] {
         sys::mkdir("m").value();
         make_file("m/below", "x");
         sys::mount("ramfs", "1M", "m").value();
         same(names_in("m").size(), std::size_t{0});
         same(sys::statfs("m").value().total, std::uint64_t{1 << 20});
         sys::unmount("m").value();
         same(text_of("m/below"), "x");
         fails(sys::unmount("m"), Errno::inval);
         sys::unlink("m/below").value();
         sys::rmdir("m").value();
     }},
    {"one_that_is_used_stays",
     [] {
         const Mounted mounted("1M");
         {
             const auto file = good(File::open("m/f", to_replace));
             fails(sys::unmount("m"), Errno::busy);
         }
         fails(sys::rmdir("m"), Errno::busy);
         const auto id = child([] {
             sys::chdir("m").value();
             sys::sleep(1h);
         });
         until_waiting(id, "sleep(");
         fails(sys::unmount("m"), Errno::busy);
         end_of(id);
     }},
    {"a_full_one_takes_no_more_until_something_goes",
     [] {
         const Mounted mounted("1M");
         const auto failed = write_file("m/big", std::string(3 << 20, 'x'));
         fails(failed, Errno::nospc);
         is_true(!write_file("m/more", std::string(3 << 20, 'x')), "nor does anything else");
         sys::unlink("m/big").value();
         sys::unlink("m/more");
         make_file("m/small", std::string(10'000, 'x'));
         same(text_of("m/small").size(), std::size_t{10'000});
     }},
    {"a_read_only_one_changes_nothing",
     [] {
         const Mounted mounted("1M", true);
         fails(sys::open("m/f", to_replace), Errno::rofs);
         fails(sys::mkdir("m/d"), Errno::rofs);
         fails(sys::rename("m", "n"), Errno::busy);
     }},
    {"the_kernels_own_cannot_be_changed",
     [] {
         for (const std::string directory : {"/bin", "/dev", "/proc"}) {
             is_true(!sys::open(directory + "/new", to_replace), "nothing is made in " + directory);
             is_true(!sys::mkdir(directory + "/new"), "no directory in " + directory);
             is_true(!sys::unlink(directory + "/" + names_in(directory).front()), "nothing goes from " + directory);
         }
     }},
    {"what_cannot_be_mounted",
     [] {
         sys::mkdir("m").value();
         fails(sys::mount("nosuchfs", "", "m"), Errno::nodev);
         fails(sys::mount("ramfs", "much", "m"), Errno::inval);
         fails(sys::mount("ramfs", "1M", "nothing"), Errno::noent);
         make_file("f", "");
         fails(sys::mount("ramfs", "1M", "f"), Errno::notdir);
         sys::unlink("f").value();
         sys::rmdir("m").value();
     }},
    {"between_two_nothing_is_renamed",
     [] {
         const Mounted mounted("1M");
         make_file("f", "x");
         fails(sys::rename("f", "m/f"), Errno::xdev);
         fails(sys::link("f", "m/f"), Errno::xdev);
         sys::symlink("../f", "m/l").value();
         same(text_of("m/l"), "x");
         sys::unlink("f").value();
     }},
};

}  // namespace

std::span<const Test> mount_tests() { return tests; }

}  // namespace fibrix::usertests
