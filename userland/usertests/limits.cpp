// Limits: what is refused, and that it can be had again.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

void limit(std::size_t handles, std::size_t tasks, std::size_t memory) {
    auto limits = sys::get_limits();
    limits.handles = std::min(limits.handles, handles);
    limits.tasks = std::min(limits.tasks, tasks);
    limits.memory = std::min(limits.memory, memory);
    sys::set_limits(limits).value();
}
constexpr std::size_t plenty = std::numeric_limits<std::size_t>::max();

constexpr Test tests[]{
    {"handles",
     [] {
         limit(20, plenty, plenty);
         std::vector<OwnedHandle> held;
         Result<Handle> last = Errno::io;
         while ((last = sys::open("/dev/null"))) held.emplace_back(*last);
         fails(last, Errno::mfile);
         fails(sys::make_pipe(), Errno::mfile);
         fails(sys::dup(0), Errno::mfile);
         fails(sys::nursery_open(), Errno::mfile);
         fails(sys::open_port("usertests"), Errno::mfile);
         fails(sys::dup2(held[0].get(), 20), Errno::badf);
         fails(sys::open("new", to_replace), Errno::mfile);
         fails(sys::stat("new"), Errno::noent);
         held.pop_back();
         fails(sys::make_pipe(), Errno::mfile);  // it needs two
         held.emplace_back(sys::open("/dev/null").value());
         held.clear();
         const auto [reading, writing] = sys::make_pipe().value();
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"tasks",
     [] {
         limit(plenty, 5, plenty);
         std::vector<TaskId> ids;
         Result<TaskId> last = Errno::io;
         while ((last = sys::spawn([] { sys::sleep(1h); }))) ids.push_back(*last);
         fails(last, Errno::again);
         same(ids.size(), std::size_t{4});
         fails(sys::alarm(1h), Errno::again);
         sys::kill(ids.back()).value();
         sys::wait(ids.back()).value();
         ids.back() = sys::spawn([] { sys::sleep(1h); }).value();
         for (const auto id : ids) {
             sys::kill(id).value();
             sys::wait(id).value();
         }
     }},
    {"memory_of_pipes",
     [] {
         const auto used = [] {
             const auto text = text_of("/proc/self/limits");
             return std::stoull(text.substr(text.find("memory\t") + 7));
         };
         limit(plenty, plenty, used() + 3 * 65536);
         std::vector<OwnedHandle> held;
         Result<HandlePair> last = Errno::io;
         while ((last = sys::make_pipe())) {
             held.emplace_back(last->first);
             held.emplace_back(last->second);
         }
         fails(Result<void>(last.error()), Errno::nomem);
         same(held.size(), std::size_t{6});
         fails(Result<void>(sys::socket_pair().error()), Errno::nomem);
         held.clear();
         const auto [reading, writing] = sys::make_pipe().value();
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"they_are_never_raised",
     [] {
         const auto before = sys::get_limits();
         limit(50, 50, plenty);
         fails(sys::set_limits(before), Errno::perm);
         auto none = sys::get_limits();
         none.cpu = Duration::zero();
         fails(sys::set_limits(none), Errno::inval);
         sys::set_limits(sys::get_limits()).value();
     }},
    {"children_inherit_them",
     [] {
         limit(50, 7, plenty);
         same(in_child([] {
                  const auto limits = sys::get_limits();
                  return limits.handles == 50 && limits.tasks == 7 ? 0 : 1;
              }),
              exited(0));
         same(in_child([] { limit(10, 2, plenty); }), exited(0));
         same(sys::get_limits().handles, std::size_t{50});
     }},
    {"one_below_what_is_there_refuses_only_what_is_new",
     [] {
         const Handle kept = sys::open("/dev/zero").value();
         limit(1, 1, plenty);
         same(read_some(kept, 1), std::string(1, '\0'));
         fails(sys::open("/dev/null"), Errno::mfile);
         fails(sys::spawn([] {}), Errno::again);
         sys::close(kept).value();
     }},
    {"starting_without_memory",
     [] {
         same(in_child([] {
                  limit(plenty, plenty, 0);
                  const auto answer = sys::start("true");
                  return !answer && answer.error() == Errno::again ? 0 : 1;
              }),
              exited(0));
     }},
};

}  // namespace

std::span<const Test> limit_tests() { return tests; }

}  // namespace fibrix::usertests
