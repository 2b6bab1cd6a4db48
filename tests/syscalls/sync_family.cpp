#include "syscalls/sync/sync.hpp"

#include <boost/test/unit_test.hpp>

#include "../kernel/fixture.hpp"

using namespace fibrix;
using namespace std::chrono_literals;
using fibrix::testing::TestSystem;

BOOST_AUTO_TEST_SUITE(sync_family)

BOOST_AUTO_TEST_CASE(a_mutex_is_handed_on_in_the_order_of_asking) {
    TestSystem system;
    std::string order;
    system.run([&] {
        Mutex mutex;
        mutex.lock();
        Nursery nursery;
        for (const char name : {'a', 'b', 'c'})
            nursery.spawn([&, name] {
                const Mutex::Guard guard(mutex);
                order += name;
                sys::sleep(1ms);
            });
        sys::sleep(1ms);
        BOOST_TEST(!mutex.try_lock() == true);
        mutex.unlock();
        nursery.join();
    });
    BOOST_TEST(order == "abc");
}

BOOST_AUTO_TEST_CASE(a_mutex_excludes_and_knows_its_owner) {
    TestSystem system;
    system.run([&] {
        Mutex mutex;
        int inside = 0;
        Nursery nursery;
        for (int i = 0; i < 20; ++i)
            nursery.spawn([&] {
                for (int k = 0; k < 10; ++k) {
                    const Mutex::Guard guard(mutex);
                    BOOST_TEST(++inside == 1);
                    sys::yield();
                    --inside;
                }
            });
        nursery.join();
        BOOST_TEST((mutex.unlock().error() == Errno::perm));
        mutex.lock();
        BOOST_TEST((mutex.lock().error() == Errno::deadlk));
        nursery.spawn([&] { BOOST_TEST((mutex.lock(Deadline::after(5ms)).error() == Errno::timedout)); });
        nursery.join();
        mutex.unlock();
        BOOST_TEST(mutex.try_lock());
    });
}

