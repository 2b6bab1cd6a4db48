#include "syscalls/vfs/proc_system.hpp"

#include <fmt/format.h>

#include "kernel/kernel.hpp"
#include "syscalls/process/task_info.hpp"
#include "syscalls/vfs/boot.hpp"
#include "syscalls/vfs/kernel_log.hpp"
#include "syscalls/vfs/mounts.hpp"

namespace fibrix::proc {
namespace {

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string of_task(const sys::TaskInfo& task, const Process& process) {
    const auto parent = task.parent.valid() ? to_string(task.parent) : "0";
    auto line = fmt::format("{}\t{}\t{}\t{}\t{}\t", to_string(task.id), to_string(task.process), parent,
                            to_string(process.group), to_string(process.session));
    line += fmt::format("{}\t{}\t{}\t{}\t", task.program, to_string(task.state), task.service ? "yes" : "no",
                        task.dying ? "yes" : "no");
    line += fmt::format("{}\t{}\t{}\t{}\t", task.ran.count(), task.age.count(), task.switches, task.requests);
    return line + fmt::format("{}\t{}\t{}\n", task.stack_used, task.stack_size, task.waits_for);
}

}  // namespace

std::string kmsg(Kernel& kernel) { return kernel.state<KernelLog>().text(); }

std::string meminfo(Kernel& kernel) {
    FileSystemStatus files;
    for (const auto& mount : kernel.state<Mounts>().all()) mount->system->measure(files);
    std::uint64_t charged = 0;
    kernel.tasks().for_each([&](const Task& task) {
        if (task.process->first == &task) charged += task.process->account->used();
    });
    std::string text;
    const auto line = [&](std::string_view name, std::uint64_t bytes) {
        text += fmt::format("{}:\t{} kB\n", name, bytes / 1024);
    };
    line("FilesTotal", files.total);
    line("FilesUsed", files.used);
    line("FilesFree", files.total - files.used);
    line("Processes", charged);
    text += fmt::format("Tasks:\t{}\nStacks:\t{}\n", kernel.tasks().count(), kernel.stacks().in_use());
    return text;
}

std::string mounts(Kernel& kernel) {
    std::string text;
    for (const auto& mount : kernel.state<Mounts>().all())
        text +=
            fmt::format("{}\t{}\t{}\t{}\n", mount->source.empty() ? mount->system->type() : mount->source,
                        mount->target, mount->system->type(), mount->read_only || mount->system->fixed() ? "ro" : "rw");
    return text;
}

std::string scheduler(Kernel& kernel) {
    std::size_t ready = 0;
    kernel.tasks().for_each([&](const Task& task) { ready += task.state == State::ready ? 1 : 0; });
    std::string text;
    const auto line = [&](std::string_view name, const auto& value) { text += fmt::format("{}:\t{}\n", name, value); };
    line("Policy", kernel.state<BootFacts>().policy);
    line("Dispatches", kernel.dispatches());
    line("Tasks", kernel.tasks().count());
    line("Ready", ready);
    line("Asleep", kernel.asleep());
    line("InFlight", kernel.in_flight());
    return text;
}

std::string syscalls(Kernel& kernel) {
    std::string text;
    for (const auto* each : kernel.table().list())
        text += fmt::format("{}\t{}\t{}\t{}\n", each->number, each->family, each->name, each->parks ? "parks" : "-");
    return text;
}

std::string tasks(Kernel& kernel) {
    std::string text =
        "tid\tpid\tparent\tgroup\tsession\tprogram\tstate\tservice\tdying\tran_ns\tage_ns\tswitches\tsyscalls\t"
        "stack_used\tstack_size\twaits_for\n";
    for (const auto& info : sys::list_tasks_of(kernel))
        if (const Task* task = kernel.find(info.id)) text += of_task(info, *task->process);
    return text;
}

std::string uptime(Kernel& kernel) { return fmt::format("{:.2f}\n", seconds(kernel.fresh_now().time_since_epoch())); }

std::string version(Kernel& kernel) { return fmt::format("Fibrix {} ({})\n", FIBRIX_VERSION, kernel.world().name()); }

}  // namespace fibrix::proc
