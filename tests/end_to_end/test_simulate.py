"""Runs of several simulated hosts: repeatable, every fault counted, and a planted bug found."""

import json
import pathlib
import shlex

from fibrix_case import SANITIZED, FibrixCase

SCENARIOS = pathlib.Path(__file__).parent / "scenarios"
KV, KV_LIES, PING = (str(SCENARIOS / f"{name}.scenario") for name in ("kv", "kv_lies", "ping"))
ECHO = """
host server
    run echo_server --host 0.0.0.0
host client
    client echo_client --host server hello world
phase chaos 1s
"""
ECHO_CHECKED = """
host server
    run echo_server --host 0.0.0.0
host client
    client echo_check --host server --most 3000 --until {heal}
"""
KV_SHORT = """
host db
    disk /data
    run kv --host 0.0.0.0 --snapshot /data/kv
host one
    client kv_check --host db --until {heal}
"""


class Simulate(FibrixCase):
    def simulate(self, *arguments, code=0):
        done = self.run_fibrix("simulate", *arguments)
        self.assertEqual((done.returncode, done.stderr), (code, ""), done.stdout)
        return done.stdout

    def report(self, *arguments, code=0):
        return json.loads(self.simulate(*arguments, "--json", code=code))


class OneRun(Simulate):
    def test_the_unchanged_programs_talk_over_the_simulated_network(self):
        said = self.simulate(self.write("echo", ECHO))
        self.assertIn("server | echo_server: listening on 0.0.0.0:7007\n", said)
        self.assertIn("client | hello world\n", said)
        self.assertIn("seed 0: passed\n    faults: none\n", said)

    def test_a_client_that_fails_is_a_failure_with_the_line_that_does_it_again(self):
        path = self.write("echo", ECHO.replace("--host server hello", "--host server --port 7 hello"))
        said = self.simulate(path, "--seed", "5", code=1)
        self.assertIn("seed 5: failed: client: 'echo_client", said)
        self.assertIn("cannot connect to 10.0.0.1:7: connection refused\n", said)
        self.assertIn(f"    again: fibrix simulate {path} --seed 5\n", said)

    def test_who_never_ends_has_made_no_progress(self):
        path = self.write("wait", "host a\n    client sleep 1000\nphase check 1s\n")
        self.assertIn("a: no progress: 'sleep 1000' has not ended", self.simulate(path, code=1))

    def test_a_fault_that_never_happens_makes_a_run_invalid(self):
        path = self.write("echo", ECHO)
        report = self.report(path, "--faults", "drop=0.5", code=2)
        self.assertEqual((report["ending"], report["why"]), ("invalid", "the fault 'drop' has never happened"))

    def test_the_same_seed_gives_the_same_run_and_another_one_another(self):
        first, again, other = (self.simulate(KV, "--seed", seed, "--faults", "reset=0.05,delay,jump")
                               for seed in ("3", "3", "4"))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_each_fault_happens_and_is_counted(self):
        for fault in ("delay", "clog", "partition", "half-open", "reset", "refuse", "hang", "short", "eio", "enospc",
                      "fsync", "kill", "reboot", "skew", "jump", "eintr", "eagain", "emfile", "enomem"):
            report = self.report(KV, "--seed", "1", "--faults", fault)
            self.assertEqual(list(report["faults"]), [fault])
            self.assertGreater(report["faults"][fault], 0, fault)
        for fault in ("drop", "duplicate", "reorder"):
            self.assertGreater(self.report(PING, "--seed", "1", "--faults", fault)["faults"][fault], 0, fault)
        for fault in ("torn", "lost-block", "lost-name"):
            report = self.report(KV, "--seed", "1", "--faults", f"{fault},reboot=3")
            self.assertGreater(report["faults"][fault], 0, fault)

    def test_one_fault_more_does_not_shift_the_others(self):
        alone = self.report(KV, "--seed", "1", "--faults", "skew,kill=1")
        self.assertEqual(alone["fingerprint"],
                         self.report(KV, "--seed", "1", "--faults", "kill=1,skew,drop=0.5", code=2)["fingerprint"])


