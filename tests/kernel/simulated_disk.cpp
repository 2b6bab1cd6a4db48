// The simulated disk: what is seen, what lasts, and what a crash leaves.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/disk_drive.hpp"
#include "tests/kernel/printing.hpp"

namespace fibrix::testing {
namespace {

using Code = Operation::Code;

}  // namespace

BOOST_AUTO_TEST_SUITE(simulated_disk)

BOOST_AUTO_TEST_CASE(what_is_written_is_seen_at_once) {
    Drive drive;
    drive.write(drive.open("a"), "hello").value();
    BOOST_TEST(drive.read("a") == "hello");
    drive.ask(Code::rename, std::string_view("a\0b", 3)).value();
    BOOST_TEST(drive.read("a") == "none");
    BOOST_TEST(drive.read("b") == "hello");
}

BOOST_AUTO_TEST_CASE(what_was_synced_outlasts_a_crash_that_loses_the_rest) {
    Drive drive("lost-block=1,lost-name=1");
    const auto file = drive.open("a");
    drive.write(file, "old").value();
    drive.ask(Code::sync, "", file).value();
    drive.ask(Code::sync, "", drive.root).value();
    drive.write(file, "newer").value();
    drive.write(drive.open("b"), "gone").value();
    drive.crash();
    BOOST_TEST(drive.read("a") == "old");
    BOOST_TEST(drive.read("b") == "none");
}

BOOST_AUTO_TEST_CASE(a_name_that_was_not_synced_goes_although_its_file_was) {
    Drive drive("lost-name=1");
    const auto file = drive.open("a");
    drive.write(file, "x").value();
    drive.ask(Code::sync, "", file).value();
    drive.crash();
    BOOST_TEST(drive.read("a") == "none");
}

BOOST_AUTO_TEST_CASE(a_lost_rename_leaves_the_old_name_and_never_both_or_none) {
    for (const auto* faults : {"lost-name=1", ""}) {
        Drive drive(faults);
        const auto file = drive.open("a");
        drive.write(file, "x").value();
        drive.ask(Code::sync, "", file).value();
        drive.ask(Code::sync, "", drive.root).value();
        drive.ask(Code::rename, std::string_view("a\0b", 3)).value();
        drive.crash();
        const bool lost = *faults != 0;
        BOOST_TEST(drive.read(lost ? "a" : "b") == "x");
        BOOST_TEST(drive.read(lost ? "b" : "a") == "none");
    }
}

BOOST_AUTO_TEST_CASE(a_torn_block_has_its_beginning_only) {
    Drive drive("torn=1");
    const auto file = drive.open("a");
    drive.write(file, std::string(4096, 'o')).value();
    drive.ask(Code::sync, "", file).value();
    drive.write(file, std::string(4096, 'n')).value();
    drive.crash();
    const auto left = drive.read("a");
    BOOST_TEST(left.size() == 4096u);
    BOOST_TEST(left.find('o') <= 2048u);
    BOOST_TEST(left.find_first_not_of('o', left.find('o')) == left.npos);
}

BOOST_AUTO_TEST_CASE(after_an_fsync_that_failed_the_next_one_is_no_comfort) {
    Drive drive("fsync=1,lost-block=1,lost-name=0.000001");
    const auto file = drive.open("a");
    drive.write(file, "x").value();
    BOOST_TEST(drive.ask(Code::sync, "", file).error() == Errno::io);
    drive.faults.set_active(false);
    drive.ask(Code::sync, "", file).value();
    drive.ask(Code::sync, "", drive.root).value();
    BOOST_TEST(drive.read("a") == "x");
    drive.faults.set_active(true);
    drive.crash();
    BOOST_TEST(drive.read("a") != "x");
}

BOOST_AUTO_TEST_CASE(no_path_leads_out) {
    Drive drive;
    drive.ask(Code::make_directory, "d").value();
    drive.ask(Code::make_link, std::string_view("/etc\0d/l", 8)).value();
    for (const auto* path : {"..", "d/../../x", "/x", "d/l/x"})
        BOOST_TEST(drive.ask(Code::open, path, drive.root, FileAccess::read).error() == Errno::acces, path);
    BOOST_TEST(drive.ask(Code::status, "d/..", drive.root).has_value());
    drive.write(drive.open("x"), "x").value();
    drive.ask(Code::make_link, std::string_view("../x\0d/up", 9)).value();
    BOOST_TEST(drive.read("d/up") == "x");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
