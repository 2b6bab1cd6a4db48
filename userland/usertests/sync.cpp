// What tasks agree with: mutex, condition, semaphore, event, barrier, reader-writer lock.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"a_mutex_excludes",
     [] {
         Mutex mutex;
         int inside = 0, most = 0;
         {
             Nursery nursery;
             for (int i = 0; i < 10; ++i)
                 nursery
                     .spawn([&] {
                         for (int round = 0; round < 10; ++round) {
                             const Mutex::Guard guard(mutex);
                             most = std::max(most, ++inside);
                             sys::yield();
                             --inside;
                         }
                     })
                     .value();
         }
         same(most, 1);
     }},
    {"a_mutex_knows_its_owner",
     [] {
         Mutex mutex;
         fails(mutex.unlock(), Errno::perm);
         mutex.lock().value();
         fails(mutex.lock(), Errno::deadlk);
         is_true(!mutex.try_lock(), "it is taken");
         const auto id = sys::spawn([&] {
                             fails(mutex.unlock(), Errno::perm);
                             fails(mutex.lock(Deadline::after(50us)), Errno::timedout);
                         }).value();
         sys::sleep(200us);  // not in a wait for it, which would be a circle
         mutex.unlock().value();
         same(sys::wait(id).value(), exited(0));
     }},
    {"a_mutex_is_handed_on_in_turn",
     [] {
         Mutex mutex;
         std::vector<int> order;
         mutex.lock().value();
         Nursery nursery;
         for (int i = 0; i < 5; ++i) {
             const auto id = nursery
                                 .spawn([&order, &mutex, i] {
                                     const Mutex::Guard guard(mutex);
                                     order.push_back(i);
                                 })
                                 .value();
             until_waiting(id, "mutex_lock(");
         }
         mutex.unlock().value();
         nursery.join();
         for (int i = 0; i < 5; ++i) same(order[static_cast<std::size_t>(i)], i);
     }},
    {"who_is_killed_lets_go_of_its_mutex",
     [] {
         Mutex mutex;
         const auto id = sys::spawn([&] {
                             const Mutex::Guard guard(mutex);
                             sys::sleep(1h);
                         }).value();
         until_waiting(id, "sleep(");
         is_true(!mutex.try_lock(), "it is taken");
         sys::kill(id).value();
         mutex.lock().value();
         mutex.unlock().value();
         sys::wait(id).value();
     }},
    {"a_condition_is_waited_for",
     [] {
         Mutex mutex;
         ConditionVariable condition;
         int value = 0;
         const auto id = sys::spawn([&] {
                             const Mutex::Guard guard(mutex);
                             condition.wait_until(mutex, [&] { return value == 3; }).value();
                             value = 4;
                         }).value();
         for (int i = 1; i <= 3; ++i) {
             sys::yield();
             const Mutex::Guard guard(mutex);
             value = i;
             condition.notify_one();
         }
         same(sys::wait(id).value(), exited(0));
         same(value, 4);
         fails(condition.wait(mutex), Errno::perm);
         const Mutex::Guard guard(mutex);
         fails(condition.wait(mutex, Deadline::after(10us)), Errno::timedout);
         is_true(!mutex.try_lock(), "it has the mutex again");
     }},
    {"a_semaphore_admits_as_many_as_it_has",
     [] {
         Semaphore semaphore(3);
         int inside = 0, most = 0;
         {
             Nursery nursery;
             for (int i = 0; i < 10; ++i)
                 nursery
                     .spawn([&] {
                         const Semaphore::Permit permit(semaphore);
                         most = std::max(most, ++inside);
                         until([&] { return most == 3; });
                         --inside;
                     })
                     .value();
         }
         same(most, 3);
         same(semaphore.permits(), 3u);
         Semaphore none(0);
         is_true(!none.try_acquire(), "there is none");
         fails(none.acquire(Deadline::after(10us)), Errno::timedout);
         none.release();
         is_true(none.try_acquire(), "there is one");
     }},
    {"an_event_lets_all_go",
     [] {
         Event event;
         Nursery nursery;
         for (int i = 0; i < 5; ++i) nursery.spawn([&] { event.wait().value(); }).value();
         sys::yield();
         event.set();
         is_true(nursery.join().ok() && event.is_set(), "all go");
         event.wait(Deadline(Time{})).value();
         event.reset();
         fails(event.wait(Deadline::after(10us)), Errno::timedout);
     }},
    {"a_barrier_waits_for_all_again_and_again",
     [] {
         Barrier barrier(4);
         int rounds = 0, last_ones = 0;
         {
             Nursery nursery;
             for (int i = 0; i < 4; ++i)
                 nursery
                     .spawn([&] {
                         for (int round = 0; round < 5; ++round) {
                             if (barrier.arrive_and_wait().value()) ++last_ones;
                             ++rounds;
                         }
                     })
                     .value();
         }
         same(rounds, 20);
         same(last_ones, 5);
         Barrier two(2);
         fails(two.arrive_and_wait(Deadline::after(10us)), Errno::timedout);
         const auto id = sys::spawn([&] { two.arrive_and_wait().value(); }).value();
         two.arrive_and_wait().value();  // the one that gave up does not count
         same(sys::wait(id).value(), exited(0));
     }},
    {"readers_share_and_a_writer_is_alone",
     [] {
         RwLock lock;
         lock.lock_shared().value();
         lock.lock_shared().value();
         fails(lock.lock(Deadline::after(10us)), Errno::timedout);
         lock.unlock_shared().value();
         lock.unlock_shared().value();
         fails(lock.unlock_shared(), Errno::perm);
         lock.lock().value();
         fails(lock.lock(), Errno::deadlk);
         fails(lock.lock_shared(Deadline::after(10us)), Errno::deadlk);
         lock.unlock().value();
         fails(lock.unlock(), Errno::perm);
     }},
    {"a_writer_is_not_starved",
     [] {
         RwLock lock;
         std::string order;
         lock.lock_shared().value();
         Nursery nursery;
         const auto writer = nursery
                                 .spawn([&] {
                                     lock.lock().value();
                                     order += "w";
                                     lock.unlock().value();
                                 })
                                 .value();
         until_waiting(writer, "rw_lock_");
         const auto reader = nursery
                                 .spawn([&] {
                                     lock.lock_shared().value();
                                     order += "r";
                                     lock.unlock_shared().value();
                                 })
                                 .value();
         until_waiting(reader, "rw_lock_");
         lock.unlock_shared().value();
         nursery.join();
         same(order, "wr");
     }},
};

}  // namespace

std::span<const Test> sync_tests() { return tests; }

}  // namespace fibrix::usertests
