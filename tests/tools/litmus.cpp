// Litmus programs: what is read, what is refused and with which words, and what a run does, on the plain kernel.

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "tests/kernel/fixture.hpp"
#include "tools/litmus/machine.hpp"
#include "tools/litmus/mistake.hpp"
#include "tools/litmus/parser.hpp"

namespace fibrix::testing {
namespace {

/// Counts the requests that the tasks of a program make.
class RequestCount final : public Observer {
public:
    void taken(const Task&, const Syscall& syscall, const Trap&) override {
        if (syscall.family == "cell" || syscall.family == "sync") ++count;
    }
    int count = 0;
};

struct Ran {
    std::vector<std::string> wrong;  // what tasks have thrown, then what the check says
    std::vector<std::int64_t> values;
    int requests = 0;
};

// Twice, so that what is left of the first run would be seen.
Ran run(std::string_view text, std::string_view policy = "batching") {
    litmus::Machine machine(litmus::parse(text, "test"));
    Ran ran;
    for (int round = 0; round < 2; ++round) {
        ran = {};
        TestSystem system(policy);
        RequestCount seen;
        system.kernel.make_every_request_visible();
        system.kernel.attach(seen);
        machine.begin();
        system.run([&] {
            Nursery nursery;
            for (std::size_t task = 0; task < machine.program().tasks.size(); ++task)
                nursery
                    .spawn([&, task] {
                        try {
                            machine.run(task);
                        } catch (const litmus::WentWrong& wrong) {
                            ran.wrong.emplace_back(wrong.what());
                        }
                    })
                    .value();
            nursery.join();
        });
        system.kernel.detach(seen);
        ran.requests = seen.count;
        if (const auto what = machine.check(); !what.empty()) ran.wrong.push_back(what);
        for (std::size_t i = 0; i < machine.program().variables.size(); ++i) ran.values.push_back(machine.value(i));
    }
    return ran;
}

// The value of an expression in a task, with i = 7.
std::int64_t value_of(const std::string& expression) {
    const auto ran = run("var result\ntasks i = 7..7\nstore result " + expression + "\nend\n");
    BOOST_TEST(ran.wrong.empty());
    return ran.values.at(0);
}

std::string mistake_in(std::string_view text) {
    try {
        litmus::parse(text, "test");
    } catch (const litmus::Mistake& mistake) {
        return fmt::format("{}: {}", mistake.line, mistake.what());
    }
    return "none";
}

std::string in_task(const std::string& line) {
    return mistake_in("var x\nmutex m\ncondvar c\nchannel ch 1\narray a 3\ntask t\n" + line + "\nend\n");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(litmus)

BOOST_AUTO_TEST_CASE(expressions_are_those_of_c) {
    BOOST_TEST(value_of("1 + 2 * 3 - 4 / 2 % 2") == 7);
    BOOST_TEST(value_of("(1 + 2) * -3") == -9);
    BOOST_TEST(value_of("-7 / 2 * 10 + -7 % 2") == -31);
    BOOST_TEST(value_of("10 - 3 - 2") == 5);
    BOOST_TEST(value_of("1 < 2 == 2 >= 2") == 1);
    BOOST_TEST(value_of("!0 + !5 + !!5") == 2);
    BOOST_TEST(value_of("1 || 0 && 0") == 1);
    BOOST_TEST(value_of("i != 7 && 1 / 0") == 0);
    BOOST_TEST(value_of("i == 7 || 1 / 0") == 1);
    BOOST_TEST(value_of("2 && 3") == 1);
    BOOST_TEST(value_of("(0 || 4) + (0 || 0)") == 1);
    BOOST_TEST(value_of("9223372036854775807 + i") == std::numeric_limits<std::int64_t>::min() + 6);
    BOOST_TEST(value_of("(-9223372036854775807 - 1) / -1") == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(value_of("(-9223372036854775807 - 1) % -1") == 0);
    BOOST_TEST(value_of("nothing") == 0);
}

BOOST_AUTO_TEST_CASE(memory_statements_do_what_they_say) {
    const auto ran = run(R"(
name memory   # a comment
var x = 5 y = -2
array a 3 = 4
tasks i = 1..1
    load r x
    store a[i] r + 1           # 6
    add old y 3                # y = 1, old = -2
    cas yes x 5 6
    cas no x 5 -1
    exchange was a[i + 1] 9    # was 4
    store a[0] old * 1000 + yes * 100 + no * 10 + was
    add _ x -1
end
final assert x == 5 && y == 1 && a[1] == 6 && a[2] == 9
final assert a[0] == -1896
)");
    BOOST_TEST(ran.wrong.empty());
    BOOST_TEST(ran.requests == 8);
}

BOOST_AUTO_TEST_CASE(a_minus_can_begin_the_second_value) {
    const auto ran = run("var x = 4\ntask t\ncas r x 5 - 1 -3\nend\nfinal assert x == -3\n");
    BOOST_TEST(ran.wrong.empty());
}

BOOST_AUTO_TEST_CASE(control_costs_no_request) {
    const auto ran = run(R"(
var sum
task t
    let i 0
    while 1
        let i i + 1
        if i % 2 == 0
            let even even + i
        else
            if i > 8
                break
            end
            let odd odd + i
        end
    end
    store sum even * 100 + odd
    assert even == 20
end
final assert sum == 2016
)");
    BOOST_TEST(ran.wrong.empty());
    BOOST_TEST(ran.requests == 1);
}

BOOST_AUTO_TEST_CASE(tasks_agree_by_locks_conditions_and_channels) {
    for (const auto* policy : {"batching", "rr"}) {
        const auto ran = run(R"(
mutex m
condvar c
channel there 0
channel back 2
var turn sum
tasks i = 1..2
    lock m
    load t turn
    while t != i
        wait c m
        load t turn
    end
    store turn 3 - i
    broadcast c
    unlock m
    send back i * 10
end
task opener
    recv first there
    lock m
    store turn first
    signal c
    signal c
    unlock m
    recv one back
    recv two back
    store sum one + two
end
task starter
    send there 2
    trylock got m
    if got
        trylock again m
        assert !again
        unlock m
    end
end
final assert sum == 30
)",
                             policy);
        BOOST_TEST(ran.wrong.empty(), policy << ": " << (ran.wrong.empty() ? "" : ran.wrong[0]));
    }
}

BOOST_AUTO_TEST_CASE(what_goes_wrong_says_where) {
    const auto first = [](std::string_view text) {
        const auto ran = run(text);
        return ran.wrong.empty() ? "nothing" : ran.wrong[0];
    };
    BOOST_TEST(first("task t\nassert 1 == 2   # no\nend") == "line 2: assert 1 == 2");
    BOOST_TEST(first("var x\ntask t\nend\n\nfinal assert x  # no") == "line 5: final assert x");
    BOOST_TEST(first("task t\nlet r 1 / nothing\nend") == "line 2: division by zero");
    BOOST_TEST(first("array a 2\ntask t\nload r a[2]\nend") == "line 3: [2] is outside of an array of 2");
    BOOST_TEST(first("array a 2\ntask t\nend\nfinal assert a[-1]") ==
               "line 4: final assert a[-1]: [-1] is outside of an array of 2");
    BOOST_TEST(first("mutex m\ntask t\nunlock m\nend") == "line 3: unlocks a mutex that it does not have");
    BOOST_TEST(first("mutex m\ntask t\nlock m\nlock m\nend") == "line 4: locks a mutex that it has already");
    BOOST_TEST(first("mutex m\ncondvar c\ntask t\nwait c m\nend") ==
               "line 4: waits with a mutex that it does not have");
    BOOST_TEST(first("task t\nwhile 1\nend\nend") == "line 2: a loop that makes no request does not end");
}

BOOST_AUTO_TEST_CASE(a_program_has_a_name_and_tasks_have_names) {
    const auto program = fibrix::litmus::parse("name two words + 1\ntasks i = -1..0\nend\ntask last\nend", "file");
    BOOST_TEST(program.name == "two words + 1");
    BOOST_TEST(program.tasks.size() == 3u);
    BOOST_TEST(program.tasks[0].name == "i=-1");
    BOOST_TEST(program.tasks[2].name == "last");
    BOOST_TEST(fibrix::litmus::parse("task t\nend", "file").name == "file");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_with_their_line) {
    BOOST_TEST(mistake_in("") == "1: there is no task");
    BOOST_TEST(mistake_in("var x\nvar x\n") == "2: 'x' is declared already");
    BOOST_TEST(mistake_in("task t\n\n") == "1: the 'task' of this line has no end");
    BOOST_TEST(mistake_in("task t\nif 1\nend\n") == "1: the 'task' of this line has no end");
    BOOST_TEST(mistake_in("task t\ntask u\n") == "2: 'task' in a task: an end is missing before");
    BOOST_TEST(mistake_in("load r x") == "1: 'load' outside of a task: there are name, var, array, mutex, condvar, "
                                         "channel, tasks, task, final");
    BOOST_TEST(mistake_in("tasks i = 3..1") == "1: 3..1 is no task at all");
    BOOST_TEST(mistake_in("tasks i = 1..1000") == "1: too many tasks: 64 at most");
    BOOST_TEST(mistake_in("array a 0") == "1: 0 is not a number from 1 to 4096");
    BOOST_TEST(mistake_in("array a n") == "1: 'n' is not known before the run: a number is");
    BOOST_TEST(mistake_in("channel ch") == "1: the channel's capacity (0: a rendezvous) is missing");
    BOOST_TEST(mistake_in("final x") == "1: after 'final' comes 'assert'");
    BOOST_TEST(mistake_in("final assert x") == "1: there is no variable 'x'");
    BOOST_TEST(mistake_in("name") == "1: the name is missing");
    BOOST_TEST(mistake_in("var x = 99999999999999999999") == "1: '99999999999999999999' is not a number of 64 bits");
    BOOST_TEST(mistake_in("var x ; y") == "1: ';' means nothing here");
    BOOST_TEST(mistake_in("var x = 1 / 0") == "1: division by zero");
    BOOST_TEST(in_task("store x x") == "7: 'x' is a variable: load it into a local to use its value");
    BOOST_TEST(in_task("load r m") == "7: 'm' is not a variable that was declared");
    BOOST_TEST(in_task("load r a") == "7: '[' is missing");
    BOOST_TEST(in_task("load r x 1") == "7: '1' is too much: one statement a line");
    BOOST_TEST(in_task("load x") == "7: 'x' is a variable: load it into a local to use its value");
    BOOST_TEST(in_task("store x") == "7: a value is missing");
    BOOST_TEST(in_task("store x (1") == "7: ')' is missing");
    BOOST_TEST(in_task("store x 1 +") == "7: a value is missing");
    BOOST_TEST(in_task("store x _") == "7: '_' has no value");
    BOOST_TEST(in_task("break") == "7: there is no while for this break");
    BOOST_TEST(in_task("else") == "7: there is no if for this else");
    BOOST_TEST(in_task("wait m c") == "7: 'm' is not a condition variable that was declared");
    BOOST_TEST(in_task("frob") == "7: 'frob' is no statement; there are load, store, add, cas, exchange, lock, unlock, "
                                  "trylock, wait, signal, broadcast, send, recv, let, if, while, break, assert");
    BOOST_TEST(in_task("let r " + std::string(300, '(') + "1") == "7: an expression that is nested too deeply");
    BOOST_TEST(in_task("let r " + std::string(300, '-') + "1") == "7: an expression that is nested too deeply");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_told) {
    std::string why;
    BOOST_TEST(!fibrix::litmus::read_file("/no/such/file.lit", why));
    BOOST_TEST(why == "cannot read '/no/such/file.lit': No such file or directory");
    BOOST_TEST(!fibrix::litmus::read_file("/", why));
    BOOST_TEST(why == "cannot read '/': Is a directory");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
