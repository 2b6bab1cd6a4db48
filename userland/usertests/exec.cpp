// Exec, arguments and the environment.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

// What a child says that runs `body` with a pipe as its standard output.
template <class F>
Ending output_of(F body) {
    const auto [reading, writing] = sys::make_pipe().value();
    const auto id = child(
        [body] {
            sys::dup2(first_given, sys::standard_output).value();
            sys::close(first_given).value();
            return body();
        },
        {writing});
    sys::close(writing).value();
    auto text = read_to_end(reading);
    return {sys::wait(id).value(), std::move(text)};
}

constexpr Test tests[]{
    {"a_program_takes_the_place_of_another",
     [] {
         const auto done = output_of([] {
             sys::exec("echo", Words{"taken", "over"}).value();
             return 1;
         });
         same(done.status, exited(0));
         same(done.output, "taken over\n");
     }},
    {"it_keeps_id_directory_and_handles",
     [] {
         sys::mkdir("here").value();
         const auto done = output_of([] {
             sys::chdir("here").value();
             sys::exec("sh", Words{"-c", "echo $$; pwd; ls -l /proc/self/fd | wc -l"}).value();
             return 1;
         });
         is_true(done.output.find("/here\n") != std::string::npos, "the directory stays");
         sys::rmdir("here").value();
     }},
    {"it_unwinds_the_old_stack_and_ends_the_other_tasks",
     [] {
         const auto done = output_of([] {
             sys::spawn([] {
                 const AtEnd unwound([] { sys::write(1, bytes("other "), Deadline::after(0s)); });
                 sys::sleep(1h);
             }).value();
             sys::sleep(1ms);
             const AtEnd unwound([] { sys::write(1, bytes("first "), Deadline::after(0s)); });
             sys::exec("echo", Words{"new"}).value();
             return 1;
         });
         same(done.status, exited(0));
         is_true(done.output.find("first ") != std::string::npos, "the first task was unwound: " + done.output);
         is_true(done.output.find("other ") != std::string::npos, "the other one, too: " + done.output);
         is_true(done.output.find("first ") < done.output.find("new\n"), "then comes the new one: " + done.output);
     }},
    {"one_that_fails_leaves_everything",
     [] {
         fails(sys::exec("no_such_program"), Errno::noent);
         fails(sys::exec(""), Errno::noent);
         fails(sys::exec("./nothing.so"), Errno::noent);
         same(in_child([] { return sys::exec("no_such_program").error() == Errno::noent ? 9 : 1; }), exited(9));
     }},
    {"only_the_first_task_may",
     [] {
         const auto id = sys::spawn([] { return sys::exec("true").error() == Errno::inval ? 0 : 1; }).value();
         same(sys::wait(id).value(), exited(0));
     }},
    {"programs_that_are_not_there",
     [] {
         fails(sys::start("no_such_program"), Errno::noent);
         fails(sys::start(""), Errno::noent);
         fails(sys::start("echo", {}, false, {77}), Errno::badf);
         const Handle nursery = sys::nursery_open().value();
         fails(sys::start("echo", {}, false, {nursery}), Errno::inval);
         sys::close(nursery).value();
     }},
    {"arguments_are_passed_as_they_are",
     [] {
         same(run_program("echo", {"a b", "", "-x", "äöü", "*"}).output, "a b  -x äöü *\n");
         std::vector<std::string> many(1000, "word");
         same(run_program("echo", many).output.size(), many.size() * 5);
         same(run_program("echo", {std::string(100'000, 'x')}).output.size(), std::size_t{100'001});
     }},
    {"statuses_of_programs",
     [] {
         same(run_program("true", {}).status, exited(0));
         same(run_program("false", {}).status, exited(1));
         same(run_program("seq", {"--no-such-option"}).status, exited(2));
         same(run_program("sh", {"-c", "exit 17"}).status, exited(17));
     }},
    {"the_environment_is_inherited_and_ones_own",
     [] {
         sys::set_variable("USERTESTS", "one").value();
         same(run_program("printenv", {"USERTESTS"}).output, "one\n");
         same(in_child([] {
                  sys::set_variable("USERTESTS", "two").value();
                  sys::unset_variable("HOME");
                  return sys::get_variable("USERTESTS").value() == "two" ? 0 : 1;
              }),
              exited(0));
         same(sys::get_variable("USERTESTS").value(), "one");
     }},
    {"one_environment_for_one_start",
     [] {
         const auto [reading, writing] = sys::make_pipe().value();
         const auto id = sys::start("env", {}, false, {-1, writing}, {"ONLY=this", "AND=that"}).value();
         sys::close(writing).value();
         same(read_to_end(reading), "ONLY=this\nAND=that\n");
         same(sys::wait(id).value(), exited(0));
     }},
    {"names_of_variables",
     [] {
         fails(sys::set_variable("", "x"), Errno::inval);
         fails(sys::set_variable("A=B", "x"), Errno::inval);
         fails(sys::get_variable("not_there"), Errno::noent);
         sys::unset_variable("not_there");
         sys::set_variable("EMPTY", "").value();
         same(sys::get_variable("EMPTY").value(), "");
         sys::set_variable("EMPTY", "a=b=c").value();
         same(sys::get_variable("EMPTY").value(), "a=b=c");
         fails(sys::get_variable("EMPT"), Errno::noent);
         sys::unset_variable("EMPTY");
         fails(sys::get_variable("EMPTY"), Errno::noent);
     }},
};

}  // namespace

std::span<const Test> exec_tests() { return tests; }

}  // namespace fibrix::usertests
