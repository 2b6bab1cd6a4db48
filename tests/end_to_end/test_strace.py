import re

from fibrix_case import FibrixCase


class Strace(FibrixCase):
    def test_a_program_from_its_first_request_on(self):
        done = self.run_fibrix("run", "strace", "hello")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^[Hh]ello")
        lines = done.stderr.splitlines()
        self.assertRegex(lines[0], r'^exec\(program="hello", arguments=\[\]')
        self.assertTrue(any(re.match(r'write\(handle=1, data="[Hh]ello.*\) = \d+$', line) for line in lines), lines)
        self.assertEqual(lines[-1], "+++ exited 0 +++")

    def test_tasks_are_told_apart_and_the_status_is_passed_on(self):
        done = self.run_fibrix("run", "strace", "waiter")
        self.assertRegex(done.stderr, r"(?m)^wait\(id=(\d+)\) = exited 42$")
        self.assertRegex(done.stderr, r"(?m)^\[\d+\] sleep\(duration=1ms\) = 0$")
        self.assertEqual(self.run_fibrix("run", "strace", "crash").returncode, 121)
        self.assertEqual(self.run_fibrix("run", "strace", "false").returncode, 1)

    def test_counts(self):
        done = self.run_fibrix("run", "strace", "-c", "cat", "/no/such", "/neither")
        self.assertRegex(done.stderr, r"(?m)^ +2 +2  open\w*$")
        self.assertNotIn("data=", done.stderr)

    def test_a_process_that_runs(self):
        done = self.run_script("sleep 0.2 &\nP=$!\nsleep 0.05\nstrace -o /tmp/log -p $P\nwait\ncat /tmp/log\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertNotIn("exec", done.stdout)

    def test_it_can_be_interrupted_and_the_process_goes_on(self):
        done = self.run_script("sh -c 'sleep 0.1; sleep 0.1; echo well' &\nP=$!\nstrace -o /tmp/log -p $P &\nsleep 0.05\n"
                               "kill -INT $!\nwait $P\necho $?\n")
        self.assertEqual((done.returncode, done.stdout), (0, "well\n0\n"))

    def test_bad_usage(self):
        for words, said in ((["strace"], "either a program or -p PID is needed"), (["strace", "-p", "99"], "99: .*[Nn]o such"),
                            (["strace", "-p", "x"], "'x' is no pid"), (["strace", "nothing_like_it"], "nothing_like_it: "),
                            (["strace", "-p", "1"], "1: ")):
            done = self.run_fibrix("run", *words)
            self.assertNotEqual(done.returncode, 0)
            self.assertRegex(done.stderr.splitlines()[0], f"^strace: {said}", words)
