// The syscall table: what is in it, and how requests are written for people.

#include "syscalls/table.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "syscalls/sys.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

template <class R>
std::string printed(R request) {
    const Frame<R> frame(std::move(request));
    std::string text;
    syscall_table()[R::number].print_request(frame, text);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(numbers_and_names_are_unique) {
    std::set<SyscallNumber> numbers;
    std::set<std::string_view> names;
    for (const auto* syscall : syscall_table().list()) {
        BOOST_TEST(numbers.insert(syscall->number).second, syscall->name);
        BOOST_TEST(names.insert(syscall->name).second, syscall->name);
        BOOST_TEST(syscall_table().find(syscall->name) == syscall);
        BOOST_TEST(&syscall_table()[syscall->number] == syscall);
    }
    BOOST_TEST(syscall_table().find("no_such_request") == nullptr);
    BOOST_TEST(syscall_table().find("?") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_number_once_given_is_never_given_to_another) {
    const std::vector<std::pair<SyscallNumber, std::string_view>> given{
        {0, "get_tid"},
        {1, "get_pid"},
        {2, "get_parent"},
        {3, "yield"},
        {4, "spawn"},
        {5, "exit"},
        {6, "kill"},
        {7, "wait"},
        {8, "wait_any"},
        {9, "detach"},
        {10, "start"},
        {11, "list_tasks"},
        {12, "adopt_orphans"},
        {32, "sleep"},
        {33, "sleep_until"},
        {34, "now"},
        {35, "calendar"},
        {64, "read_wait"},
        {65, "write_wait"},
        {96, "listen"},
        {97, "accept"},
        {98, "connect"},
        {99, "receive"},
        {100, "send"},
        {101, "shutdown"},
        {102, "set_option"},
        {103, "local_name"},
        {104, "peer_name"},
        {105, "resolve"},
        {128, "read"},
        {129, "write"},
        {160, "close"},
        {161, "dup"},
        {162, "dup2"},
        {192, "nursery_open"},
        {193, "nursery_spawn"},
        {194, "nursery_cancel"},
        {195, "nursery_join"},
        {224, "mutex_lock"},
        {225, "mutex_unlock"},
        {226, "channel_send"},
        {227, "channel_receive"},
        {228, "channel_close"},
        {229, "futex_wait"},
        {230, "futex_wake"},
        {231, "condition_wait"},
        {232, "condition_signal"},
        {233, "semaphore_acquire"},
        {234, "semaphore_release"},
        {235, "event_wait"},
        {236, "event_set"},
        {237, "barrier_arrive"},
        {238, "rw_lock_shared"},
        {239, "rw_lock_exclusive"},
        {240, "rw_lock_release"},
        {241, "rw_lock_renounce"},
        {242, "select"},
        {512, "open_port"},
        {513, "port_send"},
        {514, "port_receive"},
        {352, "open"},
        {353, "stat"},
        {354, "lstat"},
        {355, "mkdir"},
        {356, "rmdir"},
        {357, "unlink"},
        {358, "rename"},
        {359, "truncate"},
        {360, "link"},
        {361, "symlink"},
        {362, "readlink"},
        {363, "chdir"},
        {364, "getcwd"},
        {365, "chmod"},
        {366, "utimes"},
        {367, "mount"},
        {368, "unmount"},
        {369, "statfs"},
        {384, "cell_load"},
        {385, "cell_store"},
        {386, "cell_exchange"},
        {387, "cell_compare_exchange"},
        {388, "cell_fetch_add"},
        {389, "preempt"},
        {390, "choose"},
    };
    for (const auto& [number, name] : given) BOOST_TEST(syscall_table()[number].name == name);
}

BOOST_AUTO_TEST_CASE(every_entry_is_complete) {
    for (const auto* syscall : syscall_table().list()) {
        BOOST_TEST(!syscall->help.empty(), syscall->name);
        BOOST_TEST(syscall->help.back() == '.', syscall->name);
        BOOST_TEST(!syscall->family.empty(), syscall->name);
        BOOST_TEST(!syscall->result.empty(), syscall->name);
        BOOST_TEST((syscall->carry_out && syscall->fail && syscall->print_request && syscall->print_result &&
                    syscall->encode_request && syscall->encode_result && syscall->decode_result),
                   syscall->name);
        for (const auto& field : syscall->fields) BOOST_TEST((!field.name.empty() && !field.type.empty()));
    }
}

BOOST_AUTO_TEST_CASE(every_list_of_errors_is_valid) {
    for (const auto* syscall : syscall_table().list()) {
        const std::set<Errno> different(syscall->errors.begin(), syscall->errors.end());
        BOOST_TEST(different.size() == syscall->errors.size(), syscall->name);
        for (const auto error : syscall->errors) BOOST_TEST(!to_string(error).empty());
        bool has_deadline = false;
        for (const auto& field : syscall->fields) has_deadline |= field.name == "deadline";
        BOOST_TEST((!has_deadline || (syscall->parks && syscall->declares(Errno::timedout))), syscall->name);
        BOOST_TEST((!syscall->parks || syscall->declares(Errno::canceled)), syscall->name);
    }
}

BOOST_AUTO_TEST_CASE(requests_are_written_as_strace_writes_them) {
    std::array<std::byte, 4096> room;
    BOOST_TEST(printed(sys::GetTid{}) == "get_tid()");
    BOOST_TEST(printed(sys::Sleep{1500ms}) == "sleep(duration=1.5s)");
    BOOST_TEST(printed(sys::SleepUntil{Time(3us)}) == "sleep_until(instant=@3us)");
    BOOST_TEST(printed(sys::Wait{TaskId{7, 2}}) == "wait(id=7.2)");
    BOOST_TEST(printed(sys::Wait{TaskId{7, 0}, Deadline::after(20ms)}) == "wait(id=7, deadline=in 20ms)");
    BOOST_TEST(printed(sys::Wait{TaskId{7, 0}, Time(1s)}) == "wait(id=7, deadline=@1s)");
    BOOST_TEST(printed(sys::Receive{3, room}) == "receive(socket=3, buffer=<4096 bytes>)");
    BOOST_TEST(printed(sys::Listen{SocketAddress::loopback(80), 5}) == "listen(address=127.0.0.1:80, backlog=5)");
    BOOST_TEST(printed(sys::Spawn{Closure([] {}), true}) == "spawn(body=<local>, detached=true)");
    BOOST_TEST(
        printed(sys::Start{"hello", {"a \"b\"", "c\n"}}) ==
        R"(start(program="hello", arguments=["a \"b\"", "c\n"], service=false, handles=[], environment=[], group=0))");
    const std::string_view text = "more than thirty-two characters of text";
    BOOST_TEST(printed(sys::Write{1, std::as_bytes(std::span(text))}) ==
               R"(write(handle=1, data="more than thirty-two characters "...))");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
