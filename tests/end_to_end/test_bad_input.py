"""Whatever a person types wrongly: one line that says what, and a documented exit code."""

import os
import signal
import socket
import subprocess

from fibrix_case import FibrixCase, FIBRIX, PATIENCE

USAGE = 125  # of fibrix itself
PROGRAM_USAGE = 2
NOT_FOUND = 127


class CommandLine(FibrixCase):
    def test_what_fibrix_does_not_know(self):
        for arguments, piece in (
            (["--frob"], "unknown option '--frob' (try: fibrix boot --help)"),
            (["boot", "--frob"], "unknown option '--frob' (try: fibrix boot --help)"),
            (["run", "--seed", "x", "hello"], "(try: fibrix run --help)"),
            (["programs", "--frob"], "(try: fibrix programs --help)"),
            (["--policy", "frob"], "there is no policy 'frob'"),
            (["--script", ""], "--script: cannot open ''"),
            (["--rc", "/tmp"], "--rc: cannot open '/tmp': Is a directory"),
            (["boot", "--script", "/tmp"], "--script: cannot open '/tmp': Is a directory"),
            (["boot", "--policy", "a\nb"], "there is no policy 'a\\nb'"),
            (["frob"], "unexpected argument 'frob'"),
            (["boot", "extra"], "unexpected argument 'extra'"),
            (["programs", "boot"], "unexpected argument 'boot'"),
            (["run", "--frob", "hello"], "unknown option '--frob'"),
            (["run"], "which program?"),
            (["boot", "--seed"], "--seed: a value is missing"),
            (["boot", "--seed", "abc"], "--seed: 'abc' is not a number from 0 to "),
            (["boot", "--seed", "-1"], "--seed: '-1' is not a number from 0 to "),
            (["boot", "--policy", "frob"], "there is no policy 'frob'"),
            (["boot", "--world", "mars"], "'mars' is neither host nor sim"),
            (["boot", "--log-level", "loud"], "'loud' is none of"),
            (["boot", "--watchdog", "bark"], "'bark' is none of"),
            (["boot", "--watchdog-patience", "-1"], "--watchdog-patience: a number from 0.1 to 1000000 is needed"),
            (["boot", "--watchdog-patience", "0.01"], "--watchdog-patience: a number from 0.1 to 1000000 is needed"),
            (["boot", "--rc", "/nonexistent/rc"], "--rc: cannot open '/nonexistent/rc': No such file"),
            (["boot", "--script", "/nonexistent/script"], "--script: cannot open '/nonexistent/script': No such file"),
        ):
            with self.subTest(arguments):
                self.assert_refused(self.run_fibrix(*arguments), USAGE, "fibrix: ", piece)

    def test_an_unknown_program(self):
        done = self.run_fibrix("run", "frob", "--port", "1")
        self.assert_refused(done, NOT_FOUND, "there is no program 'frob'", "fibrix programs")
        done = self.run_fibrix("run", "fr\nob\x1b[2J")
        self.assert_refused(done, NOT_FOUND, "there is no program 'fr\\nob\\x1b[2J'")

    def test_what_programs_do_not_know(self):
        for arguments, piece in (
            (["echo_server", "--port", "99999"], "--port: '99999' is not a number from 0 to 65535"),
            (["echo_server", "--port", "-1"], "--port: '-1' is not a number from 0 to 65535"),
            (["echo_server", "--port", "80x"], "--port: '80x' is not a number from 0 to 65535"),
            (["echo_server", "--port"], "--port: a value is missing"),
            (["echo_server", "--port", "1", "--port", "2"], "--port: given twice"),
            (["echo_server", "--max-clients", "-1"], "--max-clients: '-1' is not a number from 0 to 65535"),
            (["echo_server", "--frob"], "unknown option '--frob'"),
            (["hello", "there"], "unexpected argument 'there'"),
            (["sleeper", "--", "-1"], "-1 seconds cannot be slept"),
            (["sleeper", "-0.5"], "-0.5 seconds cannot be slept"),
            (["sleeper", "nan"], "seconds: 'nan' is not a number"),
            (["sleeper", "soon"], "seconds: 'soon' is not a number"),
            (["sleeper", "1e300"], "1e+300 seconds cannot be slept"),
        ):
            with self.subTest(arguments):
                self.assert_refused(self.run_fibrix("run", *arguments), PROGRAM_USAGE, arguments[0] + ": ", piece)


