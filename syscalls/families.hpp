// The families of this system.
#pragma once

#include <tuple>

#include "syscalls/cell/cell.hpp"
#include "syscalls/console/console.hpp"
#include "syscalls/file/file.hpp"
#include "syscalls/handle/handle.hpp"
#include "syscalls/path/path.hpp"
#include "syscalls/pipe/pipe.hpp"
#include "syscalls/port/port.hpp"
#include "syscalls/process/branch.hpp"
#include "syscalls/process/environment.hpp"
#include "syscalls/process/group.hpp"
#include "syscalls/process/limits.hpp"
#include "syscalls/process/nursery.hpp"
#include "syscalls/process/process.hpp"
#include "syscalls/process/watch.hpp"
#include "syscalls/readiness/readiness.hpp"
#include "syscalls/schedule/schedule.hpp"
#include "syscalls/signal/signal.hpp"
#include "syscalls/socket/socket.hpp"
#include "syscalls/sync/sync.hpp"
#include "syscalls/time/time.hpp"

namespace fibrix {

inline constexpr std::tuple families{
    sys::process_family, sys::branch_family, sys::time_family,        sys::readiness_family, sys::socket_family,
    sys::console_family, sys::handle_family, sys::nursery_family,     sys::sync_family,      sys::file_family,
    sys::pipe_family,    sys::group_family,  sys::environment_family, sys::limits_family,    sys::signal_family,
    sys::port_family,    sys::path_family,   sys::cell_family,        sys::schedule_family,  sys::watch_family};

}  // namespace fibrix
