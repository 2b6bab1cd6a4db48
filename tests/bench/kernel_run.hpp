// Runs tasks on a kernel of its own, on a World of its own.
#pragma once

#include <stdexcept>
#include <string>

#include "kernel/kernel.hpp"
#include "kernel/world/host_world.hpp"
#include "syscalls/sys.hpp"
#include "syscalls/table.hpp"

namespace fibrix::bench {

template <class Outside = HostWorld>
struct KernelRun {
    explicit KernelRun(std::string_view policy = "batching")
        : kernel(world, syscall_table(), PolicyEntry::find(policy)->make()) {}

    /// A task, before the run; all are of one process, whose first task is the first.
    void add(Closure body, StackSize stack = StackSize::k64) {
        if (process_ == nullptr) {
            StartOptions options{.name = "benchmark", .body = std::move(body), .stack = stack};
            process_ = kernel.find_process(kernel.start(std::move(options)).value());
        } else {
            kernel.spawn(*process_, std::move(body), true).value();
        }
    }
    /// Runs until all has ended; throws if that was not well.
    void run() {
        if (kernel.run().kind != Verdict::Kind::done) throw std::runtime_error("the benchmark did not end well");
    }
    void run(Closure body) {
        add(std::move(body));
        run();
    }

    Outside world;
    Kernel kernel;

private:
    Process* process_ = nullptr;
};

}  // namespace fibrix::bench
