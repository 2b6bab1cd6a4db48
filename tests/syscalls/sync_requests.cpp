// What the sync family does as requests: all of it where every request is visible, and what is given up or killed.
#include <boost/test/unit_test.hpp>

#include "syscalls/mock_filter.hpp"
#include "tests/kernel/fixture.hpp"

using namespace fibrix;
using namespace std::chrono_literals;
using fibrix::testing::TestSystem;

namespace {

struct Names final : Observer {
    void taken(const Task&, const Syscall& syscall, const Trap&) override { seen += std::string(syscall.name) + " "; }
    std::string seen;
};

std::string requests_of(bool visible, Closure body) {
    TestSystem system;
    Names names;
    if (visible) system.kernel.make_every_request_visible();
    system.kernel.attach(names);
    BOOST_TEST((system.run(std::move(body)) == Verdict::Kind::done));
    return names.seen;
}

void use_all_alone() {
    Mutex mutex;
    BOOST_TEST(mutex.lock().has_value());
    BOOST_TEST(mutex.unlock().has_value());
    BOOST_TEST(mutex.try_lock());
    mutex.unlock();
    Channel<int> channel(2);
    BOOST_TEST(channel.send(1).has_value());
    BOOST_TEST(channel.try_send(2));
    BOOST_TEST(channel.receive().value() == 1);
    BOOST_TEST(channel.try_receive().value() == 2);
    Semaphore semaphore(1);
    BOOST_TEST(semaphore.acquire().has_value());
    semaphore.release();
    BOOST_TEST(semaphore.try_acquire());
    Event event;
    event.set();
    BOOST_TEST(event.wait().has_value());
    event.reset();
    RwLock lock;
    BOOST_TEST(lock.lock().has_value());
    BOOST_TEST(lock.unlock().has_value());
    BOOST_TEST(lock.lock_shared().has_value());
    BOOST_TEST(lock.unlock_shared().has_value());
    ConditionVariable condition;
    condition.notify_all();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sync_requests)

BOOST_AUTO_TEST_CASE(alone_they_make_none_unless_every_request_is_visible) {
    BOOST_TEST(requests_of(false, use_all_alone) == "");
    BOOST_TEST(requests_of(true, use_all_alone) ==
               "mutex_lock mutex_unlock mutex_lock mutex_unlock channel_send channel_send channel_receive "
               "channel_receive semaphore_acquire semaphore_release semaphore_acquire event_set event_wait event_set "
               "rw_lock_exclusive rw_lock_release rw_lock_shared rw_lock_release condition_signal ");
}

BOOST_AUTO_TEST_CASE(trying_never_waits) {
    for (const bool visible : {false, true}) {
        TestSystem system;
        if (visible) system.kernel.make_every_request_visible();
        const auto verdict = system.run([] {
            Channel<int> channel(1), rendezvous(0);
            BOOST_TEST(!channel.try_receive().has_value());
            BOOST_TEST(channel.try_send(1));
            BOOST_TEST(!channel.try_send(2));
            BOOST_TEST(!rendezvous.try_send(2));
            Nursery nursery;
            nursery.spawn([&] { BOOST_TEST(channel.send(3).has_value()); });
            nursery.spawn([&] { BOOST_TEST(rendezvous.send(4).has_value()); });
            sys::yield();
            BOOST_TEST(rendezvous.try_receive().value() == 4);
            BOOST_TEST(channel.try_receive().value() == 1);
            BOOST_TEST(!channel.try_send(5));  // the one that waits comes first
            BOOST_TEST(channel.receive().value() == 3);
            nursery.spawn([&] { BOOST_TEST(rendezvous.receive().value() == 6); });
            sys::yield();
            BOOST_TEST(rendezvous.try_send(6));
            BOOST_TEST(!rendezvous.try_send(7));
            nursery.join();
            channel.close();
            BOOST_TEST(!channel.try_send(8));
            Mutex mutex;
            Semaphore none(0);
            mutex.lock();
            nursery.spawn([&] { BOOST_TEST(!mutex.try_lock()); });
            BOOST_TEST(!none.try_acquire());
        });
        BOOST_TEST((verdict == Verdict::Kind::done));
    }
}

// A filter has the sending and the kill take effect at the same instant, one before the other.
BOOST_AUTO_TEST_CASE(what_was_handed_over_beats_a_kill) {
    TestSystem system;
    system.kernel.make_every_request_visible();
    auto mock = make_object<MockFilter>();
    mock->delay("channel_send", 1ms);
    mock->delay("kill", 1ms);
    int got = 0;
    bool told = false;
    const auto body = [&] {
        Channel<int> channel(0);
        const auto receiver = sys::spawn([&] { got = channel.receive().value(), sys::yield(), got = 0; }).value();
        sys::yield();
        Nursery nursery;
        nursery.spawn([&] { told = channel.send(7).has_value(); });
        nursery.spawn([&] { sys::kill(receiver); });
        nursery.join();
        BOOST_TEST((sys::wait(receiver).value().reason == ExitStatus::Reason::killed));
    };
    system.start("test", body, false, {mock});
    system.kernel.run();
    BOOST_TEST(told);
    BOOST_TEST(got == 7);
}

BOOST_AUTO_TEST_CASE(a_killed_waiter_takes_no_permit_with_it) {
    TestSystem system;
    system.run([] {
        Semaphore semaphore(0);
        const auto first = sys::spawn([&] { semaphore.acquire(); }).value();
        const auto second = sys::spawn([&] { return semaphore.acquire().has_value() ? 0 : 1; }).value();
        sys::yield();
        semaphore.release();
        sys::kill(first);
        semaphore.release();
        BOOST_TEST(sys::wait(second, Deadline::after(1s)).value().ok());
        BOOST_TEST((semaphore.acquire(Deadline::after(1ms)).error() == Errno::timedout));
        semaphore.release();
        BOOST_TEST(semaphore.permits() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(a_barrier_does_not_count_those_who_have_gone) {
    TestSystem system;
    system.run([] {
        Barrier barrier(3);
        const auto killed = sys::spawn([&] { barrier.arrive_and_wait(); }).value();
        BOOST_TEST((barrier.arrive_and_wait(Deadline::after(1ms)).error() == Errno::timedout));
        sys::kill(killed);
        Nursery nursery;
        int through = 0, last = 0;
        const auto arrive = [&] {
            last += barrier.arrive_and_wait().value() ? 1 : 0;
            ++through;
        };
        nursery.spawn(arrive), nursery.spawn(arrive);
        sys::sleep(1ms);
        BOOST_TEST(through == 0);
        nursery.spawn(arrive);
        nursery.join();
        BOOST_TEST(through == 3);
        BOOST_TEST(last == 1);
    });
}

BOOST_AUTO_TEST_CASE(a_writer_that_goes_lets_the_readers_in_that_waited_for_it) {
    for (const bool by_kill : {false, true}) {
        TestSystem system;
        system.run([&] {
            RwLock lock;
            lock.lock_shared();
            const auto writer = sys::spawn([&] { lock.lock(by_kill ? Deadline() : Deadline::after(2ms)); }).value();
            sys::sleep(1ms);
            bool reads = false;
            const auto reader = sys::spawn([&] { reads = lock.lock_shared().has_value(); }).value();
            sys::yield();
            BOOST_TEST(!reads);
            if (by_kill) sys::kill(writer);
            sys::wait(writer);
            BOOST_TEST(sys::wait(reader, Deadline::after(1s)).has_value());
            BOOST_TEST(reads);
            lock.unlock_shared(), lock.unlock_shared();
            BOOST_TEST((lock.unlock_shared().error() == Errno::perm));
        });
    }
}

BOOST_AUTO_TEST_CASE(a_reader_writer_lock_knows_its_writer) {
    TestSystem system;
    system.run([] {
        RwLock lock;
        BOOST_TEST((lock.unlock().error() == Errno::perm));
        lock.lock();
        BOOST_TEST((lock.lock().error() == Errno::deadlk));
        BOOST_TEST((lock.lock_shared().error() == Errno::deadlk));
        Nursery nursery;
        nursery.spawn([&] {
            BOOST_TEST((lock.unlock().error() == Errno::perm));
            BOOST_TEST((lock.lock_shared(Deadline::after(1ms)).error() == Errno::timedout));
        });
        nursery.join();
        BOOST_TEST(lock.unlock().has_value());
        BOOST_TEST(lock.lock_shared().has_value());
    });
}

BOOST_AUTO_TEST_CASE(an_event_that_is_reset_at_once_has_still_let_all_go) {
    TestSystem system;
    system.run([] {
        Event event;
        Nursery nursery;
        for (int i = 0; i < 3; ++i) nursery.spawn([&] { BOOST_TEST(event.wait(Deadline::after(1s)).has_value()); });
        sys::yield();
        event.set(), event.reset();
        BOOST_TEST(!event.is_set());
        nursery.join();
    });
}

BOOST_AUTO_TEST_CASE(a_futex_wakes_as_many_as_it_is_told) {
    TestSystem system;
    system.run([] {
        Futex futex;
        int awake = 0;
        BOOST_TEST((sys::futex_wait(&futex, 1u).error() == Errno::again));
        for (int i = 0; i < 3; ++i) sys::spawn([&] { awake += sys::futex_wait(&futex, 0u).has_value() ? 1 : 0; }, true);
        sys::yield();
        BOOST_TEST(sys::futex_wake(&futex, 2u) == 2u);
        sys::yield();
        BOOST_TEST(awake == 2);
        BOOST_TEST(sys::futex_wake(&futex, 2u) == 1u);
        sys::yield();
        BOOST_TEST(awake == 3);
    });
}

BOOST_AUTO_TEST_CASE(a_loop_of_waits_ends_with_its_deadline) {
    TestSystem system;
    system.run([] {
        Mutex mutex;
        ConditionVariable changed;
        bool stop = false;
        Nursery nursery;
        nursery.spawn([&] {
            while (!stop) {
                sys::sleep(3ms);
                changed.notify_all();
            }
        });
        const Time before = sys::now();
        const Mutex::Guard guard(mutex);
        const auto never_true = [] { return false; };
        BOOST_TEST((changed.wait_until(mutex, never_true, Deadline::after(10ms)).error() == Errno::timedout));
        BOOST_TEST((sys::now() - before == 10ms));
        BOOST_TEST((sys::fixed(Deadline::after(5ms)) == Deadline(sys::now() + 5ms)));
        BOOST_TEST((sys::fixed(Deadline()) == Deadline()));
        stop = true;
    });
}

BOOST_AUTO_TEST_SUITE_END()