class AtEachRequest(Simulate):
    """A kill or a reboot placed at each request of the servers, one after the other."""

    SHORT = ("phase load 0s\nphase chaos 300ms\nphase heal 100ms\nphase check 20s\n")

    def each(self, scenario, faults):
        report = self.report(self.write("short", scenario + self.SHORT), "--faults", faults, "--jobs", "2")
        self.assertEqual((report["passed"], report["invalid"]), (report["runs"], 0), report["reports"])
        return report

    def test_clients_outlive_it_wherever_it_comes(self):
        for scenario, fault in ((ECHO_CHECKED, "kill"), (ECHO_CHECKED, "reboot"), (KV_SHORT, "kill")):
            report = self.each(scenario, f"{fault}@each")
            self.assertGreater(report["runs"], 20)
            self.assertEqual(report["faults"], {fault: report["runs"]})

    def test_a_bug_that_one_request_shows_is_found_and_found_again(self):
        path = self.write("lies", KV_SHORT.replace("disk /data", "disk /data\n    lie fsync") + self.SHORT)
        said = self.simulate(path, "--faults", "reboot@each,lost-block=1", "--jobs", "2", code=1)
        again = said.partition(": failed: ")[2].partition("again: fibrix ")[2].splitlines()[0]
        self.assertRegex(again, r"--faults lost-block=1,reboot@\d+$")
        once = self.run_fibrix(*shlex.split(again))
        self.assertEqual(once.returncode, 1)
        self.assertIn(said.partition(": failed: ")[2].splitlines()[0], once.stdout)

    def test_the_request_never_has_any_effect(self):
        path = self.write("told", "host a\n    run echo told\n    client sleep 0.5\n" + self.SHORT)
        first = self.simulate(path, "--faults", "kill@1")
        self.assertNotIn("0.000000          a | told", first)  # but the next one, which is started in its place, has
        self.assertIn("0.100000          a | told", first)
        self.assertIn("faults: kill=1\n", first)

    def test_wrong_usage(self):
        path = self.write("echo", ECHO)
        for faults, piece in (("drop@3", "'drop@3': only kill and reboot come at"), ("kill@0", "'kill@0': only kill"),
                              ("kill@x", "'kill@x': only kill")):
            self.assert_refused(self.run_fibrix("simulate", path, "--faults", faults), 125, piece)
        self.assert_refused(self.run_fibrix("simulate", path, "--faults", "kill@each", "--seeds", "1..2"), 125,
                            "'each' is about one seed")
        quiet = self.write("quiet", "host a\n    client sleep 1\n")
        self.assert_refused(self.run_fibrix("simulate", quiet, "--faults", "kill@each"), 125,
                            "no server makes a request")


class OneSystem(FibrixCase):
    """--faults of boot and run: the network and the disk of one simulated system."""

    def faulty(self, faults, *words, world="sim"):
        return self.run_fibrix("run", "--world", world, "--faults", faults, *words)

    def test_what_happened_is_counted_in_the_log(self):
        script = "echo_server --port 7 &\nfor i in 1 2 3 4 5 6 7 8; do echo_client --port 7 round $i; done\n"
        done = self.run_script(script, "--world", "sim", "--faults", "short=0.5", "--log-level", "info")
        self.assertEqual(done.returncode, 0)
        self.assertIn("round 8\n", done.stdout)
        self.assertRegex(done.stderr, r"faults: short=[1-9]")

    def test_a_fault_that_never_happens_shows_nothing(self):
        done = self.faulty("reset=0.5", "hello")
        self.assertEqual(done.returncode, 124)
        self.assert_one_line(done.stderr, "the fault 'reset' has never happened")

    def test_what_cannot_be_had_is_refused(self):
        self.assert_refused(self.faulty("reboot=2", "hello"), 125, "'reboot' needs several hosts")
        self.assert_refused(self.faulty("frob=2", "hello"), 125, "there is no fault 'frob'")
        self.assert_refused(self.faulty("reset=0.1", "hello", world="host"), 125, "only a simulation has them")


