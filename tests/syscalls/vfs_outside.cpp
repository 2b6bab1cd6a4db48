// A filesystem that is outside: what it is handed, and that every request about it may park, be undone and be killed.

#include <boost/test/unit_test.hpp>

#include "syscalls/file/open_file.hpp"
#include "syscalls/vfs/mounts.hpp"
#include "syscalls/vfs/path_call.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

/// Notes what it is asked, and answers when somebody asks for the status of "wake".
class SlowFileSystem final : public FileSystem {
public:
    SlowFileSystem() : FileSystem("slow") {}

    Outcome open(PathCall& call, OpenFlags flags, std::uint32_t) override {
        if (waits(call, "open", to_string(flags))) return Outcome::parked;
        call.file = make_object<Console>(1);
        return call.done();
    }
    Outcome status(PathCall& call) override {
        if (call.place.rest == "wake") {
            ++wakes_;
            call.kernel().wake_all(queue_);
            return call.done();
        }
        if (waits(call, call.place.follow ? "stat" : "lstat")) return Outcome::parked;
        call.status.type = FileType::directory;
        return call.done();
    }
    Outcome make_directory(PathCall& call, std::uint32_t) override { return plain(call, "mkdir"); }
    Outcome remove_directory(PathCall& call) override { return plain(call, "rmdir"); }
    Outcome remove(PathCall& call) override { return plain(call, "unlink"); }
    Outcome rename(PathCall& call) override { return plain(call, "rename", call.other.rest); }
    Outcome link(PathCall& call) override { return plain(call, "link", call.other.rest); }
    Outcome make_link(PathCall& call, std::string_view to) override { return plain(call, "symlink", to); }
    Outcome read_link(PathCall& call) override {
        if (waits(call, "readlink")) return Outcome::parked;
        call.text = "target";
        return call.done();
    }
    Outcome truncate(PathCall& call, std::int64_t size) override {
        return plain(call, "truncate", std::to_string(size));
    }
    Outcome set_mode(PathCall& call, std::uint32_t mode) override { return plain(call, "chmod", std::to_string(mode)); }
    Outcome set_modified(PathCall& call, std::int64_t at) override { return plain(call, "utimes", std::to_string(at)); }
    Outcome usage(PathCall& call) override { return plain(call, "statfs"); }

    std::vector<std::string> asked;

private:
    bool waits(PathCall& call, std::string_view what, std::string_view more = {}) {
        if (call.scratch.empty()) {
            call.scratch = std::to_string(wakes_);
            asked.push_back(fmt::format("{} {}{}{}", what, call.place.rest, more.empty() ? "" : " ", more));
        } else if (call.scratch != std::to_string(wakes_)) {
            return false;
        }
        call.park(queue_);
        return true;
    }
    Outcome plain(PathCall& call, std::string_view what, std::string_view more = {}) {
        return waits(call, what, more) ? Outcome::parked : call.done();
    }

    WaitQueue queue_;
    int wakes_ = 0;
};

struct SlowSystem : TestSystem {
    Ref<SlowFileSystem> slow = make_object<SlowFileSystem>();

