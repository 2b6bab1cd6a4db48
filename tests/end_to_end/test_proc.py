"""What looks at the system from inside: usertests, and the programs that read /proc."""

import json
import re
import unittest

from fibrix_case import FibrixCase, Terminal

USAGE = 2


class UserTests(FibrixCase):
    def assert_all_pass(self, *arguments):
        done = self.run_fibrix(*arguments)
        failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
        self.assertEqual((failed, done.returncode, done.stderr), ([], 0, ""), done.stdout[-200:])
        return done.stdout.splitlines()

    def test_all_pass(self):
        *lines, total = self.assert_all_pass("run", "usertests")
        self.assertGreater(len(lines), 200)
        self.assertTrue(all(line.startswith("ok ") for line in lines), lines)
        self.assertEqual(total, f"{len(lines)} passed, 0 failed")

    def test_all_pass_in_simulated_time_but_for_the_network(self):
        *lines, _ = self.assert_all_pass("run", "--world", "sim", "usertests")
        others = [line for line in lines if not line.startswith("ok ")]
        self.assertTrue(all(re.match(r"skipped sockets/\w+: there is no network$", line) for line in others), others)

    def test_all_pass_in_a_booted_system(self):
        done = self.run_script("usertests\n")
        self.assertRegex(done.stdout, r"\n\d+ passed, 0 failed\n$")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_twenty_times_in_a_row(self):
        *lines, total = self.assert_all_pass("run", "usertests", "--group", "kill", "--repeat", "20")
        self.assertEqual(total, f"{len(lines)} passed, 0 failed")
        self.assertEqual(len(lines), 20 * len(set(lines)))

    def test_some_are_chosen(self):
        listed = self.run_fibrix("run", "usertests", "--list", "--group", "pipes").stdout.splitlines()
        self.assertTrue(all(name.startswith("pipes/") for name in listed), listed)
        done = self.run_fibrix("run", "usertests", listed[0], listed[1].partition("/")[2])
        self.assertEqual(done.stdout, f"ok {listed[0]}\nok {listed[1]}\n2 passed, 0 failed\n")

    def test_what_is_not_there(self):
        for arguments, piece in ((["nonesuch"], "there is no test 'nonesuch'"),
                                 (["--group", "nonesuch"], "there is no test 'nonesuch'"),
                                 (["--repeat", "0"], "at least once")):
            self.assert_refused(self.run_fibrix("run", "usertests", *arguments), USAGE, piece)


