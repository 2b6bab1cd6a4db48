// Poll, and waiting for one handle.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"those_that_are_ready_in_the_order_of_asking",
     [] {
         const auto [one, to_one] = sys::make_pipe().value();
         const auto [two, to_two] = sys::make_pipe().value();
         const Entries both{{one, true, false}, {two, true, false}};
         fails(sys::poll(both, Deadline::after(10us)), Errno::timedout);
         write_some(to_two, "x");
         const auto found = sys::poll(both).value();
         same(found.size(), std::size_t{1});
         same(found[0].handle, two);
         write_some(to_one, "x");
         same(sys::poll(both).value().size(), std::size_t{2});
         same(sys::poll(both, Deadline(Time{})).value()[0].handle, one);
         for (const auto each : {one, to_one, two, to_two}) sys::close(each).value();
     }},
    {"an_end_is_ready",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         sys::close(writing).value();
         is_true(sys::poll(Entries{{reading, true, false}}).value()[0].reading, "the end can be read");
         sys::close(reading).value();
         const auto [from, to] = sys::make_pipe().value();
         sys::close(from).value();
         is_true(sys::poll(Entries{{to, false, true}}).value()[0].writing, "the error can be had");
         sys::close(to).value();
     }},
    {"reading_and_writing_of_one_handle",
     [] {
         const auto [one, other] = sys::socket_pair().value();
         auto found = sys::poll(Entries{{one, true, true}}).value();
         is_true(!found[0].reading && found[0].writing, "it can be written to");
         write_some(other, "x");
         found = sys::poll(Entries{{one, true, true}}).value();
         is_true(found[0].reading && found[0].writing, "both");
         sys::close(one).value();
         sys::close(other).value();
     }},
    {"nothing_to_wait_for",
     [] {
         fails(sys::poll(Entries{}, Deadline::after(10us)), Errno::timedout);
         fails(sys::poll(Entries{{99, true, false}}), Errno::badf);
         const auto [reading, writing] = sys::make_pipe().value();
         fails(sys::poll(Entries{{reading, false, false}}, Deadline::after(10us)), Errno::timedout);
         fails(sys::poll(Entries{{reading, true, false}, {-1, true, false}}), Errno::badf);
         sys::close(reading).value();
         sys::close(writing).value();
     }},
    {"files_are_always_ready",
     [] {
         make_file("f", "");
         const auto file = good(File::open("f", OpenFlags::read | OpenFlags::write));
         const auto found = sys::poll(Entries{{file.handle(), true, true}}).value();
         is_true(found[0].reading && found[0].writing, "both");
         sys::read_wait(file.handle()).value();
         sys::write_wait(file.handle()).value();
         sys::unlink("f").value();
     }},
    {"closing_one_ends_it",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id =
             sys::spawn([from = reading] {
                 const auto answer = sys::poll(Entries{{from, true, false}});
                 return !answer && (answer.error() == Errno::badf || answer.error() == Errno::canceled) ? 0 : 1;
             }).value();
         until_waiting(id, "poll(");
         sys::close(reading).value();
         same(sys::wait(id).value(), exited(0));
         sys::close(writing).value();
     }},
    {"a_hundred_pipes",
     [] {
         std::vector<sys::PollEntry> entries;
         std::vector<OwnedHandle> handles;
         Handle last = -1;
         for (int i = 0; i < 100; ++i) {
             const auto [reading, writing] = sys::make_pipe().value();
             handles.emplace_back(reading);
             handles.emplace_back(writing);
             entries.push_back({reading, true, false});
             last = writing;
         }
         const auto id = sys::spawn([&] { return static_cast<int>(sys::poll(entries).value().size()); }).value();
         until_waiting(id, "poll(");
         write_some(last, "x");
         same(sys::wait(id).value(), exited(1));
     }},
};

}  // namespace

std::span<const Test> poll_tests() { return tests; }

}  // namespace fibrix::usertests
