// /proc: what it says, and what happens when a process goes.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

std::string line_of(const std::string& text, std::string_view name) {
    const auto begin = text.find(std::string(name) + ":\t");
    if (begin == text.npos) return {};
    const auto value = begin + name.size() + 2;
    return text.substr(value, text.find('\n', value) - value);
}

constexpr Test tests[]{
    {"a_process_finds_itself",
     [] {
         const auto id = to_string(sys::get_pid());
         same(sys::readlink("/proc/self").value(), id);
         const auto status = text_of("/proc/self/status");
         same(line_of(status, "Pid"), id);
         same(line_of(status, "Parent"), to_string(sys::get_parent()));
         same(line_of(status, "Name"), "usertests");
         same(sys::readlink("/proc/self/cwd").value(), sys::getcwd());
     }},
    {"what_a_child_waits_for",
     [] {
         const auto id = sleeping_child();
         until_waiting(id, "sleep(");
         const auto directory = "/proc/" + to_string(id);
         is_true(text_of(directory + "/wait").find("sleep(duration=3600s)") != std::string::npos,
                 "it sleeps for an hour");
         same(line_of(text_of(directory + "/status"), "State"), "sleeping");
         sys::kill(id, Signal::stop).value();
         same(line_of(text_of(directory + "/status"), "State"), "stopped");
         end_of(id);
         fails(sys::stat(directory), Errno::noent);
     }},
    {"a_file_that_is_open_while_its_process_goes",
     [] {
         const auto id = sleeping_child();
         const auto directory = "/proc/" + to_string(id);
         const auto file = good(File::open(directory + "/status"));
         const File listed(sys::open(directory, to_list).value());
         end_of(id);
         same(line_of(file.read_all().value(), "Pid"), to_string(id));
         (void)sys::readdir(listed.handle());
     }},
    {"open_handles_are_listed",
     [] {
         const auto count = [] {
             const auto text = text_of("/proc/self/fd");
             return std::count(text.begin(), text.end(), '\n');
         };
         const auto before = count();
         const auto [reading, writing] = sys::make_pipe().value();
         same(count(), before + 2);
         sys::close(reading).value();
         sys::close(writing).value();
         same(count(), before);
     }},
    {"arguments_and_environment",
     [] {
         const auto id = sys::start("sleep", {"1000"}, false, {}, {"A=1", "B=2"}).value();
         const auto directory = "/proc/" + to_string(id);
         same(text_of(directory + "/cmdline"), std::string("sleep\0"
                                                           "1000\0",
                                                           11));
         same(text_of(directory + "/environ"), std::string("A=1\0B=2\0", 8));
         end_of(id);
     }},
    {"every_file_can_be_read",
     [] {
         for (const auto& name : names_in("/proc"))
             if (sys::stat("/proc/" + name).value().type == FileType::regular) text_of("/proc/" + name);
         for (const auto& name : names_in("/proc/self"))
             if (name != "cwd") text_of("/proc/self/" + name);
     }},
    {"each_task_is_a_line",
     [] {
         const auto lines = [] {
             const auto text = text_of("/proc/tasks");
             return std::count(text.begin(), text.end(), '\n');
         };
         const auto before = lines();
         Nursery nursery;
         for (int i = 0; i < 10; ++i) nursery.spawn([] { sys::sleep(1h); }).value();
         same(lines(), before + 10);
         nursery.cancel();
     }},
    {"nothing_is_written_to_it",
     [] {
         is_true(!sys::open("/proc/tasks", OpenFlags::write), "not to a file");
         is_true(!sys::open("/proc/new", to_replace), "nothing new");
         fails(sys::open("/proc/99999"), Errno::noent);
         fails(sys::open("/proc/01"), Errno::noent);
         fails(sys::open("/proc/self/nothing"), Errno::noent);
     }},
};

}  // namespace

std::span<const Test> proc_tests() { return tests; }

}  // namespace fibrix::usertests
