"""Recording and replay of real sessions: the same output and the same hash, with no socket and no file touched."""

import pathlib
import re
import shutil
import socket
import subprocess
import unittest

from fibrix_case import FIBRIX, PATIENCE, FibrixCase, Server, poll_until, receive_exactly


def hash_in(errors):
    found = re.search(r"^hash ([0-9a-f]{16}): (\d+) requests$", errors, re.MULTILINE)
    assert found, errors
    return found.group(1), int(found.group(2))


class Record(FibrixCase):
    def recording(self):
        return str(self.directory / "recording")

    def record(self, *words, **options):
        done = self.run_fibrix("run", "--record", self.recording(), "--hash", *words, **options)
        return done, hash_in(done.stderr)

    def replay(self, *words, **options):
        return self.run_fibrix("replay", *words, self.recording(), **options)

    def assert_replays(self, done):
        again = self.replay("--hash")
        self.assertEqual(again.stdout, done.stdout)
        self.assertEqual(again.stderr, done.stderr)
        self.assertEqual(again.returncode, done.returncode)

    def test_programs_that_end_replay_to_the_same(self):
        script = self.write("script.lua", "print(now()) sleep(0.01) print(os.getenv('HOME'))")
        for words in (["dining"], ["cat"], ["date"], ["ps"], ["producer_consumer", "--items", "20"], ["false"],
                      ["sh", "-c", "echo a | cat; ls /; date >x; cat x; exit 7"], ["mktemp"], ["lua", "-e", "print(1)"]):
            with self.subTest(words=words):
                done, _ = self.record(*words, input="a line\nand another\n")
                self.assert_replays(done)

    def test_simulations_are_recorded_too(self):
        done, of_recording = self.record("--world", "sim", "--seed", "7", "dining")
        self.assert_replays(done)
        plain = self.run_fibrix("run", "--world", "sim", "--seed", "7", "--hash", "dining")
        self.assertEqual(hash_in(plain.stderr), of_recording)

    def test_a_lua_script_and_a_directory_of_the_host_are_not_needed_again(self):
        folder = self.directory / "folder"
        folder.mkdir()
        (folder / "text").write_text("from the host\n")
        done, _ = self.record("--mount", f"{folder}:/mnt", "sh", "-c", "cat /mnt/text; echo more >/mnt/text; cat /mnt/text")
        self.assertEqual(done.stdout, "from the host\nmore\n")
        shutil.rmtree(folder)
        self.assert_replays(done)
        script = self.write("script.lua", "print('hello')")
        done, _ = self.record(script)
        pathlib.Path(script).unlink()
        self.assert_replays(done)

    def session(self):
        """A key-value server whose session with a real client is recorded."""
        server = Server(["run", "--record", self.recording(), "--hash", "kv", "--port", "0"])
        self.addCleanup(self.make_sure_it_ended, server.process)
        if client := shutil.which("redis-cli"):
            for command, answer in ((["set", "name", "x" * 5000], "OK\n"), (["get", "name"], "x" * 5000 + "\n"),
                                    (["incr", "count"], "1\n")):
                said = subprocess.run([client, "-p", str(server.port), *command], capture_output=True, text=True,
                                      timeout=PATIENCE)
                self.assertEqual(said.stdout, answer)
        with server.connect() as one, server.connect() as other:
            for connection, count in ((one, b":1\r\n"), (other, b":2\r\n"), (one, b":3\r\n")):
                connection.sendall(b"INCR visits\r\n")
                self.assertEqual(receive_exactly(connection, len(count)), count)
        return server

    def test_a_session_with_real_clients_is_replayed(self):
        server = self.session()
        code, errors = server.stop()
        self.assertEqual(code, 124)
        with socket.create_server(("127.0.0.1", server.port)):  # a replay does not want the port
            again = self.replay("--hash")
        self.assertEqual(again.stdout, server.said)
        self.assertEqual(again.stderr, errors)
        self.assertEqual(again.returncode, 124)

    def test_a_recording_cut_by_force_is_replayed_up_to_there(self):
        server = self.session()
        recording = pathlib.Path(self.recording())
        poll_until(lambda: b"visits" in recording.read_bytes(), "what was noted is written when nothing happens")
        server.process.kill()
        server.process.communicate()
        for size in (None, recording.stat().st_size - 3):
            if size is not None:
                recording.write_bytes(recording.read_bytes()[:size])
            again = self.replay()
            self.assertEqual(again.returncode, 124)
            self.assert_one_line(again.stderr, "replay: the recording is cut after step ")

    def test_what_is_damaged_or_no_recording_is_refused_in_one_line(self):
        self.record("dining")
        recording = pathlib.Path(self.recording())
        good = recording.read_bytes()
        recording.write_bytes(good[:200] + bytes([good[200] ^ 1]) + good[201:])
        self.assert_refused(self.replay(), 125, "recording': it is damaged")
        recording.write_bytes(b"#!/bin/sh\necho no recording\n")
        self.assert_refused(self.replay(), 125, "recording': it is no recording")
        recording.write_bytes(good[:7] + b"\x63" + good[8:])
        self.assert_refused(self.replay(), 125, "another version")
        recording.unlink()
        self.assert_refused(self.replay(), 125, "cannot be read: No such file")
        self.assert_refused(self.run_fibrix("run", "--record", "/nowhere/x", "hello"), 125, "cannot write '/nowhere/x'")

    def test_a_full_disk_ends_the_recording_and_not_the_run(self):
        done = self.run_fibrix("run", "--record", "/dev/full", "hello")
        self.assertEqual(done.returncode, 0)
        self.assertIn("hello from task 1", done.stdout)
        self.assert_one_line(done.stderr, "the recording '/dev/full' is cut here, and the run goes on: No space left")

    def test_it_stops_at_a_step_and_shows_the_tasks(self):
        self.record("dining")
        shown = self.replay("--to", "40")
        self.assertEqual(shown.returncode, 0)
        self.assertIn("step 40 at ", shown.stdout)
        self.assertRegex(shown.stdout, r"TASK +PROGRAM +STATE +REQUESTS +ASKS")
        self.assertRegex(shown.stdout, r"\b1 dining +waiting +\d+ +nursery_join\(nursery=3\)")
        self.assertEqual(self.replay("--to", "42", "--back", "2").stdout, shown.stdout)
        self.assert_one_line(self.replay("--to", "100000").stderr, "there is no step 100000: the recording has ")

    def test_back_counts_from_the_end(self):
        _, (_, requests) = self.record("dining")
        self.assertIn(f"step {requests - 3} at ", self.replay("--back", "3").stdout)

    def test_a_person_goes_through_it_forward_and_back(self):
        self.record("--world", "sim", "dining")
        seen = self.replay("--step", "--to", "10", input="\n3\nb 4\nnonsense\nq\n")
        self.assertEqual(seen.returncode, 0)
        steps = [int(step) for step in re.findall(r"^ +(\d+) task", seen.stdout, re.MULTILINE)]
        self.assertEqual(steps, [10, 11, 12, 13, 14, 10])
        self.assertIn("Enter: one request", seen.stdout)

    def test_another_run_than_the_recorded_one_is_noticed(self):
        recording = pathlib.Path(self.recording())
        # The same length, so that only the arguments differ: an option of the program, in the head of the recording.
        done, _ = self.record("echo", "first")
        changed = recording.read_bytes().replace(b"first", b"other")
        recording.write_bytes(with_checksum(changed))
        again = self.replay()
        self.assertEqual(again.returncode, 126)
        self.assert_one_line(again.stderr, "replay: at step 1 it goes differently", "write by task 1")


def with_checksum(recording):
    """The recording with the right checksum in its first chunk."""
    size = int.from_bytes(recording[8:12], "little")
    return recording[:12] + crc32c(recording[16:16 + size]).to_bytes(4, "little") + recording[16:]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


if __name__ == "__main__":
    unittest.main()
