"""What the end-to-end tests share: the real binary, servers on free ports, and terminals."""

import os
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import time
import unittest

FIBRIX = os.environ.get("FIBRIX", str(pathlib.Path(__file__).parents[2] / "build/release/fibrix"))
SANITIZED = os.environ.get("FIBRIX_SANITIZE", "") != ""
THREAD_SANITIZED = os.environ.get("FIBRIX_SANITIZE", "") == "thread"
FAULTS_ARE_REPORTED = "under a sanitizer a fault ends the system with the sanitizer's report"
PATIENCE = 60.0 if SANITIZED else 20.0  # seconds; nothing here takes a tenth of it
OWN_WORDS_ONLY = re.compile(r"terminate called|Assertion|what\(\)|std::|UINT|Could not convert|CLI::")


class Server:
    """A running system with an echo server on a port of the host's choice."""

    def __init__(self, arguments, **options):
        self.process = subprocess.Popen([FIBRIX, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, **options)
        line = self.process.stdout.readline().decode()
        self.said = line
        self.address = line.rpartition(" ")[2].strip()
        self.port = int(line.rpartition(":")[2])

    def connect(self, host="127.0.0.1"):
        return socket.create_connection((host, self.port), timeout=PATIENCE)

    def stop(self):
        """Ends it in order. Its exit code and what it has said on standard error."""
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors.decode()


class FibrixCase(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="fibrix-test-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def run_fibrix(self, *arguments, **options):
        options.setdefault("stdin", None if "input" in options else subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        if "input" in options:
            del options["stdin"]
        return subprocess.run([FIBRIX, *arguments], text=True, timeout=PATIENCE, **options)

    def run_script(self, text, *options):
        return self.run_fibrix("boot", "--script", self.write("script", text), *options)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text)
        return str(path)

    def serve(self, *arguments, command=("run", "echo_server", "--port", "0"), **options):
        server = Server([*command, *arguments], **options)
        self.addCleanup(self.make_sure_it_ended, server.process)
        return server

    def make_sure_it_ended(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def echo(self, connection, data):
        """Sends all of `data` and returns as many bytes as come back."""
        connection.sendall(data)
        return receive_exactly(connection, len(data))

    def assert_refused(self, done, code, *pieces):
        """It ended with `code` and exactly one clear line on standard error."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assert_one_line(done.stderr, *pieces)

    def assert_one_line(self, errors, *pieces):
        self.assertEqual(errors.count("\n"), 1, errors)
        for piece in pieces:
            self.assertIn(piece, errors)
        self.assertNotRegex(errors, OWN_WORDS_ONLY)


def receive_exactly(connection, size):
    data = bytearray()
    while len(data) < size:
        piece = connection.recv(min(65536, size - len(data)))
        if not piece:
            break
        data += piece
    return bytes(data)


def receive_all(connection):
    data = bytearray()
    while piece := connection.recv(65536):
        data += piece
    return bytes(data)


def poll_until(condition, what):
    """Looks until `condition()` holds, in short intervals."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.002)
    return found


def cpu_ticks(pid):
    """The CPU time a process has used, in the host's ticks (10 ms)."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


class Terminal:
    """A system on a terminal of its own, and what is seen there."""

    def __init__(self, *arguments):
        import pty
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (50, 200))  # so that no line that is typed is folded
        self.seen = self.shown = ""  # what was not expected yet; everything
        self.process = subprocess.Popen([FIBRIX, *arguments], stdin=slave, stdout=slave, stderr=slave,
                                        env=dict(os.environ, TERM="xterm"), start_new_session=True,
                                        preexec_fn=take_terminal)
        os.close(slave)

    def type(self, text):
        os.write(self.master, text.encode())

    def expect(self, pattern):
        """Waits until `pattern` is seen, and forgets what stands before its end."""
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.seen)):
            if not self.look(deadline - time.monotonic()):
                raise AssertionError(f"not seen: {pattern!r}, but {self.seen!r}")
        self.seen = self.seen[found.end():]
        return found

    def look(self, patience):
        """Reads what there is to see; False when nothing more comes."""
        if not select.select([self.master], [], [], max(0.0, patience))[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the other side is closed
            return False
        text = data.decode(errors="replace")
        self.seen += text
        self.shown += text
        return bool(data)

    def wait(self):
        """The exit code, after everything was read."""
        while self.look(PATIENCE):
            pass
        return self.process.wait(timeout=PATIENCE)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


def take_terminal():
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
