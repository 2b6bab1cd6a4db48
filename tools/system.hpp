// A running system: a World, a kernel on it, and who watches; from options to exit code.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/observers/log.hpp"
#include "syscalls/kit/image.hpp"
#include "tools/host_console.hpp"
#include "tools/options.hpp"
#include "tools/usage_error.hpp"

namespace fibrix {

class System {
public:
    /// Throws UsageError if the options are wrong.
    explicit System(const SystemOptions& options);
    System(const System&) = delete;
    System& operator=(const System&) = delete;
    ~System();

    /// Which handles the first program has besides 0, 1 and 2, and of which descriptors.
    using Files = std::vector<std::pair<std::size_t, int>>;
    /// Runs the program `name` until it ends, and gives the exit code.
    int run(const std::string& name, std::vector<std::string> arguments, const Files& files = {});
    [[nodiscard]] Kernel& kernel() noexcept { return *kernel_; }

private:
    int exit_code() const;
    void load(const std::string& path);
    void add_plugged_families();
    std::unique_ptr<Policy> make_policy(const std::string& name);

    std::vector<Ref<Image>> images_;  // for as long as the kernel may run what is in them
    SyscallTable table_;
    std::shared_ptr<spdlog::logger> logger_;
    std::unique_ptr<World> world_;
    std::unique_ptr<HostConsole> console_;  // of a simulation
    std::unique_ptr<Kernel> kernel_;
    std::unique_ptr<LogObserver> log_;
    std::optional<ExitStatus> status_;
};

}  // namespace fibrix
