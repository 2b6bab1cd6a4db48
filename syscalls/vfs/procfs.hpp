// In the kernel: procfs, what there is to know of the system and its processes, as texts made when they are opened.
//
//     /proc/PID/status    a line each, "Name:<tab>value"
//     /proc/PID/wait      a line a task: id, state, seconds, request it waits in
//     /proc/PID/stack     a line a task: id, bytes used at the most, bytes there are
//     /proc/PID/fd        a line a handle: number, kind, what it is
//     /proc/PID/limits    a line each: name, used, limit
//     /proc/PID/cmdline, environ    words that each end with a zero byte
//     /proc/PID/cwd       a link to its directory
//     /proc/self          a link to the process that looks
//     /proc/tasks         a line with the names of the columns, then a line a task
//     /proc/kmsg          what the kernel has said lately: seconds, level, task, program, text
//     /proc/uptime, meminfo, syscalls, mounts, scheduler, version
//
// Columns are separated by tabs.
#pragma once

#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

Ref<FileSystem> make_procfs(Kernel& kernel);

}  // namespace fibrix
