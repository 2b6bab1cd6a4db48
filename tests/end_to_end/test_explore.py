import json
import re
import shlex
import unittest

from fibrix_case import FAULTS_ARE_REPORTED, SANITIZED, FibrixCase

COUNTS = ["name", "complete", "interleavings", "classes", "executions", "blocked", "deadlocks", "failures",
          "min_preemptions"]
LOST_UPDATE = """name lost
var x = 0
tasks i = 1..2
    load r x
    store x r + 1
end
final assert x == 2
"""


class Explore(FibrixCase):
    def explore(self, *arguments):
        return self.run_fibrix("explore", *arguments)

    def lost_update(self):
        return self.write("lost.lit", LOST_UPDATE)

    def test_a_deadlock_is_told_and_can_be_made_again(self):
        done = self.explore("zoo_philosophers")
        self.assertEqual((done.returncode, done.stderr), (120, ""))
        self.assertIn("zoo_philosophers: deadlock:", done.stdout)
        self.assertIn("waits for", done.stdout)
        schedule = re.search(r"--schedule '(v1:[0-9*.=]+@[0-9a-f]{8})'", done.stdout).group(1)
        again = self.explore("zoo_philosophers", "--schedule", schedule, "--json")
        self.assertEqual(again.returncode, 120)
        told = json.loads(again.stdout)["counterexample"]
        self.assertEqual((told["failure"], told["schedule"]), ("deadlock", schedule))

    def test_the_line_that_is_printed_makes_it_again(self):
        for words in (["zoo_philosophers"], ["--", "sh", "-c", "sleep 1 & false"], ["--max-steps", "300", "false"]):
            first = self.explore(*words)
            line = re.search(r"^Again:  (.*)$", first.stdout, re.MULTILINE).group(1)
            typed = shlex.split(line)
            self.assertEqual(typed[0], "fibrix")
            again = self.run_fibrix(*typed[1:])
            self.assertEqual(again.returncode, first.returncode)
            self.assertEqual(again.stdout[again.stdout.index(" with "):], first.stdout[first.stdout.index(" with "):])

    def test_a_recording_of_it_can_be_gone_through(self):
        recording = str(self.directory / "recording")
        for name, code, *options in (("zoo_philosophers", 120), ("zoo_lost_update", 121),
                                     ("zoo_told_too_early", 121, "--plain-memory"),
                                     ("zoo_timeout_is_no_answer", 121, "--time", "free")):
            found = self.explore(name, *options, "--record", recording, "--json")
            self.assertEqual((found.returncode, found.stderr), (code, ""))
            told = json.loads(found.stdout)["counterexample"]
            self.assertEqual(told["replay"], f"fibrix replay {recording}")
            whole = self.run_fibrix("replay", recording)
            self.assertEqual(whole.returncode, code, whole.stderr)
            steps = self.run_fibrix("replay", "--step", recording, input="c\n")
            taken = re.findall(r"^ +\d+ +\d+\.\d+ +\d+ \w+ +(\w+\(.*)$", steps.stdout, re.MULTILINE)
            asked = [step["request"] for step in told["steps"] if not step["request"].startswith("(")]
            self.assertEqual(taken[:len(asked)], asked)
            stopped = self.run_fibrix("replay", "--to", "4", recording)
            self.assertIn("step 4 at ", stopped.stdout)
            self.assertIn("step 3 at ", self.run_fibrix("replay", "--to", "4", "--back", "1", recording).stdout)

    def test_how_a_program_ends_is_looked_at(self):
        for words, what in ((["false"], "exited 1"), (["--", "sh", "-c", "exit 3"], "exited 3")):
            done = self.explore(*words)
            self.assertEqual(done.returncode, 121, done.stdout)
            self.assertIn(what, done.stdout)

    @unittest.skipIf(SANITIZED, FAULTS_ARE_REPORTED)
    def test_a_crash_is_a_verdict(self):
        for name in ("segfault", "overflow"):
            done = self.explore(name)
            self.assertEqual(done.returncode, 123)
            self.assertIn(f"{name}: crash:", done.stdout)
        for jobs in "12":
            done = self.explore("--jobs", jobs, "misbehave", "call")
            self.assertEqual(done.returncode, 123)
            self.assertIn("misbehave: crash:", done.stdout)

    def test_any_number_of_processes_finds_the_same(self):
        for name, *options in (("zoo_philosophers", "--count"), ("zoo_lost_update_right", "--count", "--strategy", "dfs"),
                               ("zoo_philosophers", "--strategy", "random", "--max-executions", "600"), ("zoo_told_too_early", "--plain-memory")):
            found = [self.explore(name, *options, "--jobs", jobs).stdout for jobs in "123"]
            self.assertEqual(found[1:], found[:1] * 2)

    def test_a_schedule_made_elsewhere_is_refused(self):
        for schedule, piece in (("v1:0*3@00000000", "other requests"), ("v2:0*3", "another version")):
            self.assert_refused(self.explore("true", "--schedule", schedule), 125, piece)
        odd = self.explore("zoo_philosophers", "--schedule", "v1:7*3")
        self.assertIn("could not be followed", odd.stdout)

    def test_the_right_twin_has_no_failure(self):
        done = self.explore("zoo_philosophers_right")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"^zoo_philosophers_right: no failure: \d+ executions? \(\d+ class(es)?\).*, complete\n$")

    def test_a_lost_update_needs_one_preemption(self):
        done = self.explore("--litmus", self.lost_update(), "--json")
        self.assertEqual(done.returncode, 121)
        told = json.loads(done.stdout)["counterexample"]
        self.assertEqual((told["preemptions"], len(told["steps"])), (1, 4))
        self.assertIsNotNone(told["critical_step"])

    def test_counts(self):
        for strategy in ("dfs", "sleep", "dpor"):
            done = self.explore("--litmus", self.lost_update(), "--count", "--json", "--interleavings",
                                "--strategy", strategy)
            found = json.loads(done.stdout)
            self.assertEqual(list(found), COUNTS)
            self.assertEqual([found[key] for key in COUNTS if key not in ("executions", "blocked")],
                             ["lost", True, 6, 4, 0, 2, 1])

    def test_the_same_each_time(self):
        for strategy in ("dpor", "random", "pct", "pos"):
            arguments = ("zoo_lost_update_right", "--count", "--strategy", strategy, "--max-executions", "50")
            self.assertEqual(self.explore(*arguments).stdout, self.explore(*arguments).stdout)

    def test_source_sets_agree_with_sleep_sets(self):
        done = self.explore("zoo_philosophers", "--count", "--verify-reduction")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_search_that_is_cut_short_says_so(self):
        done = self.explore("zoo_philosophers_right", "--strategy", "dfs", "--max-executions", "3")
        self.assertEqual(done.returncode, 124)
        self.assertIn("not complete", done.stdout)

    def test_a_page_that_needs_nothing_else(self):
        page = str(self.directory / "page.html")
        self.explore("--litmus", self.lost_update(), "--html", page)
        with open(page, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("<title>lost: assertion failed</title>", text)
        self.assertNotRegex(text, r"(src|href)=")

    def test_wrong_usage(self):
        for arguments, piece in ((("no_such_program",), "no_such_program"), ((), "a program or --litmus"),
                                 (("sh", "--schedule", "x"), "no schedule"), (("sh", "--strategy", "x"), "--strategy"),
                                 (("--litmus", "/nowhere"), "/nowhere"), (("sh", "--max-executions", "x"), "x")):
            self.assert_refused(self.explore(*arguments), 125, piece)
