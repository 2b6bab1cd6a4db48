// Processes: beginnings, ends, and who waits for whom.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

int descend(int depth) {
    if (depth == 0) return 42;
    return in_child([depth] { return descend(depth - 1); }).code;
}

constexpr Test tests[]{
    {"a_pid_is_the_id_of_the_first_task",
     [] {
         const auto pid = sys::get_pid();
         same(sys::get_tid(), pid);
         sys::wait(sys::spawn([=] { sys::exit(sys::get_pid() == pid && sys::get_tid() != pid ? 0 : 1); }).value())
             .value();
         const auto id = child([] { return sys::get_pid() == sys::get_tid() ? 5 : 6; });
         is_true(id != pid, "a child has an id of its own");
         same(sys::wait(id).value(), exited(5));
     }},
    {"a_status_is_taken_once",
     [] {
         const auto id = child([] { return 7; });
         same(sys::wait(id).value(), exited(7));
         fails(sys::wait(id), Errno::srch);
         fails(sys::kill(id), Errno::srch);
     }},
    {"exit_codes_that_the_system_keeps_are_folded",
     [] {
         same(in_child([] { return 119; }).shell_code(), 119);
         same(in_child([] { return 120; }).shell_code(), 119);
         same(in_child([] { return -1; }).shell_code(), 119);
     }},
    {"one_waits_only_for_ones_own",
     [] {
         fails(sys::wait(sys::get_tid()), Errno::deadlk);
         fails(sys::wait(sys::get_parent()), Errno::child);
         fails(sys::wait(TaskId{}), Errno::srch);
         fails(sys::wait_any(), Errno::child);
         fails(sys::detach(sys::get_parent()), Errno::child);
     }},
    {"a_grandchild_is_nobodys_to_wait_for",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto middle = child(
             [] {
                 const auto grandchild = sleeping_child();
                 write_some(first_given, to_string(grandchild));
                 sys::pause();
                 end_of(grandchild);
             },
             {writing});
         const auto grandchild = parse_task_id(read_some(reading));
         is_true(grandchild.has_value(), "it is an id");
         const auto answer = sys::wait(*grandchild);
         is_true(!answer && (answer.error() == Errno::child || answer.error() == Errno::srch), "it is not ours");
         sys::kill(*grandchild).value();
         end_of(middle);
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"a_wait_with_a_deadline_can_be_repeated",
     [] {
         const auto id = sleeping_child();
         fails(sys::wait(id, Deadline::after(1us)), Errno::timedout);
         fails(sys::wait(id, Deadline(Time{})), Errno::timedout);
         fails(sys::wait_any(Deadline::after(Duration::zero())), Errno::timedout);
         same(end_of(id), killed);
     }},
    {"a_status_that_is_there_beats_a_deadline_gone_by",
     [] {
         const auto id = child([] { return 3; });
         until([=] {
             return text_of(fmt::format("/proc/{}/status", to_string(id))).find("zombie") != std::string::npos;
         });
         same(sys::wait(id, Deadline(Time{})).value(), exited(3));
     }},
    {"any_is_waited_for_in_the_order_of_ends",
     [] {
         const auto first = sleeping_child(), second = sleeping_child(), third = sleeping_child();
         for (const auto id : {third, first, second}) {
             sys::kill(id, Signal::term).value();
             until([=] { return !sys::kill(id, Signal::none); });
         }
         for (const auto id : {third, first, second}) {
             const auto end = sys::wait_any().value();
             same(end.id, id);
             same(end.status, ended_by(Signal::term));
         }
         fails(sys::wait_any(), Errno::child);
     }},
    {"two_hundred_children_at_once",
     [] {
         std::vector<ProcessId> ids;
         ids.reserve(200);
         for (int i = 0; i < 200; ++i) ids.push_back(child([i] { return i % 100; }));
         for (int i = 0; i < 200; ++i) same(sys::wait(ids[static_cast<std::size_t>(i)]).value(), exited(i % 100));
     }},
    {"children_of_children", [] { same(descend(30), 42); }},
    {"an_orphan_gets_another_parent",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto parent = child(
             [] {
                 const auto me = sys::get_pid();
                 child(
                     [me] {
                         until([=] { return sys::get_parent() != me; });
                         const auto heir = sys::get_parent();  // init, if there is one
                         write_some(first_given, heir.valid() ? to_string(heir) : "nobody");
                     },
                     {first_given});
             },
             {writing});
         same(sys::wait(parent).value(), exited(0));
         sys::close(writing).value();
         const auto heir = read_to_end(reading);
         is_true(heir == "1" || heir == "nobody", "it goes to init, but here to " + heir);
     }},
    {"a_detached_child_is_waited_for_by_nobody",
     [] {
         const auto id = child([] {});
         sys::detach(id).value();
         const auto answer = sys::wait(id);
         is_true(!answer && (answer.error() == Errno::child || answer.error() == Errno::srch), "nobody waits for it");
     }},
    {"the_end_of_the_first_task_is_the_end_of_all",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id = child(
             [] {
                 for (int i = 0; i < 5; ++i)
                     sys::spawn([] {
                         const AtEnd unwound([] { sys::write(first_given, bytes("x"), Deadline::after(0s)); });
                         sys::sleep(1h);
                     }).value();
                 sys::sleep(1ms);
                 return 4;
             },
             {writing});
         sys::close(writing).value();
         same(sys::wait(id).value(), exited(4));
         same(read_to_end(reading), "xxxxx");
     }},
    {"memory_and_handles_of_a_child_go_with_it",
     [] {
         same(in_child([] {
                  for (int i = 0; i < 50; ++i) sys::make_pipe().value();
                  File::open("left", to_replace)->write("something").value();
                  for (int i = 0; i < 10; ++i) sys::spawn([] { sys::sleep(1h); }).value();
              }),
              exited(0));
         same(text_of("left"), "something");
         sys::unlink("left").value();
     }},
};

}  // namespace

std::span<const Test> process_tests() { return tests; }

}  // namespace fibrix::usertests
