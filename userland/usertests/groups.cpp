#include "userland/usertests/groups.hpp"

namespace fibrix::usertests {

std::vector<TestGroup> all_groups() {
    return {{"processes", process_tests()}, {"exec", exec_tests()},
            {"groups", group_tests()},      {"tasks", task_tests()},
            {"kill", kill_tests()},         {"nurseries", nursery_tests()},
            {"files", file_tests()},        {"places", place_tests()},
            {"names", name_tests()},        {"directories", directory_tests()},
            {"mounts", mount_tests()},      {"handles", handle_tests()},
            {"pipes", pipe_tests()},        {"signals", signal_tests()},
            {"stop", stop_tests()},         {"time", time_tests()},
            {"sync", sync_tests()},         {"channels", channel_tests()},
            {"ports", port_tests()},        {"poll", poll_tests()},
            {"sockets", socket_tests()},    {"limits", limit_tests()},
            {"proc", proc_tests()},         {"shell", shell_tests()}};
}

}  // namespace fibrix::usertests
