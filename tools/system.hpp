// A running system: a World, a kernel on it, and who watches; from options to exit code.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/observers/log.hpp"
#include "syscalls/kit/image.hpp"
#include "tools/company.hpp"
#include "tools/explore/scheduled.hpp"
#include "tools/host_console.hpp"
#include "tools/options.hpp"
#include "tools/usage_error.hpp"

namespace fibrix {

class System {
public:
    /// What the kernel is to see instead of the World that the options name, such as one that records it.
    using Decorate = std::function<std::unique_ptr<World>(World&)>;
    /// Throws UsageError if the options are wrong.
    explicit System(const SystemOptions& options, const Decorate& decorate = {});
    System(const System&) = delete;
    System& operator=(const System&) = delete;
    ~System();

    /// Which handles the first program has besides 0, 1 and 2, and of which descriptors.
    using Files = std::vector<std::pair<std::size_t, int>>;
    /// Runs the program `name` until it ends, and gives the exit code.
    int run(const std::string& name, std::vector<std::string> arguments, const Files& files = {});
    [[nodiscard]] Kernel& kernel() noexcept { return *kernel_; }
    [[nodiscard]] Company& company() noexcept { return company_; }
    /// Called with the process of the first program, which has not run yet.
    std::function<void(Process&)> on_start;
    /// Called when it has ended, before the others are made to.
    std::function<void(const Process&)> on_end;

private:
    void tell_of_faults();
    int exit_code() const;
    void load(const std::string& path);
    void add_plugged_families();
    std::unique_ptr<World> make_world(const SystemOptions& options);
    std::unique_ptr<Policy> make_policy(const std::string& text);

    bool quiet_;
    std::vector<Ref<Image>> images_;  // for as long as the kernel may run what is in them
    SyscallTable table_;
    std::shared_ptr<spdlog::logger> logger_;
    std::unique_ptr<explore::Scheduled> scheduled_;  // if it goes by a schedule
    std::unique_ptr<World> world_;
    std::unique_ptr<World> decorated_;
    Company company_;                       // of a simulation
    std::unique_ptr<HostConsole> console_;  // of a simulation
    std::unique_ptr<Kernel> kernel_;
    std::unique_ptr<LogObserver> log_;
    std::optional<ExitStatus> status_;
};

}  // namespace fibrix
