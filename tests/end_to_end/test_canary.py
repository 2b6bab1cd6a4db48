"""Determinism as a contract: the same program, seed and options have the same hash over all events."""

import json
import platform
import re
import subprocess
import unittest

from fibrix_case import FIBRIX, PATIENCE, SANITIZED, FibrixCase

UNENDING = {"yes", "hog"}


class Canary(FibrixCase):
    def programs(self):
        return [each["name"] for each in json.loads(self.run_fibrix("programs", "--json").stdout)]

    def hash_of(self, *words, before=(), options=()):
        done = subprocess.run([*before, FIBRIX, "run", "--world", "sim", "--hash", *options, *words], text=True, errors="replace",
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
        found = re.findall(r"^hash ([0-9a-f]{16}): \d+ requests$", done.stderr, re.MULTILINE)
        return found[-1] if found else None

    def test_all_programs_that_end_have_one_hash(self):
        without_randomisation = ["setarch", platform.machine(), "-R"]
        for program in self.programs():
            if program in UNENDING or (SANITIZED and program == "usertests"):
                continue  # a sanitizer's malloc has another say each time in how deep a stack is, and usertests looks
            with self.subTest(program=program):
                usual = self.hash_of(program)
                if usual is None:
                    self.assertIn(program, {"misbehave", "careless"} if not SANITIZED else self.programs())
                    continue
                self.assertEqual(self.hash_of(program), usual)
                if SANITIZED:
                    continue  # slow, and all the same to them
                self.assertEqual(self.hash_of(program, before=without_randomisation), usual, "addresses")
                if program != "usertests":  # it looks how deep its stack is, which malloc has a say in
                    self.assertEqual(self.hash_of(program, options=["--log-level", "trace"]), usual, "who watches")

    def test_seed_and_arguments_are_part_of_it(self):
        usual = self.hash_of("mktemp")
        self.assertNotEqual(self.hash_of("mktemp", options=["--seed", "1"]), usual)
        self.assertNotEqual(self.hash_of("sleep", "1"), self.hash_of("sleep", "2"))

    def test_the_canary_says_that_both_runs_are_the_same(self):
        done = self.run_fibrix("run", "--world", "sim", "--canary", "dining")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.count("all 5 have eaten"), 1)
        self.assert_one_line(done.stderr, "canary: both runs are the same: ", self.hash_of("dining"))

    def test_both_runs_get_the_input_and_the_exit_code_is_theirs(self):
        done = self.run_fibrix("run", "--world", "sim", "--canary", "sh", input="echo typed\nexit 9\n")
        self.assertEqual((done.stdout, done.returncode), ("typed\n", 9))

    @unittest.skipIf(SANITIZED, "a sanitizer's heap has the same addresses each time")
    def test_it_names_the_first_event_that_differs(self):
        done = self.run_fibrix("run", "--world", "sim", "--canary", "misbehave", "address")
        self.assertEqual(done.returncode, 126, done.stderr)
        self.assert_one_line(done.stderr, "canary: two runs of the same differ at event ", "(misbehave): write(", ", then ")

    def test_it_wants_a_simulation(self):
        self.assert_refused(self.run_fibrix("run", "--canary", "hello"), 125, "--world sim")


@unittest.skipIf(SANITIZED, "a sanitizer has these functions for itself")
class ForbiddenCalls(FibrixCase):
    CALLS = {"time": "time", "chrono": "clock_gettime", "getenv": "getenv", "rand": "rand",
             "thread": "pthread_create", "sleep": ("nanosleep", "clock_nanosleep")}

    def test_a_call_past_the_world_ends_a_simulation_by_name(self):
        for way, name in self.CALLS.items():
            with self.subTest(way=way):
                done = self.run_fibrix("run", "--world", "sim", "misbehave", way)
                self.assertEqual(done.returncode, 126)
                self.assert_one_line(done.stderr, "task 1 (misbehave) calls ", ", which no run can repeat")
                called = re.search(r"calls (\w+),", done.stderr).group(1)
                self.assertIn(called, name if isinstance(name, tuple) else (name,))

    def test_it_ends_a_recording_too_and_is_fine_for_real(self):
        recording = str(self.directory / "recording")
        for way in self.CALLS:
            with self.subTest(way=way):
                self.assertEqual(self.run_fibrix("run", "--record", recording, "misbehave", way).returncode, 126)
                self.assertEqual(self.run_fibrix("run", "misbehave", way).returncode, 0)

    def assert_named(self, done, name):
        self.assertEqual(done.returncode, 126, done.stderr)
        for line in done.stderr.splitlines():  # of two processes each may say it
            self.assertRegex(line, rf"^fibrix: task \d+ \(misbehave\) calls ({name}), which no run can repeat")
        self.assertNotEqual(done.stderr, "")

    def test_it_ends_an_exploration_and_every_simulation(self):
        scenario = self.write("scenario", "host one\n    client misbehave rand\n")
        self.assert_named(self.run_fibrix("simulate", scenario), "rand")
        self.assert_named(self.run_fibrix("simulate", scenario, "--seeds", "0..9", "--jobs", "2"), "rand")
        for way, name in self.CALLS.items():
            with self.subTest(way=way):
                self.assert_named(self.run_fibrix("explore", "misbehave", way), "|".join(name) if isinstance(name, tuple) else name)


if __name__ == "__main__":
    unittest.main()