class Campaigns(Simulate):
    def test_kv_loses_nothing_under_swarm_faults(self):
        runs = 40 if SANITIZED else 300
        report = self.report(KV, "--seeds", f"0..{runs - 1}", "--faults", "swarm", "--jobs", "2", code=None)
        self.assertEqual((report["runs"], report["failed"]), (runs, 0), report["reports"])
        self.assertLessEqual(report["invalid"], runs // 50)
        self.assertGreater(min(report["faults"].values()), 0)

    def test_clients_that_ask_again_survive_what_befalls_datagrams(self):
        report = self.report(PING, "--seeds", "0..59", "--faults", "swarm", "--jobs", "2", code=None)
        self.assertEqual((report["runs"], report["failed"]), (60, 0), report["reports"])
        self.assertLessEqual(report["invalid"], 1, report["reports"])
        self.assertTrue({"drop", "duplicate", "reorder", "partition", "reboot"} <= set(report["faults"]), report)
        self.assertGreater(min(report["faults"].values()), 0)
        self.assertNotIn("reset", report["faults"])  # there are no streams

    def test_other_servers_give_nobody_what_is_not_his(self):
        runs = 10 if SANITIZED else 40
        for name in ("echo", "httpd"):
            report = self.report(str(SCENARIOS / f"{name}.scenario"), "--seeds", f"0..{runs - 1}", "--faults", "swarm",
                                 "--jobs", "2", code=None)
            self.assertEqual((report["runs"], report["failed"]), (runs, 0), report["reports"])
            self.assertLessEqual(report["invalid"], runs // 10, report["reports"])

    def test_a_client_that_asks_only_once_does_not(self):
        with open(PING) as file:
            once = self.write("once", file.read().replace("--tries 1000", "--tries 1"))
        self.assertIn("1: failed: ", self.simulate(once, "--seeds", "1..1", "--faults", "drop=0.3", code=1))

    def test_a_planted_bug_is_found_and_found_again_from_the_printed_line(self):
        said = self.simulate(KV_LIES, "--seeds", "0..19", "--faults", "reboot=2,lost-block=0.5", code=1)
        again = next(line for line in said.splitlines() if "again:" in line).partition("again: fibrix ")[2]
        why = next(line for line in said.splitlines() if ": failed: " in line)
        once = self.run_fibrix(*shlex.split(again))
        self.assertEqual(once.returncode, 1)
        self.assertIn(why, once.stdout)
        self.assertEqual(once.stdout, self.run_fibrix(*shlex.split(again)).stdout)

    def test_the_number_of_jobs_changes_nothing(self):
        one, two = (self.report(KV, "--seeds", "5..14", "--faults", "kill=1", "--jobs", jobs) for jobs in ("1", "2"))
        self.assertEqual(one, two)

    def simulate(self, *arguments, code=0):
        if code is not None:
            return super().simulate(*arguments, code=code)
        done = self.run_fibrix("simulate", *arguments)
        self.assertIn(done.returncode, (0, 2), done.stderr)
        return done.stdout


class WrongUsage(Simulate):
    def refused(self, text, *arguments):
        done = self.run_fibrix("simulate", self.write("scenario", text), *arguments)
        self.assertEqual(done.stdout, "")
        self.assert_refused(done, 125)
        return done.stderr

    def test_what_is_wrong_with_a_scenario_is_said_with_its_line(self):
        for text, piece in (("", "there is no host in it"),
                            ("run kv\n", "line 1: run: on which host?"),
                            ("host a\nhost a\n", "line 2: host: there are two a"),
                            ("host a\n  run nothing_such\n", "there is no program 'nothing_such'"),
                            ("\nlatency soon\n", "line 2: latency: 'constant 1ms', "),
                            ("phase chaos 5\n", "line 1: phase: "),
                            ("disc /x\n", "line 1: 'disc' is none of host, "),
                            ("host a\n  disk x\n", "line 2: disk: where it is to be"),
                            ("host a\n  lie all\n", "line 2: lie: fsync is all")):
            self.assertIn(piece, self.refused(text))

    def test_wrong_options(self):
        self.assertIn("--faults: there is no fault 'rain'", self.refused(ECHO, "--faults", "rain=0.1"))
        self.assertIn("--faults: 'reset=2': a probability", self.refused(ECHO, "--faults", "reset=2"))
        self.assertIn("--faults: 'reboot=0.5': a number of times", self.refused(ECHO, "--faults", "reboot=0.5"))
        self.assertIn("--seeds: '5..3' is not A..B", self.refused(ECHO, "--seeds", "5..3"))
        done = self.run_fibrix("simulate", "/nowhere/x")
        self.assert_refused(done, 125, "cannot read '/nowhere/x'")
