// The sync family: what tasks of one process agree with.
#pragma once

#include "syscalls/sync/barrier.hpp"
#include "syscalls/sync/channel.hpp"
#include "syscalls/sync/condition.hpp"
#include "syscalls/sync/event.hpp"
#include "syscalls/sync/futex.hpp"
#include "syscalls/sync/mutex.hpp"
#include "syscalls/sync/rw_lock.hpp"
#include "syscalls/sync/select.hpp"
#include "syscalls/sync/semaphore.hpp"

namespace fibrix::sys {

inline constexpr Family<MutexLock, MutexUnlock, ChannelSend, ChannelReceive, ChannelClose, FutexWait, FutexWake,
                        ConditionWait, ConditionSignal, SemaphoreAcquire, SemaphoreRelease, EventWait, EventSet,
                        BarrierArrive, RwLockShared, RwLockExclusive, RwLockRelease, RwLockRenounce, Select>
    sync_family{"sync"};

}  // namespace fibrix::sys
