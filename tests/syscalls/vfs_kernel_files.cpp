// The files that the kernel itself fills: /dev, /proc and /bin.

#include <boost/test/unit_test.hpp>

#include "syscalls/vfs/boot.hpp"
#include "syscalls/vfs/kernel_log.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

namespace fibrix::testing {
namespace {

/// A system with the tree that `fibrix boot` mounts.
struct BootedSystem : TestSystem {
    explicit BootedSystem(std::uint64_t seed = 0) : TestSystem("batching", seed) {
        mount_defaults(kernel, {.terminal = make_object<Console>(1), .policy = "batching"});
    }
    template <class Body>
    void try_out(Body body) {
        run(body);
        BOOST_TEST(end_of("test") == exited_well);
    }
};

template <class Body>
void in_a_program(Body body) {
    BootedSystem().try_out(body);
}

Errno error_of(const auto& result) { return result.has_error() ? result.error() : Errno{}; }

std::vector<std::string> names_in(std::string_view directory) {
    std::vector<std::string> names;
    for (const auto& entry : list_directory(directory).value()) names.push_back(entry.name);
    return names;
}

std::vector<std::vector<std::string>> rows_of(std::string_view path) {
    std::vector<std::vector<std::string>> rows(1, {""});
    for (const char c : read_file(path).value()) {
        if (c == '\n') rows.push_back({""});
        else if (c == '\t') rows.back().emplace_back();
        else rows.back().back() += c;
    }
    rows.pop_back();
    return rows;
}

// The value in a file of lines "Name:<tab>value".
std::string value_in(std::string_view path, const std::string& name) {
    for (const auto& row : rows_of(path))
        if (row.size() == 2 && row[0] == name + ":") return row[1];
    return "?";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vfs_kernel_files)

BOOST_AUTO_TEST_CASE(a_system_is_booted_with_these_directories) {
    in_a_program([] {
        const std::vector<std::string> expected{"bin", "dev", "etc", "home", "mnt", "proc", "tmp"};
        BOOST_TEST(names_in("/") == expected, boost::test_tools::per_element());
        BOOST_TEST(read_file("/etc/motd").value().starts_with("This is Fibrix."));
        BOOST_TEST(read_file("/bin/hello").value() == "Says hello.\n");
        BOOST_TEST(names_in("/bin").size() == Program::list().size());
        BOOST_TEST(error_of(sys::stat("/bin/nonesuch")) == Errno::noent);
    });
}

BOOST_AUTO_TEST_CASE(what_the_devices_do) {
    in_a_program([] {
        const std::vector<std::string> expected{"full", "null", "random", "stderr", "stdin", "stdout", "tty", "zero"};
        BOOST_TEST(names_in("/dev") == expected, boost::test_tools::per_element());
        write_file("/dev/null", "gone").value();
        BOOST_TEST(read_file("/dev/null").value() == "");
        auto zero = File::open("/dev/zero", OpenFlags::read | OpenFlags::write).value();
        std::array<std::byte, 3> three{std::byte{1}, std::byte{2}, std::byte{3}};
        BOOST_TEST(zero.read(three).value() == 3u);
        BOOST_TEST((three == std::array<std::byte, 3>{}));
        zero.write("gone").value();
        BOOST_TEST(error_of(write_file("/dev/full", "x")) == Errno::nospc);
        BOOST_TEST((sys::stat("/dev/null").value().type == FileType::character));
        BOOST_TEST(zero.status().value().device == sys::stat("/dev").value().device);
        for (const auto* path : {"/dev/new", "/proc/new", "/bin/new"}) {
            BOOST_TEST(error_of(write_file(path, "")) == Errno::rofs);
            BOOST_TEST(error_of(sys::mkdir(path)) == Errno::rofs);
        }
        BOOST_TEST(error_of(sys::unlink("/dev/null")) == Errno::rofs);
        BOOST_TEST(error_of(sys::rename("/dev/null", "/dev/other")) == Errno::rofs);
    });
}

BOOST_AUTO_TEST_CASE(random_bytes_are_the_worlds_and_so_of_the_seed) {
    std::vector<std::string> drawn;
    for (const std::uint64_t seed : {1u, 1u, 2u}) {
        BootedSystem system(seed);
        system.try_out([&] {
            std::string bytes(100, 0);
            auto random = File::open("/dev/random").value();
            BOOST_TEST(random.read(std::as_writable_bytes(std::span(bytes))).value() == 100u);
            drawn.push_back(bytes);
        });
    }
    BOOST_TEST((drawn[0] == drawn[1]));
    BOOST_TEST((drawn[0] != drawn[2]));
}

BOOST_AUTO_TEST_CASE(the_terminal_and_the_standard_handles_have_names) {
    BootedSystem system;
    system.try_out([] {
        write_file("/dev/tty", "to the terminal\n").value();
        write_file("/dev/stdout", "to standard output\n").value();
        sys::close(sys::standard_output).value();
        BOOST_TEST(error_of(write_file("/dev/stdout", "x")) == Errno::noent);
    });
    BOOST_TEST(system.output == "to the terminal\nto standard output\n");
    TestSystem without;
    mount_defaults(without.kernel, {});
    without.run([] { BOOST_TEST(error_of(write_file("/dev/tty", "x")) == Errno::nodev); });
}

BOOST_AUTO_TEST_CASE(a_process_finds_itself) {
    in_a_program([] {
        sys::set_variable("COLOUR", "red").value();
        BOOST_TEST(sys::readlink("/proc/self").value() == to_string(sys::get_pid()));
        BOOST_TEST(value_in("/proc/self/status", "Name") == "test");
        BOOST_TEST(value_in("/proc/self/status", "State") == "requesting");
        BOOST_TEST(value_in("/proc/self/status", "Pid") == to_string(sys::get_pid()));
        BOOST_TEST(value_in("/proc/self/status", "Parent") == "0");
        BOOST_TEST(value_in("/proc/self/status", "Tasks") == "1");
        BOOST_TEST(value_in("/proc/self/status", "Handles") == "3");
        BOOST_TEST(read_file("/proc/self/cmdline").value() == std::string("test\0", 5));
        BOOST_TEST(read_file("/proc/self/environ").value() == std::string("COLOUR=red\0", 11));
        BOOST_TEST(sys::readlink("/proc/self/cwd").value() == "/");
        const auto open = rows_of("/proc/self/fd");
        BOOST_TEST(open.size() == 3u);
        BOOST_TEST(open[1] == (std::vector<std::string>{"1", "console", "standard output"}),
                   boost::test_tools::per_element());
        BOOST_TEST(rows_of("/proc/self/stack").size() == 1u);
        BOOST_TEST(rows_of("/proc/self/limits")[0][0] == "handles");
    });
}

BOOST_AUTO_TEST_CASE(a_process_finds_the_others_until_they_are_gone) {
    in_a_program([] {
        const auto other = sys::start("sleeper", std::vector<std::string>{"100"}).value();
        sys::yield();
        const auto directory = "/proc/" + to_string(other);
        BOOST_TEST(value_in(directory + "/status", "State") == "sleeping");
        BOOST_TEST(value_in(directory + "/status", "Parent") == to_string(sys::get_pid()));
        BOOST_TEST(rows_of(directory + "/wait")[0][3] == "sleep(duration=100s)");
        const auto tasks = rows_of("/proc/tasks");
        BOOST_TEST(tasks.size() == 3u);
        for (const auto& row : tasks) BOOST_TEST(row.size() == tasks[0].size());
        BOOST_TEST(tasks[2][0] == to_string(other));
        BOOST_TEST(tasks[2][5] == "sleeper");
        auto open = File::open(directory + "/status").value();
        sys::kill(other).value();
        sys::wait(other).value();
        BOOST_TEST(open.read_all().value().starts_with("Name:\tsleeper\n"));
        BOOST_TEST(error_of(sys::stat(directory)) == Errno::noent);
        for (const auto* wrong : {"/proc/0", "/proc/99", "/proc/1.0", "/proc/self/nonesuch"})
            BOOST_TEST(error_of(sys::stat(wrong)) == Errno::noent, wrong);
    });
}

BOOST_AUTO_TEST_CASE(what_the_kernel_has_said_lately) {
    BootedSystem system;
    system.try_out([&] {
        BOOST_TEST(rows_of("/proc/kmsg")[0][1] == "info");
        for (std::size_t i = 0; i < KernelLog::most; ++i)
            system.kernel.notice(Level::warning, nullptr, fmt::format("number {}\nof many", i));
        sys::sleep(std::chrono::seconds(3));
        const auto id = sys::start("no_such_program");
        BOOST_TEST(id.error() == Errno::noent);
        const auto rows = rows_of("/proc/kmsg");
        BOOST_TEST(rows.size() == KernelLog::most);
        BOOST_TEST(rows[0] == (std::vector<std::string>{"0.000000", "warning", "-", "-", "number 1 of many"}),
                   boost::test_tools::per_element());
        BOOST_TEST(rows.back()[0] == "3.000000");
        BOOST_TEST(rows.back()[3] == "test");
        BOOST_TEST(rows.back()[4].find("no_such_program") != std::string::npos);
        system.kernel.notice(Level::info, nullptr, std::string(10 * KernelLog::longest, 'x'));
        BOOST_TEST(rows_of("/proc/kmsg").back()[4].size() == KernelLog::longest);
    });
    system.kernel.reset();  // which ends it: nothing is kept, and nobody listens
    system.kernel.notice(Level::info, nullptr, "unheard");
}

BOOST_AUTO_TEST_CASE(what_there_is_to_know_of_the_system) {
    in_a_program([] {
        const std::vector<std::string> expected{"1",    "kmsg",     "meminfo", "mounts", "scheduler",
                                                "self", "syscalls", "tasks",   "uptime", "version"};
        BOOST_TEST(names_in("/proc") == expected, boost::test_tools::per_element());
        sys::sleep(std::chrono::seconds(90));
        BOOST_TEST(read_file("/proc/uptime").value() == "90.00\n");
        BOOST_TEST(value_in("/proc/meminfo", "FilesTotal") == "1048576 kB");
        BOOST_TEST(value_in("/proc/meminfo", "Tasks") == "1");
        BOOST_TEST(value_in("/proc/scheduler", "Policy") == "batching");
        BOOST_TEST(rows_of("/proc/syscalls").size() == syscall_table().list().size());
        const auto mounts = rows_of("/proc/mounts");
        BOOST_TEST(mounts[0] == (std::vector<std::string>{"ramfs", "/", "ramfs", "rw"}),
                   boost::test_tools::per_element());
        BOOST_TEST(mounts.size() == 4u);
        BOOST_TEST(read_file("/proc/version").value().ends_with("(sim)\n"));
    });
}

BOOST_AUTO_TEST_CASE(a_text_stays_as_it_was_when_it_was_opened) {
    in_a_program([] {
        auto file = File::open("/proc/uptime").value();
        sys::sleep(std::chrono::seconds(5));
        BOOST_TEST(file.read_all().value() == "0.00\n");
        file.seek(-3, Whence::end).value();
        BOOST_TEST(file.read_all().value() == "00\n");
        BOOST_TEST(error_of(file.write("x")) == Errno::badf);
        BOOST_TEST(error_of(file.seek(-1)) == Errno::inval);
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
