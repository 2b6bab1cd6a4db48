// All that a program includes: the syscall interface, and the types that are built on it.
#pragma once

#include "syscalls/console/console.hpp"
#include "syscalls/console/line_reader.hpp"
#include "syscalls/file/file.hpp"
#include "syscalls/handle/handle.hpp"
#include "syscalls/pipe/pipe.hpp"
#include "syscalls/process/nursery.hpp"
#include "syscalls/process/process.hpp"
#include "syscalls/program/local.hpp"
#include "syscalls/program/program.hpp"
#include "syscalls/readiness/readiness.hpp"
#include "syscalls/socket/socket.hpp"
#include "syscalls/socket/stream.hpp"
#include "syscalls/sync/sync.hpp"
#include "syscalls/time/time.hpp"
