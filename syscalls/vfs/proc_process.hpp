// In the kernel: the texts of /proc/PID.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace fibrix {

class Kernel;
struct Process;

namespace proc {

struct ProcessText {
    std::string_view name;
    std::string (*make)(Kernel&, const Process&);
};

std::string cmdline(Kernel& kernel, const Process& process);
std::string environ(Kernel& kernel, const Process& process);
std::string fd(Kernel& kernel, const Process& process);
std::string limits(Kernel& kernel, const Process& process);
std::string stack(Kernel& kernel, const Process& process);
std::string status(Kernel& kernel, const Process& process);
std::string wait(Kernel& kernel, const Process& process);

inline constexpr std::array<ProcessText, 7> process_texts{{{"cmdline", &cmdline},
                                                           {"environ", &environ},
                                                           {"fd", &fd},
                                                           {"limits", &limits},
                                                           {"stack", &stack},
                                                           {"status", &status},
                                                           {"wait", &wait}}};

}  // namespace proc
}  // namespace fibrix
