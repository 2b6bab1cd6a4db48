"""Recording and replay of real sessions: the same output and the same hash, with no socket and no file touched."""

import pathlib
import re
import shutil
import signal
import socket
import subprocess
import unittest

from fibrix_case import PATIENCE, FibrixCase, Server, Terminal, poll_until, receive_exactly


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
        """A key-value server whose session with redis-cli and two other clients is recorded."""
        server = Server(["run", "--record", self.recording(), "--hash", "kv", "--port", "0"])
        self.addCleanup(self.make_sure_it_ended, server.process)
        self.redis_cli(server, "set", "name", "x" * 5000, says="OK\n")
        self.redis_cli(server, "get", "name", says="x" * 5000 + "\n")
        self.redis_cli(server, typed="incr count\nlpush list a b\nlrange list 0 -1\nnonsense\n",
                       says="1\n2\nb\na\nERR unknown command 'nonsense', with args beginning with: \n\n")
        with server.connect() as one, server.connect() as other:
            for connection, count in ((one, b":1\r\n"), (other, b":2\r\n"), (one, b":3\r\n")):
                connection.sendall(b"INCR visits\r\n")
                self.assertEqual(receive_exactly(connection, len(count)), count)
        return server

    def redis_cli(self, server, *words, says, typed=None):
        said = subprocess.run(["redis-cli", "-p", str(server.port), *words], input=typed, capture_output=True, text=True,
                              timeout=PATIENCE)
        self.assertEqual((said.stdout, said.stderr), (says, ""))

    def test_a_session_of_curl_with_the_web_server_is_replayed(self):
        server = Server(["run", "--record", self.recording(), "--hash", "--mount", f"{self.directory}:/mnt:ro", "httpd", "--log",
                         "--port", "0", "--list", "/mnt"])
        self.addCleanup(self.make_sure_it_ended, server.process)
        self.write("text", "hello " * 1000)
        for path, status, size in (("/text", "200", 6000), ("/none", "404", None), ("/", "200", None)):
            said = subprocess.run(["curl", "-sS", "-o", "-", "-w", "\n%{http_code}", f"http://127.0.0.1:{server.port}{path}"],
                                  capture_output=True, text=True, timeout=PATIENCE)
            body, _, code = said.stdout.rpartition("\n")
            self.assertEqual(code, status)
            if size is not None:
                self.assertEqual(len(body), size)
        server.process.send_signal(signal.SIGTERM)
        out, errors = server.process.communicate(timeout=PATIENCE)
        self.assertIn("/text", out.decode())
        again = self.replay("--hash")
        self.assertEqual((again.stdout, again.stderr), (server.said + out.decode(), errors.decode()))
        self.assertEqual(again.returncode, server.process.returncode)

    def several_chunks(self):
        """What was printed by a run that is recorded in several chunks, and the recording."""
        done, _ = self.record("sh", "-c", "for i in 1 2 3; do echo part $i; sleep 0.06; done")
        recording = pathlib.Path(self.recording())
        self.assertGreater(len(chunks_of(recording.read_bytes())), 3)
        return done, recording

    def test_cut_anywhere_it_is_replayed_up_to_the_cut(self):
        done, recording = self.several_chunks()
        good = recording.read_bytes()
        places = chunks_of(good)
        head_end = places[0][1]
        cuts = {at + off for place in places for at in place for off in (-1, 0, 1, HEAD - 1, HEAD, HEAD + 1)}
        steps = -1
        for cut in sorted(cuts | set(range(0, len(good), 97))):
            if cut >= len(good):
                continue
            recording.write_bytes(good[:cut])
            again = self.replay()
            self.assertTrue(done.stdout.startswith(again.stdout), again.stdout)
            if cut < head_end:
                self.assert_refused(again, 125, "recording': ")
                continue
            self.assert_refused(again, 124, "replay: the recording is cut after step ")
            so_far = int(again.stderr.split()[-1])
            self.assertGreaterEqual(so_far, steps)
            steps = so_far
        self.assertGreater(steps, 10)

    def test_a_wrong_bit_in_any_chunk_is_reported(self):
        _, recording = self.several_chunks()
        good = recording.read_bytes()
        for begin, end in chunks_of(good):
            for at in (begin, begin + 3, begin + 4, begin + 8, begin + HEAD, (begin + HEAD + end) // 2, end - 1):
                recording.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1:])
                self.assert_refused(self.replay(), 125, f"it is damaged: the checksum of the chunk at byte {begin} is wrong")

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
        self.assertRegex(shown.stdout, r"TASK +PROGRAM +STATE +REQUESTS +ITS REQUEST")
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
        steps = [int(step) for step in re.findall(r"^ +(\d+) +\d+\.\d{6} ", seen.stdout, re.MULTILINE)]
        self.assertEqual(steps, [10, 11, 12, 13, 14, 10])
        self.assertEqual(seen.stdout.count("Enter: one request more; 5: five more;"), 2)  # at the beginning, and for nonsense

    def test_a_person_at_a_terminal_goes_to_the_end_and_back(self):
        _, (_, requests) = self.record("dining", "--philosophers", "2", "--meals", "1")
        person = Terminal("replay", "--step", self.recording())
        self.addCleanup(person.close)
        person.expect(r"A recording of 'dining', request by request\.")
        person.expect(r"STEP +SECONDS +TASK +PROGRAM +REQUEST\r\n +1 +0\.\d{6} +1 dining +nursery_open\(\)\r\nstep 1: Enter, .*\? ")
        person.type("\n")
        person.expect(r" +1 dining +-> nursery_open = 3\r\n +2 .* nursery_spawn\(.*\r\nstep 2: ")
        person.type("t\n")
        person.expect(r"step 2 at 0\.\d{6} s: task 1 \(dining\) makes this request, and nothing has come of it yet")
        person.expect(r"\b1 dining +requesting +2 +nursery_spawn\(.*step 2: ".replace(".*", "(?s:.*)"))
        person.type("3\n")
        person.expect(r"step 5: ")
        person.type("b 3\n")
        person.expect(r"\n +2 .* nursery_spawn\(.*\r\nstep 2: ")
        person.type("c\n")
        person.expect(r"(?s)\nphilosopher 1 eats meal 1\r\n.*that was all: " + str(requests) + r" requests\r\nthe end: b ")
        person.type("b\n")
        person.expect(rf"\n +{requests} .* close\(handle=3\)\r\nstep {requests}: ")
        person.type("\n")
        person.expect(r"the end: b ")
        person.type("q\n")
        self.assertEqual(person.wait(), 0)

    def test_another_run_than_the_recorded_one_is_noticed(self):
        recording = pathlib.Path(self.recording())
        # The same length, so that only the arguments differ: an option of the program, in the head of the recording.
        done, _ = self.record("echo", "first")
        changed = recording.read_bytes().replace(b"first", b"other")
        recording.write_bytes(with_checksum(changed))
        again = self.replay()
        self.assertEqual(again.returncode, 126)
        self.assert_one_line(again.stderr, "replay: at step 1 it goes differently", "write by task 1")


HEAD = 12  # of a chunk: its size, its checksum, and that of these two


def chunks_of(recording):
    """Where each chunk begins, and where it ends."""
    at, places = 8, []
    while at + HEAD <= len(recording):
        end = at + HEAD + int.from_bytes(recording[at:at + 4], "little")
        places.append((at, end))
        at = end
    return places


def with_checksum(recording):
    """The recording with the right checksums in its first chunk."""
    _, end = chunks_of(recording)[0]
    head = recording[8:12] + crc32c(recording[8 + HEAD:end]).to_bytes(4, "little")
    return recording[:8] + head + crc32c(head).to_bytes(4, "little") + recording[8 + HEAD:]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


if __name__ == "__main__":
    unittest.main()