class Processes(FibrixCase):
    def test_ps_says_what_proc_says(self):
        done = self.run_script("sleep 1000 &\nps --json\ncat /proc/tasks\n")
        text, _, table = done.stdout.partition("\n]\n")
        tasks = json.loads(text + "]")
        self.assertEqual([each["program"] for each in tasks], ["init", "sh", "sleep", "ps"])
        self.assertEqual(tasks[2]["waits_for"], "sleep(duration=1000s)")
        rows = [line.split("\t") for line in table.splitlines()]
        self.assertEqual([row[5] for row in rows[1:4]], ["init", "sh", "sleep"])
        self.assertEqual(rows[3][0], tasks[2]["tid"])

    def test_without_proc_it_says_so(self):
        done = self.run_script("umount /proc\nfor name in ps pstree top free uptime dmesg; do $name; echo $?; done\n")
        self.assertEqual(done.stdout, "1\n" * 6)
        lines = done.stderr.splitlines()
        self.assertEqual([line.partition(":")[0] for line in lines], ["ps", "pstree", "top", "free", "uptime", "dmesg"])
        self.assertTrue(all("/proc" in line and line.endswith("no such file, program or name") for line in lines), lines)

    def test_pstree(self):
        done = self.run_script("sleep 1000 &\nsh -c 'sleep 1000; true' &\nsleep 0.01\npstree -T\npstree 3\npstree 99\n")
        self.assertEqual(done.stdout.replace(".1", ""),
                         "1 init\n└─ 2 sh\n   ├─ 3 sleep\n   ├─ 4 sh\n   │  └─ 6 sleep\n   └─ 5 pstree\n3 sleep\n")
        self.assert_one_line(done.stderr, "pstree: 99: no such task or process")

    def test_pstree_shows_tasks(self):
        done = self.run_script("dining --philosophers 2 > /dev/null &\npstree | grep task\n")
        self.assertIn("{task}", done.stdout)

    def test_top_looks_again(self):
        done = self.run_script("yes > /dev/null &\ntop -b -n 2 -d 0.02\n")
        self.assertEqual(done.stdout.count("%CPU"), 2)
        second = done.stdout.split("%CPU")[2].splitlines()
        self.assertEqual(second[1].split()[1], "yes")
        self.assertGreater(float(second[1].split()[4]), 20)
        self.assertNotIn("\x1b", done.stdout)

    def test_top_once_where_nobody_sits(self):
        done = self.run_script("top\n")
        self.assertRegex(done.stdout, r"^top: up 0:00, 3 processes, 3 tasks: 1 requesting 2 waiting\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_top_at_a_terminal(self):
        terminal = Terminal("boot", "--rc", self.write("rc", ""))
        self.addCleanup(terminal.close)
        terminal.expect(r"fibrix:/\$ ")
        terminal.type("top -d 0.01\r")
        for _ in range(3):
            terminal.expect(r"\x1b\[H\x1b\[2Jtop: up ")
        terminal.type("q\r")
        terminal.expect(r"fibrix:/\$ ")
        terminal.type("top -d 0.01\r")
        terminal.expect(r"\x1b\[H\x1b\[2Jtop: up ")
        terminal.type("\x03")
        terminal.expect(r"fibrix:/\$ ")

    def test_options_that_make_no_sense(self):
        for words, piece in (("-n -1", "not negative"), ("-d 0", "at least"), ("-d x", "is not a number")):
            self.assert_refused(self.run_script(f"top {words}\n"), USAGE, "top: ", piece)

    def test_kill(self):
        done = self.run_script("sleep 1000 &\nenv kill -0 $! && echo there\nenv kill -INT $!\nwait $!; echo $?\n"
                               "sleep 1000 &\nenv kill -s 9 $!\nwait $!; echo $?\n"
                               "sleep 1000 &\nenv kill $!\nwait $!; echo $?\nenv kill -l\n")
        self.assertEqual(done.stdout.splitlines()[:6], ["there", "130", "122", "143", " 1 HUP", " 2 INT"])
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_kill_refuses(self):
        for words, code, piece in (("", USAGE, "whom?"), ("-FOO 2", USAGE, "'FOO' is not a signal"),
                                   ("x", USAGE, "'x' is not the id"), ("99", 1, "99: no such task or process")):
            self.assert_refused(self.run_script(f"env kill {words}\n"), code, "kill: ", piece)


class TheSystem(FibrixCase):
    def test_free(self):
        done = self.run_script("free; free -h\n")
        self.assertRegex(done.stdout, r"total kB +used +free\nFiles +1048576 +4 +\d+\nProcesses +\d+ +\n"
                                      r"3 tasks on 3 stacks\n")
        self.assertRegex(done.stdout, r"Files +1\.0G +4\.\dK +1\.0G\n")

    def test_uptime(self):
        done = self.run_script("sleep 183\nuptime\nsleep 26h\nuptime\n", "--world", "sim")
        self.assertRegex(done.stdout, r"^up 3:03, 3 tasks, \d+ ready, \d+ dispatches\nup 1 day, 2:03:03, ")

    def test_dmesg(self):
        done = self.run_script("dmesg\nno_such_program\ncrash\ndmesg -l error\ndmesg --raw -l error\n",
                               "--log-level", "off")
        lines = done.stdout.splitlines()
        self.assertRegex(lines[0], r"^\[ +\d+\.\d{6}\] kernel: Fibrix [\d.]+ boots on the World 'host'")
        self.assertRegex(lines[-2], r"^\[ +\d+\.\d{6}\] task \d[\d.]* \(crash\): ended by an exception")
        self.assertRegex(lines[-1], r"^\d+\.\d{6}\terror\t\d[\d.]*\tcrash\tended by an exception")
        self.assert_refused(self.run_script("dmesg -l loud\n"), USAGE, "'loud' is none of")

    def test_df_in_sizes_for_people(self):
        self.assertRegex(self.run_script("df -h\n").stdout, r"\nramfs +ramfs +1\.0G +4\.\dK +1\.0G +1% /\n")


class Manual(FibrixCase):
    def man(self, words):
        done = self.run_script(f"man {words}\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_a_program_a_request_and_a_builtin(self):
        text = self.man("kill")
        self.assertEqual([line for line in text.splitlines() if line.startswith("kill(")],
                         ["kill(1), a program", "kill(2), a request", "kill(3), a builtin of the shell"])
        self.assertIn("Usage: kill [OPTIONS]", text)
        self.assertIn("kill(id: TaskId, signal: Signal) -> none", re.sub(r"\s+", " ", text))
        self.assertIn("       ESRCH         no such task or process\n", text)
        self.assertIn("%JOB", text)

    def test_a_section(self):
        self.assertTrue(self.man("2 read").startswith("read(2), a request\n"))
        self.assertTrue(self.man("3 read").startswith("read(3), a builtin"))

    def test_every_program_and_request_has_a_page(self):
        programs = [each["name"] for each in json.loads(self.run_fibrix("programs", "--json").stdout)]
        requests = [each["name"] for each in json.loads(self.run_fibrix("syscalls", "--json").stdout)]
        text = self.man("1 ls > /dev/null; " + "; ".join([f"man 1 '{name}'" for name in programs] +
                                                         [f"man 2 {name}" for name in requests]))
        for name in programs:
            self.assertIn(f"{name}(1), a program\n", text)
            self.assertIn(f"Usage: {name}", text)
        for name in requests:
            self.assertIn(f"{name}(2), a request\n", text)

    def test_a_word(self):
        lines = self.man("-k DIRECTORY").splitlines()
        names = {line.split()[0] for line in lines}
        self.assertLessEqual({"mkdir", "pwd", "rmdir", "cd"}, names)
        self.assertTrue(all("directory" in line.lower() for line in lines), lines)

    def test_what_is_not_there(self):
        for words, code, piece in (("nonesuch", 1, "there is no page 'nonesuch' (try: man -k nonesuch)"),
                                   ("-k nonesuch", 1, "nothing is said of 'nonesuch'"), ("", USAGE, "which page?"),
                                   ("4 ls", 1, "there is no page")):
            self.assert_refused(self.run_script(f"man {words}\n"), code, "man: ", piece)


class OldForms(FibrixCase):
    def says(self, script, output):
        done = self.run_script(script)
        self.assertEqual((done.stdout, done.stderr), (output, ""))

    def test_counts_without_an_n(self):
        self.says("seq 9 | head -2; seq 9 | tail -2; seq 9 > f; head -1 f; tail -1 f\n", "1\n2\n8\n9\n1\n9\n")

    def test_the_test_that_is_no_builtin(self):
        self.says("env test 1 -lt 2; echo $?; env [ a = b ]; echo $?; env test -d /tmp; echo $?; env test; echo $?\n"
                  "env test --list; echo $?; echo x | env [ ! -t 0 ]; echo $?\n", "0\n1\n0\n1\n0\n0\n")
        for words, name, piece in (("[ a", "[", "a ']' is missing"), ("test 1 -eq x", "test", "'x' is not a number")):
            self.assert_refused(self.run_script(f"env {words}\n"), USAGE, name + ": ", piece)

    def test_columns_are_as_wide_as_their_names(self):
        terminal = Terminal("boot", "--rc", self.write("rc", ""))
        self.addCleanup(terminal.close)
        terminal.expect(r"fibrix:/\$ ")
        terminal.type("mkdir d; cd d; touch " + " ".join(f"f{i:02}" for i in range(20)) + " äöü; touch " + "x" * 30 + "\r")
        terminal.expect(r"fibrix:/d\$ ")
        terminal.type("ls\r")
        lines = terminal.expect(r"ls\r\n((?:.*\r\n)+?)\S*fibrix:/d\$ ")[1].splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertEqual(lines[0].split()[:3], ["f00", "f02", "f04"])
        self.assertRegex(lines[0], r"^f00  f02  f04 ")
        terminal.type("ls /proc/none /dev\r")
        terminal.expect(r"full  null  random  stderr  stdin  stdout  tty  zero\r\n")


if __name__ == "__main__":
    unittest.main()
