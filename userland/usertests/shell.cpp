// The shell and the programs, from inside.

#include "userland/usertests/groups.hpp"
#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {
namespace {

constexpr Test tests[]{
    {"pipelines_and_redirections",
     [] {
         same(script("echo one > f; echo two >> f; sort -r < f | tr a-z A-Z; rm f"), "TWO\nONE\n");
         same(script("{ echo out; echo err >&2; } 2>&1 | sort"), "err\nout\n");
         same(script("cat nothing 2> /dev/null || echo none"), "none\n");
     }},
    {"statuses",
     [] {
         same(script("false; echo $?; true; echo $?; sh -c 'exit 42'; echo $?"), "1\n0\n42\n");
         same(script("no_such_program 2> /dev/null; echo $?"), "127\n");
         same(run_program("sh", {"-c", "if"}).status, exited(2));
         same(script("sleep 1000 & kill $!; wait $!; echo $?"), "143\n");
     }},
    {"loops_and_conditions",
     [] {
         same(script("for i in 1 2 3; do if [ $i -ne 2 ]; then echo $i; fi; done"), "1\n3\n");
         same(script("i=0; while [ $i -lt 5 ]; do i=$((i + 1)); done; echo $i"), "5\n");
         same(script("case abc in a*) echo yes;; *) echo no;; esac"), "yes\n");
     }},
    {"subshells_keep_to_themselves",
     [] {
         same(script("x=1; (x=2; cd /; echo $x); echo $x"), "2\n1\n");
         same(script("echo $(echo a; echo b) | wc -w"), "2\n");
     }},
    {"here_documents", [] { same(script("cat << END\nline $((1 + 1))\nEND\n"), "line 2\n"); }},
    {"background_and_wait",
     [] {
         same(script("sleep 0.001 & sleep 0.002 & wait; echo done"), "done\n");
         same(script("(sleep 0.001; exit 5) & wait $!; echo $?"), "5\n");
     }},
    {"patterns", [] { same(script("touch a1 a2 b1; echo a* [b]1 c*; rm a1 a2 b1"), "a1 a2 b1 c*\n"); }},
    {"a_hundred_commands",
     [] { same(script("i=0; while [ $i -lt 100 ]; do true; i=$((i + 1)); done; seq 100 | tail -n 1"), "100\n"); }},
    {"files_are_moved_and_copied",
     [] {
         same(script("mkdir -p d/e; echo x > d/e/f; cp -r d g; mv g/e/f g/f; cat g/f; ls g; rm -r d g; ls"),
              "x\ne\nf\n");
     }},
    {"a_reader_that_leaves_ends_the_writer",
     [] {
         same(script("yes | head -n 1; echo $?"), "y\n0\n");
         same(script("seq 100000 | head -n 2 | tail -n 1"), "2\n");
     }},
    {"what_is_killed_says_so",
     [] {
         same(script("sleep 1000 & kill -KILL $!; wait $!; echo $?"), "122\n");
         same(script("sleep 1000 & kill -INT $!; wait $!; echo $?"), "130\n");
     }},
};

}  // namespace

std::span<const Test> shell_tests() { return tests; }

}  // namespace fibrix::usertests
