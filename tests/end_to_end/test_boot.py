"""Booting: with a script, with an rc file, with a person at a terminal; and how it ends."""

import unittest
import json
import os
import select
import signal
import socket
import subprocess
import time

from fibrix_case import THREAD_SANITIZED, FIBRIX, PATIENCE, FibrixCase, Terminal, cpu_ticks, poll_until

PROMPT = r"fibrix:/\$ "


class Scripts(FibrixCase):
    def says(self, script, output, code=0):
        done = self.run_script(script)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (code, output, ""))

    def test_only_what_the_script_prints_is_on_standard_output(self):
        self.says("hello\n", "hello from task 3 of process 3\n")
        self.says("", "")

    def test_the_options_of_boot_need_no_word(self):
        done = self.run_fibrix("--policy", "rr", "--script", self.write("script", "hello\n"))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "hello from task 3 of process 3\n", ""))

    def test_each_line_of_the_log_has_its_own_time(self):
        done = self.run_fibrix("run", "--log-level", "trace", "hello")
        times = [float(line[1:13]) for line in done.stderr.splitlines()]
        self.assertEqual(times, sorted(times))
        self.assertGreater(len(set(times)), len(times) / 2)

    def test_words(self):
        self.says("echo a 'b  c' \"d  e\" f\\ g'h'\"i\"  j # no\n", "a b  c d  e f ghi j\n")
        self.says("echo '' \"\" x\n", "  x\n")
        self.says("echo 'it''s $?' \"\\\"$?\\\"\" a#b\n", "its $? \"0\" a#b\n")
        self.says("# nothing\n\n   \necho äöü €\n", "äöü €\n")
        self.says("echo last line has no end", "last line has no end\n")

    def test_statuses(self):
        self.says("true; echo $?; false; echo $?\n", "0\n1\n")
        self.says("true && echo yes || echo no; false && echo yes || echo no\n", "yes\nno\n")
        self.says("false || false || echo third\n", "third\n")
        self.says("sleeper 0 && false\n", "slept 0.000 s\n", 1)
        self.says("exit 7\necho not reached\n", "", 7)
        self.says("false\nexit\n", "", 1)
        self.says("exit 0; echo not reached\n", "")

    def test_jobs(self):
        done = self.run_script("sleeper 1000 &\nsleeper 0.01 &\nwait $!; echo $?\njobs\nkill $!\n")
        self.assertRegex(done.stdout, r"slept \d\.\d{3} s\n0\n\[1\] \d+ +running +sleeper 1000\n")
        self.assertIn("no such task or process", done.stderr)  # $! has ended and was waited for

    def test_wait_for_all(self):
        done = self.run_script("sleeper 0.01 & sleeper 0.02 & false & wait; jobs; echo $?\n")
        self.assertRegex(done.stdout, r"^slept \d\.\d{3} s\nslept \d\.\d{3} s\n0\n$")

    def test_a_script_with_its_own_server(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        done = self.run_script(f"echo_server --port {port} &\necho_client --port {port} some words\n"
                               "ps\nkill $!\nexit\n")
        lines = done.stdout.splitlines()
        self.assertEqual(lines[:2], [f"echo_server: listening on 127.0.0.1:{port}", "some words"])
        self.assertEqual(lines[2].split()[:4], ["TID", "PARENT", "PROGRAM", "STATE"])
        self.assertIn("accept(listener=3)", done.stdout)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_ps_as_json(self):
        done = self.run_script("sleeper 1000 &\nsleeper 0\nps --json\n")
        tasks = {each["program"]: each for each in json.loads(done.stdout.partition("\n")[2])}
        self.assertEqual(tasks["init"]["parent"], None)
        self.assertEqual(tasks["sh"]["parent"], tasks["init"]["pid"])
        self.assertEqual(tasks["sleeper"]["state"], "sleeping")
        self.assertEqual(tasks["sleeper"]["waits_for"], "sleep(duration=1000s)")
        self.assertIn("wait_change(process=", tasks["sh"]["waits_for"])
        self.assertGreater(tasks["sh"]["stack_used"], 0)

    def test_no_services_without_an_rc_file(self):
        done = self.run_script("ps --json\n")
        self.assertEqual([each["program"] for each in json.loads(done.stdout)], ["init", "sh", "ps"])

    def test_what_still_runs_is_killed_at_the_end(self):
        before = time.monotonic()
        self.says("sleeper 1000 &\nkiller &\nexit 3\n", "", 3)
        self.assertLess(time.monotonic() - before, PATIENCE / 2)

    def test_from_a_pipe(self):
        done = self.run_fibrix("boot", "--rc", self.write("rc", ""), input="echo one\necho two\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "one\ntwo\n", ""))

    def test_in_simulated_time(self):
        done = self.run_fibrix("run", "--world", "sim", "sleeper", "1000")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "slept 1000.000 s\n", ""))
        done = self.run_fibrix("run", "--world", "sim", "sleeper", "1e9")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "slept 1000000000.000 s\n", ""))
        self.assertEqual(self.run_fibrix("boot", "--world", "sim").returncode, 0)

    def test_a_script_in_simulated_time(self):
        done = self.run_script("hello\nsleeper 86400\necho $?\nexit 4\n", "--world", "sim")
        self.assertEqual((done.returncode, done.stderr), (4, ""))
        self.assertEqual(done.stdout, "hello from task 3 of process 3\nslept 86400.000 s\n0\n")

    def test_standard_input_in_simulated_time(self):
        done = self.run_fibrix("boot", "--world", "sim", "--rc", self.write("rc", "sleeper 1000 &\n"),
                               input="sleeper 2000\necho two\n")
        self.assertEqual((done.returncode, done.stdout), (0, "slept 2000.000 s\ntwo\n"))
        self.assertIn("slept 1000.000 s\n", done.stderr)

    def test_a_simulation_that_waits_for_input_is_ended_in_order(self):
        reader, writer = os.pipe()  # nothing comes through it, and no end
        self.addCleanup(os.close, writer)
        process = subprocess.Popen([FIBRIX, "boot", "--world", "sim", "--rc", self.write("rc", "echo ready\n")],
                                   stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.close(reader)
        self.addCleanup(self.make_sure_it_ended, process)
        self.assertEqual(process.stderr.readline(), "ready\n")
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, output), (124, ""), errors)