    /// Runs `body` as a program, with the slow filesystem at /mnt.
    template <class Body>
    void try_out(Body body, bool read_only = false) {
        run([this, body, read_only] {
            sys::mkdir("/mnt").value();
            auto& mounts = kernel.state<Mounts>();
            const auto& process = *kernel.find(sys::get_tid())->process;
            mounts.add(mounts.find(process, "/mnt", Last::follow).value(), "", slow, read_only).value();
            body();
        });
        BOOST_TEST(end_of("test") == exited_well);
    }
    /// What `request` has asked the filesystem, if it has waited and been answered.
    template <class Request>
    std::string asks(Request request) {
        slow->asked.clear();
        std::string end = "nothing";
        sys::spawn([&] { end = error_or_ok(request()); }).value();
        sys::yield();
        if (end != "nothing") return end;
        sys::stat("/mnt/wake").value();
        sys::yield();
        return slow->asked.empty() ? "nothing" : slow->asked.front() + ": " + end;
    }
    template <class T>
    static std::string error_or_ok(const Result<T>& result) {
        return result ? "ok" : std::string(to_string(result.error()));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(vfs_outside)

BOOST_AUTO_TEST_CASE(every_request_is_handed_over_with_the_rest_of_its_path_and_may_park) {
    SlowSystem system;
    system.try_out([&] {
        BOOST_TEST(system.asks([] { return sys::open("/mnt/a//./b", to_replace); }) ==
                   "open a/b write|create|truncate: ok");
        BOOST_TEST(system.asks([] { return sys::stat("/mnt/a/b/../c/"); }) == "stat a/c: ok");
        BOOST_TEST(system.asks([] { return sys::lstat("/mnt/a"); }) == "lstat a: ok");
        BOOST_TEST(system.asks([] { return sys::lstat("/mnt/a/"); }) == "stat a: ok");
        BOOST_TEST(system.asks([] { return sys::mkdir("/mnt/d"); }) == "mkdir d: ok");
        BOOST_TEST(system.asks([] { return sys::rmdir("/mnt/d"); }) == "rmdir d: ok");
        BOOST_TEST(system.asks([] { return sys::unlink("/mnt/d"); }) == "unlink d: ok");
        BOOST_TEST(system.asks([] { return sys::rename("/mnt/a", "/mnt/b/c"); }) == "rename a b/c: ok");
        BOOST_TEST(system.asks([] { return sys::link("/mnt/a", "/mnt/b"); }) == "link a b: ok");
        BOOST_TEST(system.asks([] { return sys::symlink("to", "/mnt/l"); }) == "symlink l to: ok");
        BOOST_TEST(system.asks([] { return sys::readlink("/mnt/l"); }) == "readlink l: ok");
        BOOST_TEST(system.asks([] { return sys::truncate("/mnt/a", 5); }) == "truncate a 5: ok");
        BOOST_TEST(system.asks([] { return sys::chmod("/mnt/a", 5u); }) == "chmod a 5: ok");
        BOOST_TEST(system.asks([] { return sys::utimes("/mnt/a", 5); }) == "utimes a 5: ok");
        BOOST_TEST(system.asks([] { return sys::statfs("/mnt"); }) == "statfs : ok");
        BOOST_TEST(system.asks([] { return sys::chdir("/mnt/deep/down"); }) == "stat deep/down: ok");
        BOOST_TEST(sys::getcwd() == "/mnt/deep/down");
        BOOST_TEST(system.asks([] { return sys::stat("../x"); }) == "stat deep/x: ok");
        BOOST_TEST(system.asks([] { return sys::rename("/mnt/deep", "/mnt/high"); }) == "rename deep high: ok");
        BOOST_TEST(sys::getcwd() == "/mnt/high/down");
    });
}

BOOST_AUTO_TEST_CASE(what_leads_out_of_it_or_is_the_same_for_all_is_not_its_business) {
    SlowSystem system;
    system.try_out([&] {
        write_file("/file", "").value();
        BOOST_TEST(system.asks([] { return sys::stat("/mnt/../file"); }) == "ok");
        BOOST_TEST(system.asks([] { return sys::stat("/mnt/a/../../../file"); }) == "ok");
        BOOST_TEST(system.asks([] { return sys::rename("/mnt/a", "/a"); }) == "EXDEV");
        BOOST_TEST(system.asks([] { return sys::link("/file", "/mnt/a"); }) == "EXDEV");
        BOOST_TEST(system.asks([] { return sys::rmdir("/mnt"); }) == "EBUSY");
        BOOST_TEST(system.asks([] { return sys::mkdir("/mnt"); }) == "EEXIST");
        BOOST_TEST(system.asks([] { return sys::mount("ramfs", "", "/mnt/x"); }) == "EOPNOTSUPP");
        BOOST_TEST(system.asks([] { return sys::open("/mnt/x/", to_replace); }) == "EISDIR");
    });
}

BOOST_AUTO_TEST_CASE(nothing_that_changes_it_reaches_one_that_is_mounted_to_be_read) {
    SlowSystem system;
    const auto body = [&] {
        BOOST_TEST(system.asks([] { return sys::open("/mnt/a", to_replace); }) == "EROFS");
        BOOST_TEST(system.asks([] { return sys::mkdir("/mnt/a"); }) == "EROFS");
        BOOST_TEST(system.asks([] { return sys::unlink("/mnt/a"); }) == "EROFS");
        BOOST_TEST(system.asks([] { return sys::rename("/mnt/a", "/mnt/b"); }) == "EROFS");
        BOOST_TEST(system.asks([] { return sys::chmod("/mnt/a", 0u); }) == "EROFS");
        BOOST_TEST(system.asks([] { return sys::open("/mnt/a"); }) == "open a read: ok");
    };
    system.try_out(body, true);
}

BOOST_AUTO_TEST_CASE(a_wait_for_it_can_run_into_a_deadline_and_be_killed) {
    SlowSystem system;
    system.try_out([&] {
        BOOST_TEST(SlowSystem::error_or_ok(sys::stat("/mnt/x", Deadline::after(1ms))) == "ETIMEDOUT");
        const auto task = sys::spawn([] { sys::mkdir("/mnt/x").value(); }).value();
        sys::yield();
        sys::kill(task).value();
        BOOST_TEST(sys::wait(task).value() == killed);
        sys::unmount("/mnt").error();
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
