// Process groups and sessions.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

ProcessId sleeper_in(ProcessId group) {
    return sys::branch([] { sys::sleep(1h); }, std::vector<Handle>{0, 1, 2}, group).value();
}

constexpr Test tests[]{
    {"a_child_is_in_its_parents_group",
     [] {
         const auto id = sleeping_child();
         same(sys::get_group(id).value(), sys::get_group(ProcessId{}).value());
         end_of(id);
         fails(sys::get_group(id), Errno::srch);
     }},
    {"a_group_of_its_own",
     [] {
         const auto first = sleeper_in(sys::own_group), second = sleeper_in(first);
         same(sys::get_group(first).value(), first);
         same(sys::get_group(second).value(), first);
         end_of(first);
         end_of(second);
     }},
    {"all_of_a_group_get_the_signal",
     [] {
         const auto first = sleeper_in(sys::own_group), second = sleeper_in(first), other = sleeping_child();
         same(sys::kill_group(first, Signal::term).value(), std::size_t{2});
         same(sys::wait(first).value(), ended_by(Signal::term));
         same(sys::wait(second).value(), ended_by(Signal::term));
         fails(sys::kill_group(first, Signal::term), Errno::srch);
         fails(sys::wait(other, Deadline::after(0s)), Errno::timedout);
         end_of(other);
     }},
    {"a_group_outlives_its_leader",
     [] {
         const auto leader = sleeper_in(sys::own_group), member = sleeper_in(leader);
         end_of(leader);
         same(sys::get_group(member).value(), leader);
         same(sys::kill_group(leader, Signal::kill).value(), std::size_t{1});
         same(sys::wait(member).value(), killed);
     }},
    {"one_moves_only_oneself_and_ones_children",
     [] {
         const auto id = sleeping_child();
         sys::set_group(id, id).value();
         same(sys::get_group(id).value(), id);
         fails(sys::set_group(sys::get_parent(), sys::get_pid()), Errno::srch);
         fails(sys::set_group(TaskId{}, sys::get_pid()), Errno::srch);
         end_of(id);
     }},
    {"nobody_joins_a_group_of_another_session",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id = child(
             [] {
                 write_some(first_given, to_string(sys::new_session()));
                 sys::sleep(1h);
             },
             {writing});
         same(read_some(reading), to_string(id));
         fails(sys::set_group(sys::get_pid(), id), Errno::perm);
         end_of(id);
         sys::close(reading).value();
         sys::close(writing).value();
     }},
};

}  // namespace

std::span<const Test> group_tests() { return tests; }

}  // namespace fibrix::usertests
