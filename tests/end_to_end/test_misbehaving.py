"""Programs that misbehave: each ends alone, in one line that names task and program, and harms nobody else."""

import signal
import subprocess
import unittest

from fibrix_case import THREAD_SANITIZED, FAULTS_ARE_REPORTED, FIBRIX, PATIENCE, SANITIZED, FibrixCase, cpu_ticks, poll_until

WATCHDOG = ("--watchdog", "kill", "--watchdog-patience", "0.1")
CRASH = ("crash", 121, "ended by an exception: this program always crashes")
FAULTS = (("overflow", 123, "stack overflow: the process is abandoned"),
          ("segfault", 123, "memory fault: the process is abandoned"),
          ("misbehave divide", 123, "arithmetic fault: the process is abandoned"),
          ("misbehave illegal", 123, "illegal instruction: the process is abandoned"),
          ("misbehave call", 123, "memory fault: the process is abandoned"),
          ("misbehave memset", 123, "memory fault: the process is abandoned"))
ENDS_OF_ALL = (("abort", "abort was called"), ("exit", "exit was called, which is not sys::exit"),
               ("quick-exit", "exit was called, which is not sys::exit"))


WORLDS = ("host", "sim")


class Misbehaving(FibrixCase):
    def ends_alone(self, command, code, piece, *options):
        done = self.run_fibrix("run", *options, *command.split())
        self.assertEqual(done.stdout, "")
        self.assert_refused(done, code, f"task 1 ({command.split()[0]})", piece)

    # The answer of the server stands before and after the misfortune, which the shell has survived too.
    def harms_nobody(self, command, code, piece, *options):
        port = self.free_port()
        done = self.run_script(f"echo_server --port {port} &\n"
                               f"echo_client --port {port} before\n"
                               f"{command}\n"
                               "echo $?\n"
                               f"{command} &\n"
                               f"echo_client --port {port} meanwhile\n"
                               "wait $!; echo $?\n"
                               f"echo_client --port {port} after\n", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines()[1:],
                         ["before", str(code), "meanwhile", str(code), "after"], done.stderr)
        lines = done.stderr.splitlines()
        self.assertEqual(len([line for line in lines if piece in line]), 2, done.stderr)
        for line in lines:
            self.assertRegex(line, rf"task [0-9.]+ \({command.split()[0]}\)")

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

    @unittest.skipIf(SANITIZED, FAULTS_ARE_REPORTED)
    def test_what_ends_the_system_says_who_did_it(self):
        for way, piece in ENDS_OF_ALL:
            with self.subTest(way):
                done = self.run_fibrix("run", "misbehave", way)
                self.assertEqual(done.stdout, "")
                self.assert_refused(done, 126, "fibrix: panic: ", piece, "in task 1 (misbehave)")

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

    @unittest.skipIf(SANITIZED, "a hog's stack cannot be left under a sanitizer")
    def test_an_interrupt_ends_a_hog_and_then_the_system_in_order(self):
        for watchdog, stop in (("warn", signal.SIGTERM), ("kill", signal.SIGINT), ("off", signal.SIGHUP)):
            with self.subTest(watchdog):
                process = subprocess.Popen([FIBRIX, "run", "--watchdog", watchdog, "--watchdog-patience", "100", "hog"],
                                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                           preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
                self.addCleanup(self.make_sure_it_ended, process)
                poll_until(lambda: cpu_ticks(process.pid) > 3, "it computes")
                process.send_signal(stop)
                _, errors = process.communicate(timeout=PATIENCE)
                self.assertEqual(process.returncode, 124)
                self.assertIn("ms without a request; it is killed", errors.decode())

    @unittest.skipIf(SANITIZED, "a hog's stack cannot be left under a sanitizer")
    def test_late_the_watchdog_kills_after_ten_warnings(self):
        done = self.run_script("hog; echo $?\n", "--watchdog", "late", "--watchdog-patience", "0.1")
        self.assertEqual((done.returncode, done.stdout), (0, "123\n"))
        self.assertIn("for 100 ms without a request; it is killed after 1000 ms", done.stderr)
        self.assertIn("for 1000 ms without a request; it is killed\n", done.stderr)

    @unittest.skipIf(THREAD_SANITIZED, "the thread sanitizer keeps signals back until a call into a library, and a hog makes none")
    def test_a_warning_says_what_to_do(self):
        process = subprocess.Popen([FIBRIX, "run", "--watchdog-patience", "0.1", "hog"], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.make_sure_it_ended, process)
        self.assertRegex(process.stderr.readline(),
                         r"^\[ +\d+\.\d{6}\] host task 1 \(hog\): watchdog: has held the CPU for 100 ms without a "
                         r"request; nothing else can run \(Ctrl-C ends it; so would --watchdog kill\)\n$")

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
        done = self.run_script("sleeper 1000 &\nkill -KILL $!\nwait $!\necho $?\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "122\n", ""))
