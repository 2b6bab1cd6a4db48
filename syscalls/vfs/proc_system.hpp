// In the kernel: the texts of /proc that are about the whole system.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace fibrix {

class Kernel;

namespace proc {

struct SystemText {
    std::string_view name;
    std::string (*make)(Kernel&);
};

std::string kmsg(Kernel& kernel);
std::string meminfo(Kernel& kernel);
std::string mounts(Kernel& kernel);
std::string scheduler(Kernel& kernel);
std::string syscalls(Kernel& kernel);
std::string tasks(Kernel& kernel);
std::string uptime(Kernel& kernel);
std::string version(Kernel& kernel);

inline constexpr std::array<SystemText, 8> system_texts{{{"kmsg", &kmsg},
                                                         {"meminfo", &meminfo},
                                                         {"mounts", &mounts},
                                                         {"scheduler", &scheduler},
                                                         {"syscalls", &syscalls},
                                                         {"tasks", &tasks},
                                                         {"uptime", &uptime},
                                                         {"version", &version}}};

}  // namespace proc
}  // namespace fibrix
