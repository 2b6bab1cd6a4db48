"""The key-value server's snapshot on a directory of the host: what survives, and what is refused."""

import signal
import socket
import subprocess

from fibrix_case import FIBRIX, PATIENCE, poll_until
from kv_case import Connection, KvCase, listens


class SnapshotCase(KvCase):
    def setUp(self):
        super().setUp()
        self.file = self.directory / "data.kv"

    def start(self, *arguments):
        """A server that keeps its data in `self.file`."""
        mount = ("run", "--mount", f"{self.directory}:/mnt", "kv", "--port", "0", "--snapshot", "/mnt/data.kv")
        return self.serve(*arguments, command=mount)

    def refused(self, *arguments, code=1):
        done = self.run_fibrix("run", "--mount", f"{self.directory}:/mnt", "kv", "--port", "0", *arguments)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.returncode, code)
        self.assert_one_line(done.stderr)
        return done.stderr

    def cli(self, server, *words):
        done = subprocess.run(["redis-cli", "-p", str(server.port), *words], capture_output=True, text=True,
                              timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def die(self, server):
        server.process.kill()
        self.assertEqual(server.process.wait(PATIENCE), -signal.SIGKILL)


class Surviving(SnapshotCase):
    def test_what_was_saved_survives_kill_9(self):
        server = self.start()
        self.assertEqual(self.cli(server, "set", "greeting", "hello"), "OK\n")
        self.assertEqual(self.cli(server, "rpush", "list", "a", "b"), "2\n")
        self.assertEqual(self.cli(server, "set", "mayfly", "x", "ex", "1000"), "OK\n")
        self.assertEqual(self.cli(server, "save"), "OK\n")
        self.assertEqual(self.cli(server, "set", "late", "x"), "OK\n")
        self.die(server)
        server = self.start()
        self.assertEqual(self.cli(server, "get", "greeting"), "hello\n")
        self.assertEqual(self.cli(server, "lrange", "list", "0", "-1"), "a\nb\n")
        self.assertIn(int(self.cli(server, "ttl", "mayfly")), range(900, 1001))
        self.assertEqual(self.cli(server, "exists", "late"), "0\n")
        self.assertEqual([each.name for each in self.directory.iterdir()], ["data.kv"])

    def test_everything_survives_an_orderly_end(self):
        for way in (signal.SIGTERM, signal.SIGINT):
            server = self.start()
            self.cli(server, "incr", "starts")
            idle = self.connect(server)
            server.process.send_signal(way)
            _, errors = server.process.communicate(timeout=PATIENCE)
            self.assertEqual((server.process.returncode, errors), (124, b""))
            idle.close()
        self.assertEqual(self.cli(self.start(), "get", "starts"), "2\n")

    def test_a_service_saves_when_the_system_ends(self):
        for count in (1, 2):
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            rc = self.write("rc", f"kv --port {port} --snapshot /mnt/data.kv\n")
            script = self.write("script", "until [ -e /mnt/enough ]; do sleep 0.005; done\n")
            system = subprocess.Popen([FIBRIX, "boot", "--mount", f"{self.directory}:/mnt", "--rc", rc, "--script",
                                       script], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self.addCleanup(self.make_sure_it_ended, system)
            poll_until(lambda: listens(port), "the service listens")
            client = Connection(port)
            self.assertEqual(client.give("incr", "count"), count)
            self.write("enough", "")
            system.communicate(timeout=PATIENCE)
            client.close()
            self.assertEqual(system.returncode, 0)
            self.assertTrue(self.file.exists())
            (self.directory / "enough").unlink()

    def test_save_in_the_background_and_at_intervals(self):
        server = self.start("--save-seconds", "1")
        before = int(self.cli(server, "lastsave"))
        self.assertEqual(self.cli(server, "set", "a", "1"), "OK\n")
        self.assertEqual(self.cli(server, "bgsave"), "Background saving started\n")
        poll_until(self.file.exists, "the snapshot is there")
        poll_until(lambda: int(self.cli(server, "lastsave")) > before, "it is known to be")
        first = self.file.stat().st_mtime_ns
        self.assertEqual(self.cli(server, "set", "b", "2"), "OK\n")
        poll_until(lambda: self.file.stat().st_mtime_ns != first, "saved again without being asked")
        poll_until(lambda: "changes_since_last_save:0" in self.cli(server, "info", "persistence"), "it is up to date")
        self.die(server)
        self.assertEqual(self.cli(self.start(), "mget", "a", "b"), "1\n2\n")

    def test_a_save_that_fails_says_why_and_leaves_the_old_one(self):
        server = self.start()
        self.cli(server, "set", "a", "1")
        self.cli(server, "save")
        before = self.file.read_bytes()
        (self.directory / "data.kv.new").mkdir()  # what it would write to
        self.cli(server, "set", "b", "2")
        self.assertIn("ERR cannot save to '/mnt/data.kv': is a directory", self.cli(server, "save"))
        self.assertEqual(self.file.read_bytes(), before)
        self.assertEqual(self.cli(server, "get", "b"), "2\n")
        (self.directory / "data.kv.new").rmdir()
        self.assertEqual(self.cli(server, "save"), "OK\n")
        self.assertNotEqual(self.file.read_bytes(), before)

    def test_others_are_served_while_much_is_saved(self):
        server = self.start()
        busy, other = self.connect(server), self.connect(server)
        for number in range(64):
            busy.give("set", f"key:{number}", b"x" * (1 << 20))
        self.assertEqual(busy.give("save"), "+OK")
        self.assertEqual(other.give("dbsize"), 64)
        self.assertGreater(self.file.stat().st_size, 64 << 20)
        self.die(server)
        self.assertEqual(self.connect(self.start()).give("dbsize"), 64)


class Refused(SnapshotCase):
    def test_a_damaged_snapshot_is_refused_and_never_overwritten(self):
        server = self.start()
        self.cli(server, "set", "a", "1")
        self.cli(server, "save")
        self.die(server)
        good = self.file.read_bytes()
        for damaged, why in ((good[:-1], "damaged"), (good + b"x", "damaged"), (b"", "not a snapshot"),
                             (b"something else\n", "not a snapshot"), (good.replace(b"\x01", b"\x09", 1), "newer")):
            self.file.write_bytes(damaged)
            errors = self.refused("--snapshot", "/mnt/data.kv")
            self.assertIn("/mnt/data.kv", errors)
            self.assertIn(why, errors)
            self.assertEqual(self.file.read_bytes(), damaged)

    def test_places_that_cannot_be(self):
        self.assertIn("no such file", self.refused("--snapshot", "/mnt/none/data.kv"))
        self.assertIn("is a directory", self.refused("--snapshot", "/mnt"))
        self.assertIn("--save-seconds", self.refused("--save-seconds", "5", code=2))

    def test_without_a_file(self):
        server = self.start_kv()
        for command in ("save", "bgsave"):
            self.assertIn("ERR this server has no file to save to", self.cli(server, command))
