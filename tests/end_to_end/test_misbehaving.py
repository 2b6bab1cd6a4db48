"""Programs that misbehave: each ends alone, in one line that names task and program, and harms nobody else."""

import unittest

from fibrix_case import FAULTS_ARE_REPORTED, SANITIZED, FibrixCase

WATCHDOG = ("--watchdog", "kill", "--watchdog-patience", "0.1")
CRASH = ("crash", 121, "ended by an exception: this program always crashes")
FAULTS = (("overflow", 123, "stack overflow: the process is abandoned"),
          ("segfault", 123, "memory fault: the process is abandoned"))


WORLDS = ("host", "sim")


class Misbehaving(FibrixCase):
    def ends_alone(self, program, code, piece, *options):
        done = self.run_fibrix("run", *options, program)
        self.assertEqual(done.stdout, "")
        self.assert_refused(done, code, f"task 1 ({program})", piece)

    # The answer of the server stands before and after the misfortune, which the shell has survived too.
    def harms_nobody(self, program, code, piece, *options):
        port = self.free_port()
        done = self.run_script(f"echo_server --port {port} &\n"
                               f"echo_client --port {port} before\n"
                               f"{program}\n"
                               "echo $?\n"
                               f"{program} &\n"
                               f"echo_client --port {port} meanwhile\n"
                               "wait $!; echo $?\n"
                               f"echo_client --port {port} after\n", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines()[1:],
                         ["before", str(code), "meanwhile", str(code), "after"], done.stderr)
        lines = done.stderr.splitlines()
        self.assertEqual(len([line for line in lines if piece in line]), 2, done.stderr)
        for line in lines:
            self.assertRegex(line, rf"task [0-9.]+ \({program}\)")

    def free_port(self):
        import socket
        with socket.create_server(("127.0.0.1", 0)) as probe:
            return probe.getsockname()[1]

    def test_an_exception(self):
        self.ends_alone(*CRASH)
        self.harms_nobody(*CRASH)

    @unittest.skipIf(SANITIZED, FAULTS_ARE_REPORTED)
    def test_faults(self):
        for fault in FAULTS:
            with self.subTest(fault[0]):
                self.ends_alone(*fault)
                self.ends_alone(*fault, "--world", "sim")
                self.harms_nobody(*fault)

    def test_a_deadlock_is_told_and_unwound(self):
        for world in WORLDS:
            with self.subTest(world):
                done = self.run_fibrix("run", "--world", world, "deadlock")
                self.assertEqual((done.returncode, done.stdout), (120, ""))
                cycle, verdict, *waiters = done.stderr.splitlines()
                self.assertIn("deadlock: task 2 (deadlock) waits for task 1 (deadlock): mutex_lock(", cycle)
                self.assertEqual(verdict, "fibrix: deadlock: nothing can ever run again")
                self.assertEqual(len(waiters), 2)

    @unittest.skipIf(SANITIZED, "a hog's stack cannot be left under a sanitizer")
    def test_a_hog_is_killed_by_the_watchdog(self):
        done = self.run_fibrix("run", *WATCHDOG, "hog")
        self.assertEqual(done.returncode, 123)
        self.assert_named(done.stderr, "hog", "has held the CPU for 100 ms without a request; it is killed")
        done = self.run_fibrix("run", *WATCHDOG, "--world", "sim", "hog")
        self.assertEqual(done.returncode, 123, done.stderr)
        self.harms_nobody("hog", 123, "killed by the watchdog: the process is abandoned", *WATCHDOG)

    def assert_named(self, errors, program, piece):
        self.assertIn(piece, errors)
        for line in errors.splitlines():
            self.assertIn(f"task 1 ({program})", line)

    @unittest.skipIf(SANITIZED, FAULTS_ARE_REPORTED)
    def test_many_misfortunes_in_a_row(self):
        done = self.run_script("overflow; segfault; crash\n" * 50 + "hello\n")
        self.assertEqual(done.returncode, 0)
        self.assertIn("hello from task", done.stdout)
        self.assertEqual(done.stderr.count("\n"), 150)

    def test_a_victim_is_unwound(self):
        done = self.run_fibrix("run", "killer")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("its destructors have run", done.stdout)

    def test_a_killed_program(self):
        done = self.run_script("sleeper 1000 &\nkill $!\nwait $!\necho $?\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "122\n", ""))