BOOST_AUTO_TEST_CASE(locks_in_opposite_order_are_a_deadlock_in_words) {
    TestSystem system;
    Mutex first, second;
    const auto take = [](Mutex& a, Mutex& b) {
        return [&] {
            a.lock();
            sys::sleep(1ms);
            b.lock();
        };
    };
    system.start("left", take(first, second));
    system.start("right", take(second, first));
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::deadlock));
    BOOST_TEST(system.notices.contain("deadlock: task"));
    BOOST_TEST(system.kernel.verdict().text.find("waits for task 2 (right)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_killed_waiter_leaves_the_queue) {
    TestSystem system;
    system.run([&] {
        Mutex mutex;
        mutex.lock();
        const auto waiter = sys::spawn([&] { mutex.lock(); }).value();
        sys::sleep(1ms);
        sys::kill(waiter);
        BOOST_TEST((sys::wait(waiter).value().reason == ExitStatus::Reason::killed));
        mutex.unlock();
        BOOST_TEST(mutex.try_lock());
        mutex.unlock();
    });
}

BOOST_AUTO_TEST_CASE(a_channel_keeps_the_order_and_waits_when_full_or_empty) {
    for (const std::size_t capacity : {0u, 1u, 2u, 64u}) {
        TestSystem system;
        std::vector<int> got;
        system.run([&] {
            Channel<int> channel(capacity);
            Nursery nursery;
            nursery.spawn([&] {
                for (int i = 0; i < 1000; ++i) BOOST_REQUIRE(channel.send(i).has_value());
                channel.close();
            });
            while (auto value = channel.receive()) got.push_back(*value);
            nursery.join();
            BOOST_TEST((channel.send(1).error() == Errno::pipe));
        });
        BOOST_REQUIRE(got.size() == 1000u);
        for (int i = 0; i < 1000; ++i) BOOST_TEST(got[static_cast<std::size_t>(i)] == i);
    }
}

BOOST_AUTO_TEST_CASE(many_senders_and_receivers_lose_and_double_nothing) {
    for (const bool visible : {false, true}) {
        TestSystem system;
        if (visible) system.kernel.make_every_request_visible();
        std::vector<int> seen(3000, 0);
        system.run([&] {
            Channel<int> channel(3);
            Nursery receivers, senders;
            for (int r = 0; r < 5; ++r)
                receivers.spawn([&] {
                    while (auto value = channel.receive()) {
                        ++seen[static_cast<std::size_t>(*value)];
                        if (*value % 3 == 0) sys::yield();
                    }
                });
            for (int s = 0; s < 30; ++s)
                senders.spawn([&, s] {
                    for (int i = 0; i < 100; ++i) channel.send(s * 100 + i);
                });
            senders.join();
            channel.close();
            receivers.join();
        });
        for (const int count : seen) BOOST_TEST(count == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_value_is_destroyed_once_whatever_happens_to_its_sender) {
    TestSystem system;
    const auto counter = std::make_shared<int>(0);
    system.run([&] {
        Channel<std::shared_ptr<int>> channel(1);
        channel.send(counter);
        const auto blocked = sys::spawn([&] { channel.send(counter); }).value();
        const auto late = sys::spawn([&] { channel.send(counter, Deadline::after(1ms)); }).value();
        sys::sleep(5ms);
        sys::kill(blocked);
        sys::wait(blocked);
        sys::wait(late);
        BOOST_TEST(counter.use_count() == 2);
    });
    BOOST_TEST(counter.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_receive_runs_into_its_deadline_and_loses_nothing) {
    TestSystem system;
    system.run([&] {
        Channel<int> channel(4);
        BOOST_TEST((channel.receive(Deadline::after(1ms)).error() == Errno::timedout));
        channel.send(7);
        BOOST_TEST(channel.receive().value() == 7);
    });
}

BOOST_AUTO_TEST_CASE(a_condition_is_waited_for_with_the_mutex_let_go) {
    TestSystem system;
    std::string order;
    system.run([&] {
        Mutex mutex;
        ConditionVariable changed;
        int value = 0;
        Nursery nursery;
        for (const char name : {'a', 'b'})
            nursery.spawn([&, name] {
                const Mutex::Guard guard(mutex);
                BOOST_TEST(changed.wait_until(mutex, [&] { return value > 0; }).has_value());
                order += name;
                --value;
            });
        sys::sleep(1ms);
        {
            const Mutex::Guard guard(mutex);
            value = 1;
            changed.notify_one();
        }
        sys::sleep(1ms);
        BOOST_TEST(order == "a");
        {
            const Mutex::Guard guard(mutex);
            value = 1;
            changed.notify_all();
        }
        nursery.join();
        mutex.lock();
        BOOST_TEST((changed.wait(mutex, Deadline::after(1ms)).error() == Errno::timedout));
        BOOST_TEST(mutex.unlock().has_value());
    });
    BOOST_TEST(order == "ab");
}

BOOST_AUTO_TEST_CASE(a_semaphore_admits_as_many_as_it_has_permits) {
    TestSystem system;
    system.run([&] {
        Semaphore permits(3);
        int inside = 0, most = 0;
        Nursery nursery;
        for (int i = 0; i < 20; ++i)
            nursery.spawn([&] {
                permits.acquire();
                most = std::max(most, ++inside);
                sys::sleep(1ms);
                --inside;
                permits.release();
            });
        nursery.join();
        BOOST_TEST(most == 3);
        BOOST_TEST(permits.permits() == 3u);
    });
}

BOOST_AUTO_TEST_CASE(a_barrier_lets_all_go_together_round_after_round) {
    TestSystem system;
    system.run([&] {
        Barrier barrier(3);
        int rounds[3] = {0, 0, 0};
        Nursery nursery;
        for (int i = 0; i < 3; ++i)
            nursery.spawn([&, i] {
                for (int r = 0; r < 10; ++r) {
                    sys::sleep(std::chrono::milliseconds(i));
                    ++rounds[i];
                    BOOST_TEST(barrier.arrive_and_wait().has_value());
                    for (const int other : rounds) BOOST_TEST(other >= r + 1);
                }
            });
        nursery.join();
        BOOST_TEST((barrier.arrive_and_wait(Deadline::after(1ms)).error() == Errno::timedout));
    });
}

BOOST_AUTO_TEST_CASE(a_reader_writer_lock_starves_nobody) {
    TestSystem system;
    system.run([&] {
        RwLock lock;
        int readers = 0, writers = 0, writes = 0;
        Nursery nursery;
        for (int i = 0; i < 10; ++i)
            nursery.spawn([&] {
                for (int k = 0; k < 20; ++k) {
                    lock.lock_shared();
                    ++readers;
                    BOOST_TEST(writers == 0);
                    sys::sleep(1ms);
                    --readers;
                    lock.unlock_shared();
                }
            });
        for (int i = 0; i < 3; ++i)
            nursery.spawn([&] {
                for (int k = 0; k < 20; ++k) {
                    lock.lock();
                    BOOST_TEST(++writers == 1);
                    BOOST_TEST(readers == 0);
                    sys::yield();
                    --writers;
                    ++writes;
                    lock.unlock();
                }
            });
        nursery.join();
        BOOST_TEST(writes == 60);
    });
}

BOOST_AUTO_TEST_CASE(an_event_lets_all_go_and_stays) {
    TestSystem system;
    system.run([&] {
        Event ready;
        int gone = 0;
        Nursery nursery;
        for (int i = 0; i < 5; ++i)
            nursery.spawn([&] {
                ready.wait();
                ++gone;
            });
        sys::sleep(1ms);
        BOOST_TEST(gone == 0);
        ready.set();
        nursery.join();
        BOOST_TEST(gone == 5);
        BOOST_TEST(ready.wait().has_value());
        ready.reset();
        BOOST_TEST((ready.wait(Deadline::after(1ms)).error() == Errno::timedout));
    });
}

BOOST_AUTO_TEST_SUITE_END()
