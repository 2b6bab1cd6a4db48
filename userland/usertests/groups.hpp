// The groups of tests: a function for each file that has one.
#pragma once

#include "userland/usertests/test.hpp"

namespace fibrix::usertests {

std::span<const Test> process_tests();
std::span<const Test> exec_tests();
std::span<const Test> group_tests();
std::span<const Test> task_tests();
std::span<const Test> kill_tests();
std::span<const Test> nursery_tests();
std::span<const Test> file_tests();
std::span<const Test> place_tests();
std::span<const Test> name_tests();
std::span<const Test> directory_tests();
std::span<const Test> mount_tests();
std::span<const Test> handle_tests();
std::span<const Test> pipe_tests();
std::span<const Test> signal_tests();
std::span<const Test> stop_tests();
std::span<const Test> time_tests();
std::span<const Test> sync_tests();
std::span<const Test> channel_tests();
std::span<const Test> port_tests();
std::span<const Test> poll_tests();
std::span<const Test> socket_tests();
std::span<const Test> limit_tests();
std::span<const Test> proc_tests();
std::span<const Test> shell_tests();

}  // namespace fibrix::usertests
