"""The laboratory: schedules, comparisons, questions, pictures, and the cases of OSTEP's simulators."""

import json
import pathlib
import random
import sys
import unittest
import xml.etree.ElementTree

from fibrix_case import SANITIZED, FibrixCase

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lab"))
import ostep_model  # noqa: E402

USAGE = 125

WORKLOAD = """# two processors, one pinned job, a real program
cpus 2
switch 0.5
job a run=20 every=5 wait=3 tickets=300
job b at=4 bursts=2/1+3 deadline=9
job c at=1 run=10 cpus=1
job hello at=2 : hello
"""


class LabTest(FibrixCase):
    def lab(self, *arguments, **options):
        done = self.run_fibrix("lab", *arguments, **options)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def sched(self, *arguments):
        return json.loads(self.lab("sched", "--json", *arguments))

    def timeline(self, *arguments):
        return [(span["job"], span["from"], span["to"]) for span in self.sched(*arguments)["timeline"]]

    # -- OSTEP ------------------------------------------------------------------------------------------------------------

    def test_cases_of_ostep_as_an_independent_model_has_them(self):
        expected = ostep_model.random_cases(300 if SANITIZED else 1200, seed=20)
        cases = self.write("cases", "".join(json.dumps(case) + "\n" for case in expected))
        lines = self.lab("sched", "--compat", "ostep", "--cases", cases, "--json").splitlines()
        self.assertEqual(len(lines), len(expected))
        for case, line in zip(expected, lines):
            self.assertEqual(json.loads(line), case)

    def test_what_is_expected_of_a_case_is_not_just_repeated(self):
        case = ostep_model.random_case("mlfq.py", random.Random(1))
        wrong = {**case, "timeline": [], "stats": {}, "levels": [], "events": []}
        path = self.write("cases", json.dumps(wrong) + "\n")
        self.assertEqual(json.loads(self.lab("sched", "--compat", "ostep", "--cases", path)), case)

    def test_the_quirk_of_stay(self):
        case = {"tool": "mlfq.py", "policy": "MLFQ", "quanta_high_to_low": [10, 10], "allotments_high_to_low": [1, 1],
                "ioTime": 5, "boost": 0, "stay": True, "iobump": False,
                "jobs": [{"id": 0, "arrival": 0, "run": 20, "ioFreq": 10}]}
        levels = json.loads(self.lab("sched", "--compat", "ostep", "--cases",
                                     self.write("case", json.dumps(case))))["levels"]
        self.assertEqual([level for _, _, level in levels], 10 * [1] + 10 * [0])
        spans = self.sched("--policy", "mlfq:levels=2,stay=on", "--jobs", "0:20:10:5")["timeline"]
        self.assertEqual([span["level"] for span in spans], [1, 1])

    # -- Schedules ----------------------------------------------------------------------------------------------------------

    def test_a_schedule_in_text_and_numbers(self):
        text = self.lab("sched", "--policy", "stcf", "--jobs", "0:8,2:3")
        self.assertIn("a     ##...######\n", text)
        self.assertIn("b       ###\n", text)
        made = self.sched("--policy", "stcf", "--jobs", "0:8,2:3")
        self.assertEqual(made["average"], {"response": 0.0, "turnaround": 7.0, "wait": 1.5})
        self.assertEqual(made["utilisation"], 1.0)
        self.assertEqual([job["wait"] for job in made["jobs"]], [3.0, 0.0])
        for span in made["timeline"]:
            self.assertNotEqual(span["reason"], "")

    def test_a_workload_file(self):
        made = self.sched("--policy", "rr:quantum=4", self.write("w", WORKLOAD))
        self.assertEqual(made["processors"], 2)
        self.assertEqual({job["name"]: job["computed"] for job in made["jobs"]},
                         {"a": 20.0, "b": 5.0, "c": 10.0, "hello": 0.0})
        self.assertEqual({span["cpu"] for span in made["timeline"] if span["job"] == "c"}, {1})
        self.assertIn("hello from task", made["output"])
        self.assertTrue(made["jobs"][1]["late"])

    def test_a_warm_cache_does_more(self):
        cold = self.sched(self.write("w", "job a run=30 set=200\ncache size=100 warmup=10 rate=2\n"))
        warm = self.sched(self.write("w", "job a run=30 set=50\ncache size=100 warmup=10 rate=2\n"))
        self.assertEqual((cold["end"], warm["end"]), (30.0, 20.0))

    def test_a_switch_costs_time(self):
        self.assertEqual(self.timeline("--policy", "fifo", "--jobs", "0:2,0:2", "--switch", "1"),
                         [("a", 0.0, 2.0), ("b", 3.0, 5.0)])

    def test_each_seed_is_another_instance_and_the_same_again(self):
        one, again, other = (self.sched("--seed", seed, "--count", "5", "--waits") for seed in ("1", "1", "2"))
        self.assertEqual(one, again)
        self.assertNotEqual(one["jobs"], other["jobs"])

    def test_policies_side_by_side(self):
        names = ["fifo", "sjf", "rr:quantum=1"]
        options = [word for name in names for word in ("--policy", name)]
        text = self.lab("compare", *options, "--jobs", "0:10,0:2")
        for name in names:
            self.assertRegex(text, rf"(?m)^{name} +\d")
        made = json.loads(self.lab("compare", *options, "--jobs", "0:10,0:2", "--json"))
        self.assertEqual([trial["average"]["turnaround"] for trial in made], [11.0, 7.0, 8.0])

    def test_every_policy_finishes_every_workload(self):
        policies = [entry["name"] for entry in json.loads(self.run_fibrix("policies", "--json").stdout)]
        self.assertGreaterEqual(len(policies), 13)
        for name in policies:
            for extra in ((), ("--cpus", "3", "--switch", "0.1")):
                with self.subTest(name, extra=extra):
                    made = self.sched("--policy", name, "--seed", "9", "--count", "8", "--waits", *extra)
                    for job in made["jobs"]:
                        self.assertGreaterEqual(job["wait"], 0)
                        self.assertGreater(job["end"], job["arrival"])

    # -- Questions -------------------------------------------------------------------------------------------------------------

    def test_questions_and_marks(self):
        work = ("--policy", "sjf", "--seed", "4")
        blanks = self.lab("sched", *work, "--predict")
        made = self.sched(*work)
        answers = {f"{job['name']}.{what}": job[what] for job in made["jobs"] for what in ("response", "turnaround", "wait")}
        answers.update({f"average.{what}": round(value, 2) for what, value in made["average"].items()})
        lines = [f"{line}{answers[line.split(' ')[0]]}" if line.endswith("= ") else line for line in blanks.splitlines()]
        right = self.write("answers", "\n".join(lines))
        self.assertIn("12 of 12", self.lab("sched", *work, "--check", right))
        wrong = self.write("wrong", "\n".join(lines).replace("a.wait = ", "a.wait = 1"))
        done = self.run_fibrix("lab", "sched", *work, "--check", wrong, "--json")
        marks = json.loads(done.stdout)
        self.assertEqual((done.returncode, marks["points"], marks["of"]), (1, 11, 12))

    # -- Pictures ---------------------------------------------------------------------------------------------------------------

    def test_pictures_are_complete_in_themselves(self):
        svg, html = self.directory / "o.svg", self.directory / "o.html"
        self.lab("sched", "--jobs", "0:8:3,2:3", "--svg", str(svg), "--html", str(html))
        root = xml.etree.ElementTree.parse(svg).getroot()
        titles = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title")]
        self.assertTrue(any(title.startswith("b: 3 to 6 on processor 0") for title in titles), titles)
        page = html.read_text()
        self.assertIn("<svg", page)
        self.assertNotRegex(page.replace("http://www.w3.org/2000/svg", ""), r"https?://|src=|@import")

    # -- Rules and bad input --------------------------------------------------------------------------------------------------------

    def test_rules_are_said(self):
        text = self.lab("sched", "--policy", "mlfq:levels=2", "--rules")
        self.assertIn("goes to the tail", text)
        self.assertIn("At one instant", text)
        self.assertIn("goes to the tail", self.run_fibrix("policies", "--rules").stdout)

    def test_parameters_are_listed(self):
        (mlfq,) = (each for each in json.loads(self.run_fibrix("policies", "--json").stdout) if each["name"] == "mlfq")
        self.assertIn({"name": "levels", "form": "NUMBER", "default": "3", "help": "how many queues there are"},
                      mlfq["parameters"])
        self.assertIn("levels=NUMBER", self.run_fibrix("policies").stdout)

    def test_what_is_wrong_is_said_in_one_line(self):
        no_case = self.write("no_case", '{"tool": "mlfq.py"}\n')
        for arguments, piece in (
            (("sched", "--policy", "mlfq:level=3"), "there is no parameter 'level' (there are: levels,"),
            (("sched", "--policy", "rr:quantum=0"), "'quantum=0': it must be a duration"),
            (("sched", "--policy", "fifo:quantum=3"), "it has none"),
            (("sched", "--policy", "nothing"), "there is no policy 'nothing' (see: fibrix policies)"),
            (("sched", "--jobs", "0"), "ARRIVAL:RUN[:EVERY[:WAIT]] is needed"),
            (("sched", "--jobs", "0:x"), "'x' is no time"),
            (("sched", "--cpus", "0"), "--cpus"),
            (("sched", "/nowhere"), "cannot read '/nowhere'"),
            (("sched", self.write("w1", "jobs 3\n")), "line 1: 'jobs' is none of job, cpus, switch, cache"),
            (("sched", self.write("w2", "\njob a run=1 cpus=5\n")), "job 'a' may run on no processor that is there"),
            (("sched", self.write("w3", "job a\n")), "line 1: a job has either run=, or bursts=, or a program"),
            (("sched", self.write("w4", "job a : nothing\n")), "there is no program 'nothing'"),
            (("sched", "--compat", "ostep"), "--cases FILE is needed"),
            (("sched", "--compat", "ostep", "--cases", no_case), "line 1 has not the form of a case"),
            (("sched", "--check", self.write("a", "no answer")), "is not NAME = NUMBER"),
            (("compare",), "--policy"),
        ):
            with self.subTest(arguments):
                self.assert_refused(self.run_fibrix("lab", *arguments), USAGE, piece)
        self.assert_refused(self.run_fibrix("run", "--policy", "mlfq:levels=0", "true"), USAGE, "'levels=0': it must be")


class PolicyTest(FibrixCase):
    """Every policy serves real programs too."""

    def test_usertests_under_every_policy(self):
        for entry in json.loads(self.run_fibrix("policies", "--json").stdout):
            with self.subTest(entry["name"]):
                done = self.run_fibrix("run", "--world", "sim", "--policy", entry["name"], "usertests")
                self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)

    def test_a_shell_under_every_policy(self):
        script = "seq 3 | sort -r; sleep 0.01; echo done\n"
        for entry in json.loads(self.run_fibrix("policies", "--json").stdout):
            with self.subTest(entry["name"]):
                done = self.run_script(script, "--policy", entry["name"])
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "3\n2\n1\ndone\n", ""))


if __name__ == "__main__":
    unittest.main()
