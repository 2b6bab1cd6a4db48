// Pipes and socket pairs: order, ends, being full, being left.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

struct Ends {
    OwnedHandle reading, writing;
    Ends() {
        const auto [from, to] = sys::make_pipe().value();
        reading = OwnedHandle(from);
        writing = OwnedHandle(to);
    }
};
constexpr std::size_t capacity = 65536;

constexpr Test tests[]{
    {"what_is_written_is_read_in_order",
     [] {
         Ends ends;
         write_some(ends.writing.get(), "one ");
         write_some(ends.writing.get(), "two");
         same(read_some(ends.reading.get(), 5), "one t");
         same(read_some(ends.reading.get()), "wo");
     }},
    {"the_end_comes_when_the_last_writer_goes",
     [] {
         Ends ends;
         OwnedHandle other(sys::dup(ends.writing.get()).value());
         const auto id = child([] { sys::sleep(1h); }, {ends.writing.get()});
         ends.writing.close();
         fails(sys::read_wait(ends.reading.get(), Deadline::after(50us)), Errno::timedout);
         other.close();
         fails(sys::read_wait(ends.reading.get(), Deadline::after(50us)), Errno::timedout);
         end_of(id);
         same(read_some(ends.reading.get()), "");
         same(read_some(ends.reading.get()), "");
     }},
    {"a_reader_waits_for_bytes",
     [] {
         Ends ends;
         const auto id = sys::spawn([&] { return read_some(ends.reading.get()) == "late" ? 0 : 1; }).value();
         until_waiting(id, "read(");
         write_some(ends.writing.get(), "late");
         same(sys::wait(id).value(), exited(0));
     }},
    {"a_full_one_makes_writers_wait",
     [] {
         Ends ends;
         write_some(ends.writing.get(), std::string(capacity, 'x'));
         fails(sys::write(ends.writing.get(), bytes("y"), Deadline::after(50us)), Errno::timedout);
         fails(sys::write_wait(ends.writing.get(), Deadline::after(50us)), Errno::timedout);
         same(read_some(ends.reading.get(), capacity).size(), capacity);
         write_some(ends.writing.get(), "y");
         same(read_some(ends.reading.get()), "y");
     }},
    {"short_writes_are_not_torn",
     [] {
         Ends ends;
         write_some(ends.writing.get(), std::string(capacity - 10, '.'));
         fails(sys::write(ends.writing.get(), bytes(std::string(11, 'x')), Deadline::after(50us)), Errno::timedout);
         same(sys::write(ends.writing.get(), bytes(std::string(5000, 'x')), Deadline::after(50us)).value(),
              std::size_t{10});
     }},
    {"three_megabytes_from_process_to_process",
     [] {
         Ends ends;
         const auto id = child(
             [] {
                 std::string text(3 << 20, '\0');
                 for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i % 251);
                 write_some(first_given, text);
             },
             {ends.writing.get()});
         ends.writing.close();
         std::size_t total = 0;
         for (std::string piece; !(piece = read_some(ends.reading.get(), 70'000)).empty();) {
             for (std::size_t i = 0; i < piece.size(); ++i)
                 if (piece[i] != static_cast<char>((total + i) % 251)) fail("a wrong byte", Where::current());
             total += piece.size();
         }
         same(total, std::size_t{3 << 20});
         same(sys::wait(id).value(), exited(0));
     }},
    {"without_a_reader_comes_sigpipe",
     [] {
         Ends ends;
         ends.reading.close();
         const auto end = in_child(
             [] {
                 sys::sleep(100us);
                 sys::write(first_given, bytes("x"));
             },
             {ends.writing.get()});
         same(end, ended_by(Signal::pipe));
     }},
    {"who_ignores_sigpipe_gets_epipe",
     [] {
         Ends ends;
         sys::ignore_signal(Signal::pipe).value();
         ends.reading.close();
         fails(sys::write(ends.writing.get(), bytes("x")), Errno::pipe);
         fails(sys::write(ends.writing.get(), bytes("x"), Deadline(Time{})), Errno::pipe);
     }},
    {"a_waiting_writer_is_told_that_the_reader_is_gone",
     [] {
         sys::ignore_signal(Signal::pipe).value();
         Ends ends;
         write_some(ends.writing.get(), std::string(capacity, 'x'));
         std::string answer;
         const auto id = sys::spawn([&] { answer = shown(sys::write(ends.writing.get(), bytes("x"))); }).value();
         until_waiting(id, "write(");
         ends.reading.close();
         sys::wait(id).value();
         same(answer, "EPIPE");
     }},
    {"each_end_is_for_one_direction",
     [] {
         Ends ends;
         std::array<std::byte, 1> room{};
         fails(sys::read(ends.writing.get(), room), Errno::badf);
         fails(sys::write(ends.reading.get(), bytes("x")), Errno::badf);
     }},
    {"nothing_is_read_and_written_at_once",
     [] {
         Ends ends;
         same(sys::read(ends.reading.get(), std::span<std::byte>()).value(), std::size_t{0});
         same(sys::write(ends.writing.get(), bytes("")).value(), std::size_t{0});
         fails(sys::read_wait(ends.reading.get(), Deadline::after(10us)), Errno::timedout);
     }},
    {"nothing_is_written_at_once_to_a_full_one",
     [] {
         Ends ends;
         write_some(ends.writing.get(), std::string(capacity, 'x'));
         same(sys::write(ends.writing.get(), bytes(""), Deadline::after(10us)).value(), std::size_t{0});
     }},
    {"several_readers_share_what_comes",
     [] {
         Ends ends;
         std::size_t total = 0;
         Nursery nursery;
         for (int i = 0; i < 5; ++i)
             nursery
                 .spawn([&] {
                     for (std::string piece; !(piece = read_some(ends.reading.get(), 100)).empty();)
                         total += piece.size();
                 })
                 .value();
         for (int i = 0; i < 100; ++i) write_some(ends.writing.get(), std::string(77, 'x'));
         ends.writing.close();
         is_true(nursery.join().ok(), "all see the end");
         same(total, std::size_t{7700});
     }},
    {"a_killed_writer_is_an_end",
     [] {
         Ends ends;
         const auto id = child([] { sys::sleep(1h); }, {ends.writing.get()});
         ends.writing.close();
         sys::kill(id).value();
         same(read_some(ends.reading.get()), "");
         sys::wait(id).value();
     }},
    {"a_pair_goes_both_ways",
     [] {
         const auto [one, other] = sys::socket_pair().value();
         write_some(one, "there");
         write_some(other, "back");
         same(read_some(other), "there");
         same(read_some(one), "back");
         sys::close(other).value();
         same(read_some(one), "");
         sys::ignore_signal(Signal::pipe).value();
         fails(sys::write(one, bytes("x")), Errno::pipe);
         sys::close(one).value();
     }},
    {"a_chain_of_programs",
     [] {
         same(script("echo through | cat | cat | cat | cat | cat | cat | cat | cat | wc -c"), "8\n");
         same(script("yes | head -n 3"), "y\ny\ny\n");
     }},
};

}  // namespace

std::span<const Test> pipe_tests() { return tests; }

}  // namespace fibrix::usertests