class Network(FibrixCase):
    def test_a_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            address = f"127.0.0.1:{other.getsockname()[1]}"
            done = self.run_fibrix("run", "echo_server", "--port", address.rpartition(":")[2])
        self.assert_refused(done, 1, f"echo_server: cannot listen on {address}: address in use")

    def test_nobody_listens(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = str(other.getsockname()[1])
        done = self.run_fibrix("run", "echo_client", "--port", port, "hello")
        self.assert_refused(done, 1, f"echo_client: cannot connect to 127.0.0.1:{port}: connection refused")

    def test_an_address_that_is_not_ours(self):
        done = self.run_fibrix("run", "echo_server", "--host", "192.0.2.1", "--port", "0")
        self.assert_refused(done, 1, "echo_server: cannot listen on 192.0.2.1:0: address not available")


class Shell(FibrixCase):
    def refused(self, line, status, *pieces):
        done = self.run_script(f"{line}; echo $?\n")
        self.assertEqual((done.returncode, done.stdout), (0, f"{status}\n"), done.stderr)
        self.assert_one_line(done.stderr, "sh: line 1: ", *pieces)

    def test_kill(self):
        self.refused("kill 999", 1, "kill: 999: no such task or process")
        self.refused("kill nobody", 2, "kill: 'nobody' is not the id of a task or process")
        self.refused("kill --", 2, "kill: '--' is not the id")
        self.refused("kill", 2, "kill: whom?")
        self.refused("kill -KILL 1", 1, "kill: 1: not permitted")

    def test_wait(self):
        self.refused("wait 999", 1, "wait: 999: no such task or process")
        self.refused("wait 1", 1, "wait: 1: not started by this shell")
        self.refused("wait 2", 1, "wait: 2: would wait for itself")
        self.refused("wait soon", 2, "wait: 'soon' is not the id")

    def test_exit(self):
        self.refused("exit 120", 2, "'120' is not a status from 0 to 119")
        self.refused("exit x", 2, "'x' is not a status from 0 to 119")
        self.refused("exit 1 2", 2, "one status is enough")

    def test_an_unknown_command(self):
        self.refused("frob --now", 127, "there is no program 'frob'")
        done = self.run_script("frob & echo $?\n")
        self.assertEqual(done.stdout, "127\n")
        self.assert_one_line(done.stderr, "there is no program 'frob'")

    def test_a_syntax_error_names_the_place_and_ends_a_script(self):
        for line, piece in (
            ("echo 'open", "column 6: the quote that begins here has no end"),
            ('echo a "open', "column 8: the quote that begins here has no end"),
            ("echo a;;", "column 7: ';' or a new line is missing before ';;'"),
            ("&& echo a", "column 1: a command is missing before '&&'"),
            ("echo a &&", "column 10: a command is missing before the end of the line"),
            ("echo a \\", "column 8: nothing follows the backslash"),
        ):
            with self.subTest(line):
                done = self.run_script(f"# first\n{line}\n")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assert_one_line(done.stderr, "sh: line 2: ", piece)
        self.assertEqual(self.run_script("echo 'open\necho not reached\n").stdout, "")

    def test_a_line_without_end(self):
        done = self.run_script("#" + "x" * 100_000)
        self.assert_refused(done, 1, "sh: cannot read the script: message too long")


class StandardDescriptors(FibrixCase):
    def closed(self, *descriptors):
        def close():
            for descriptor in descriptors:
                os.close(descriptor)
        return close

    def test_standard_input_is_closed(self):
        done = self.run_fibrix("boot", "--rc", self.write("rc", ""), stdin=None, preexec_fn=self.closed(0))
        self.assert_refused(done, 1, "sh: cannot read standard input: not an open handle")
        done = self.run_fibrix("run", "hello", stdin=None, preexec_fn=self.closed(0))
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_standard_output_cannot_take_anything(self):
        for place, options, piece in (
            ("full", {"stdout": open("/dev/full", "w")}, "hello: cannot write: no space left"),
            ("closed", {"preexec_fn": self.closed(1)}, "hello: cannot write: not an open handle"),
        ):
            with self.subTest(place):
                done = self.run_fibrix("run", "hello", **options)
                self.assert_refused(done, 1, piece)
                done = self.run_fibrix("run", "--world", "sim", "hello", **options)
                self.assert_refused(done, 1, piece)
                done = self.run_fibrix("run", "hello", "--help", **options)
                self.assert_refused(done, 1, piece)
                done = self.run_fibrix("programs", **options)
                self.assert_refused(done, USAGE, "fibrix: cannot write to standard output: ")
            if "stdout" in options:
                options["stdout"].close()

    def test_nobody_reads_standard_output(self):
        reader, writer = os.pipe()
        os.close(reader)
        for world in ("host", "sim"):
            done = self.run_fibrix("run", "--world", world, "hello", stdout=writer)
            self.assertEqual((done.returncode, done.stderr), (128 + signal.SIGPIPE, ""))  # as a host's program ends
        os.close(writer)

    def test_all_are_closed(self):
        for program, code in (("hello", 1), ("cat", 1), ("nosuch", NOT_FOUND)):
            done = subprocess.run([FIBRIX, "run", program], preexec_fn=self.closed(0, 1, 2), timeout=PATIENCE)
            self.assertEqual(done.returncode, code, program)

    def test_standard_error_cannot_take_anything(self):
        with open("/dev/full", "w") as full:
            for arguments, code in ((["run", "nosuch"], NOT_FOUND), (["--frob"], USAGE), (["check", "/nosuch"], NOT_FOUND)):
                self.assertEqual(self.run_fibrix(*arguments, stderr=full).returncode, code, arguments)
                self.assertEqual(self.run_fibrix(*arguments, stderr=None, preexec_fn=self.closed(2)).returncode, code)

    def test_a_task_of_the_shell_cannot_write(self):
        for line in ("hello > /dev/full", "ls --help > /dev/full", "hello >&-"):
            done = self.run_script(line + "; echo $?\n")
            self.assertEqual(done.stdout, "1\n")
            self.assert_one_line(done.stderr, ": cannot write: ")