class RcFiles(FibrixCase):
    def boot(self, rc, script="ps --json\n"):
        return self.run_fibrix("boot", "--rc", self.write("rc", rc), "--script", self.write("script", script))

    def test_services_run_beside_the_shell_and_print_elsewhere(self):
        done = self.boot("# what runs here\n\necho_server --port 0  # any port\nsleeper 1000\n",
                         "sleeper 0\nps --json\n")
        first, _, rest = done.stdout.partition("\n")
        self.assertEqual(first, "slept 0.000 s")
        services = [each["program"] for each in json.loads(rest) if each["service"]]
        self.assertEqual(services, ["echo_server", "sleeper"])
        self.assert_one_line(done.stderr, "echo_server: listening on 127.0.0.1:")
        self.assertEqual(done.returncode, 0)

    def test_a_line_that_is_wrong_is_told_and_skipped(self):
        done = self.boot("frob --now\necho 'open\nsleeper 1000\n")
        self.assertEqual(done.stderr, "init: rc line 1: there is no program 'frob' (see: fibrix programs)\n"
                                      "init: rc line 2: column 6: the quote that begins here has no end\n")
        self.assertIn("sleeper", done.stdout)

    def test_a_service_that_dies_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            done = self.boot(f"echo_server --port {port}\n", "sleeper 0.01\nhello\n")
        self.assertEqual(done.stderr, f"echo_server: cannot listen on 127.0.0.1:{port}: address in use\n"
                                      f"init: service 2 (echo_server --port {port}) has ended: exited 1\n")
        self.assertIn("hello from task", done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_orphans_are_adopted(self):
        done = self.boot("sh\n")  # a shell as a service, without standard input
        self.assertIn("sh: cannot read standard input: not an open handle\n", done.stderr)
        self.assertEqual(done.returncode, 0)


class ReadByNobody(FibrixCase):
    def test_the_echo_server_answers_while_nobody_reads_standard_output(self):
        process = subprocess.Popen([FIBRIX, "boot", "--rc", self.write("rc", "echo_server --port 0\n"),
                                    "--script", self.write("script", "help\n" * 200)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.make_sure_it_ended, process)
        port = int(process.stderr.readline().rpartition(":")[2])
        poll_until(lambda: select.select([process.stdout], [], [], 0)[0], "the script prints")
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                self.assertEqual(self.echo(connection, b"hello?"), b"hello?")
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertEqual(output.count("wait [%JOB"), 200)


class AtATerminal(FibrixCase):
    def boot(self):
        terminal = Terminal("boot", "--rc", self.write("rc", "echo_server --port 0\n"))
        self.addCleanup(terminal.close)
        self.port = int(terminal.expect(r"listening on 127\.0\.0\.1:(\d+)")[1])
        return terminal

    def echo_answers(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            self.assertEqual(self.echo(connection, b"hello?"), b"hello?")

    def test_commands_history_and_the_end(self):
        terminal = self.boot()
        terminal.expect(r"Fibrix, a micro operating system")
        terminal.expect(PROMPT)
        terminal.type("echo first $? \r")
        terminal.expect(r"\nfirst 0\r\n")
        terminal.expect(PROMPT)
        terminal.type("\x1b[A\r")  # up: the line before
        terminal.expect(r"\nfirst 0\r\n")
        terminal.type("eco x\x1b[D\x1b[D\x1b[Dh\r")  # left: a letter put in
        terminal.expect(r"\nx\r\n")
        terminal.type("echo äöü\r")
        terminal.expect(r"\näöü\r\n")
        terminal.type("echo )\r")
        terminal.expect(r"\nsh: column 6: '\)' has no '\('\r\n")
        terminal.expect(PROMPT)
        terminal.type("false\r")
        terminal.expect(PROMPT)
        terminal.type("\x04")
        self.assertEqual(terminal.wait(), 1)

    def test_jobs_are_told_of(self):
        terminal = self.boot()
        terminal.expect(PROMPT)
        terminal.type("sleeper 0.01 &\r")
        terminal.expect(r"\[1\] \d+(?:\.\d+)?\r\n")
        terminal.expect(r"slept \d")
        terminal.type("\r")
        terminal.expect(r"\[1\] exited 0: sleeper 0\.01\r\n")
        terminal.type("exit 5\r")
        self.assertEqual(terminal.wait(), 5)

    def test_the_echo_server_answers_while_the_prompt_waits(self):
        terminal = self.boot()
        terminal.expect(PROMPT)
        self.echo_answers()
        terminal.type("echo half a li")
        terminal.expect("half a li")
        self.echo_answers()
        terminal.type("ne\r")
        terminal.expect(r"\nhalf a line\r\n")
        terminal.type("exit\r")
        self.assertEqual(terminal.wait(), 0)

    def test_the_echo_server_answers_while_nobody_reads_the_terminal(self):
        terminal = self.boot()
        terminal.expect(PROMPT)
        terminal.type("help; " * 200 + "\r")
        for _ in range(20):
            self.echo_answers()
        terminal.type("exit\r")
        self.assertEqual(terminal.wait(), 0)

    def test_a_simulation_at_a_terminal(self):
        terminal = Terminal("boot", "--world", "sim", "--rc", self.write("rc", ""))
        self.addCleanup(terminal.close)
        terminal.expect(PROMPT)
        terminal.type("sleeper 1000\r")
        terminal.expect(r"\nslept 1000\.000 s\r\n")
        terminal.expect(PROMPT)
        terminal.type("\x04")
        self.assertEqual(terminal.wait(), 0)

    def test_the_terminal_is_as_it_was(self):
        import termios
        for end in ("\x04", "exit\r"):
            terminal = self.boot()
            terminal.expect(PROMPT)
            waiting = termios.tcgetattr(terminal.master)[3]
            self.assertFalse(waiting & termios.ICANON)
            terminal.type(end)
            terminal.wait()
            self.assertTrue(termios.tcgetattr(terminal.master)[3] & (termios.ICANON | termios.ECHO))


class Interrupted(FibrixCase):
    def test_sigint_and_sigterm_end_it_in_order(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            server = self.serve(command=("run", "echo_server", "--port", "0"))
            with server.connect() as connection:
                self.echo(connection, b"x")
                server.process.send_signal(number)
                _, errors = server.process.communicate(timeout=PATIENCE)
                self.assertEqual((server.process.returncode, errors), (124, b""))
                self.assertEqual(connection.recv(1), b"")

    @unittest.skipIf(THREAD_SANITIZED, "the thread sanitizer keeps signals back until a call into a library, and a hog makes none")
    def test_a_second_one_ends_it_at_once(self):
        process = subprocess.Popen([FIBRIX, "run", "--watchdog", "off", "hog"])
        self.addCleanup(self.make_sure_it_ended, process)
        poll_until(lambda: signal_mask(process.pid, "SigCgt") & 1 << signal.SIGINT - 1, "the system takes signals")
        ticks = cpu_ticks(process.pid)
        poll_until(lambda: cpu_ticks(process.pid) > ticks + 2, "the hog computes")
        process.send_signal(signal.SIGINT)
        poll_until(lambda: not pending(process.pid), "the first was taken")
        self.assertIsNone(process.poll())  # a hog never lets the kernel look
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=PATIENCE), 124)


def signal_mask(pid, name):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1], 16) for line in file if line.startswith(name + ":"))


def pending(pid):
    return signal_mask(pid, "ShdPnd") | signal_mask(pid, "SigPnd")
