// Kill: it works in every state, unwinds, and cannot be survived.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

// Kills a task when it waits in a request that is written like `text`; its status.
template <class F>
void killed_while(std::string_view text, F body, const Where& where = Where::current()) {
    bool unwound = false;
    const auto id = sys::spawn([&] {
                        const AtEnd end([&] { unwound = true; });
                        body();
                    }).value();
    until_waiting(id, text, where);
    sys::kill(id).value();
    same(sys::wait(id).value(), killed, where);
    is_true(unwound, "it was unwound", where);
}

constexpr Test tests[]{
    {"before_it_has_run",
     [] {
         bool ran = false;
         const auto id = sys::spawn([&] { ran = true; }).value();
         sys::kill(id).value();
         const auto status = sys::wait(id).value();  // with some policies it runs before its parent goes on
         same(status, ran ? exited(0) : killed);
     }},
    {"while_it_is_ready",
     [] {
         const auto id = sys::spawn([] {
                             for (;;) sys::yield();
                         }).value();
         for (int i = 0; i < 10; ++i) sys::yield();
         sys::kill(id).value();
         same(sys::wait(id).value(), killed);
     }},
    {"while_it_sleeps",
     [] {
         killed_while("sleep(", [] { sys::sleep(1h); });
         killed_while("sleep_until(", [] { sys::sleep_until(Time(1h * 10000)); });
         killed_while("pause(", [] { sys::pause(); });
     }},
    {"while_it_reads_and_writes",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         killed_while("read(", [from = reading] { read_some(from); });
         write_some(writing, std::string(65536, 'x'));
         killed_while("write(", [to = writing] { write_some(to, "more"); });
         same(read_some(reading, 65536).size(), std::size_t{65536});
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"while_it_waits_for_others",
     [] {
         const auto sleeper = sys::spawn([] { sys::sleep(1h); }).value();
         killed_while("wait(", [=] { sys::wait(sleeper); });
         killed_while("wait_any(", [] { sys::wait_any(); });
         sys::kill(sleeper).value();
         same(sys::wait(sleeper).value(), killed);
     }},
    {"while_it_waits_for_a_lock",
     [] {
         Mutex mutex;
         mutex.lock().value();
         killed_while("mutex_lock(", [&] { mutex.lock(); });
         mutex.unlock().value();
         is_true(mutex.try_lock(), "nobody waits for it");
         mutex.unlock().value();
         Semaphore none(0);
         killed_while("semaphore_acquire(", [&] { none.acquire(); });
         Event event;
         killed_while("event_wait(", [&] { event.wait(); });
         Barrier barrier(2);
         killed_while("barrier_arrive(", [&] { barrier.arrive_and_wait(); });
         ConditionVariable condition;
         killed_while("condition_wait(", [&] {
             const Mutex::Guard guard(mutex);
             condition.wait(mutex);
         });
         is_true(mutex.try_lock(), "it was let go");
         mutex.unlock().value();
     }},
    {"while_it_waits_for_a_channel",
     [] {
         Channel<int> empty(1), full(1);
         full.send(1).value();
         killed_while("channel_receive(", [&] { empty.receive(); });
         killed_while("channel_send(", [&] { full.send(2); });
         killed_while("select(", [&] {
             std::optional<int> item;
             Select select;
             select.receive(empty, item);
             select.wait();
         });
         same(full.receive().value(), 1);
         is_true(!full.try_receive(), "what was not sent is not there");
     }},
    {"while_it_joins_its_members_go_first",
     [] {
         std::string order;
         const auto id = sys::spawn([&] {
                             Nursery nursery;
                             nursery
                                 .spawn([&] {
                                     const AtEnd end([&] { order += "member "; });
                                     sys::sleep(1h);
                                 })
                                 .value();
                             const AtEnd end([&] { order += "parent "; });
                             nursery.join();
                         }).value();
         until_waiting(id, "nursery_join(");
         sys::kill(id).value();
         same(sys::wait(id).value(), killed);
         is_true(order.starts_with("member"), "the member is gone first: " + order);
     }},
    {"catching_it_does_not_help",
     [] {
         bool caught = false, went_on = false;
         const auto id = sys::spawn([&] {
                             try {
                                 sys::sleep(1h);
                             } catch (...) {
                                 caught = true;
                             }
                             sys::sleep(1h);
                             went_on = true;
                         }).value();
         until_waiting(id, "sleep(");
         sys::kill(id).value();
         same(sys::wait(id).value(), killed);
         is_true(!went_on, "it does not go on");
     }},
    {"releases_take_effect_while_it_unwinds",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id = sys::spawn([to = writing] {
                             const OwnedHandle owned(to);
                             sys::sleep(1h);
                         }).value();
         until_waiting(id, "sleep(");
         sys::kill(id).value();
         same(read_to_end(reading), "");
         sys::wait(id).value();
     }},
    {"requests_that_would_wait_are_cancelled_while_it_unwinds",
     [] {
         std::string answers;
         const auto id = sys::spawn([&] {
                             const AtEnd end([&] { answers = shown(sys::sleep(1h)); });
                             sys::sleep(1h);
                         }).value();
         until_waiting(id, "sleep(");
         sys::kill(id).value();
         sys::wait(id).value();
         same(answers, "ECANCELED");
     }},
    {"oneself",
     [] {
         bool went_on = false, survived = false;
         const auto id = sys::spawn([&] {
                             sys::kill(sys::get_tid()).value();
                             went_on = true;
                             sys::yield();
                             survived = true;
                         }).value();
         same(sys::wait(id).value(), killed);
         is_true(went_on && !survived, "it ends at its next request");
     }},
    {"twice_is_once",
     [] {
         const auto id = sleeping_child();
         sys::kill(id).value();
         const auto again = sys::kill(id);
         is_true(again || again.error() == Errno::srch, "the second does nothing");
         same(sys::wait(id).value(), killed);
     }},
    {"asking_whether_somebody_is_there",
     [] {
         const auto id = sleeping_child();
         sys::kill(id, Signal::none).value();
         end_of(id);
         fails(sys::kill(id, Signal::none), Errno::srch);
         fails(sys::kill(TaskId{}), Errno::srch);
     }},
    {"a_process_with_many_tasks",
     [] {
         const auto id = child([] {
             Nursery nursery;
             for (int i = 0; i < 50; ++i)
                 nursery
                     .spawn([] {
                         Nursery inner;
                         inner.spawn([] { sys::sleep(1h); }).value();
                     })
                     .value();
         });
         sys::sleep(1ms);
         same(end_of(id), killed);
     }},
};

}  // namespace

std::span<const Test> kill_tests() { return tests; }

}  // namespace fibrix::usertests
