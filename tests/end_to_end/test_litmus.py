"""Litmus programs under the explorer: counts that are known or published, and counts of random programs that an oracle
finds without the explorer."""
import json
import pathlib
import sys
import unittest

from fibrix_case import FibrixCase

WRONG_USAGE = 125
EXPLORE = pathlib.Path(__file__).resolve().parent.parent / "explore"
sys.path.insert(0, str(EXPLORE))

import fuzz  # noqa: E402
import oracle  # noqa: E402

KEYS = ["name", "complete", "interleavings", "classes", "executions", "blocked", "deadlocks", "failures",
        "min_preemptions"]


def expectations(text):
    """Of "# expect classes 3 deadlocks 0": {"classes": 3, "deadlocks": 0}."""
    for line in text.splitlines():
        if line.startswith("# expect "):
            words = line.split()[2:]
            return {key: int(value) for key, value in zip(words[::2], words[1::2])}
    return {}


class TestLitmus(FibrixCase):
    def count(self, path, *options):
        done = self.run_fibrix("explore", "--litmus", str(path), "--count", "--json", *options)
        self.assertEqual(done.stderr, "")
        return json.loads(done.stdout)

    def test_known_counts(self):
        files = sorted((EXPLORE / "litmus").glob("*.lit"))
        self.assertGreater(len(files), 40)
        for path in files:
            expected = expectations(path.read_text(encoding="utf-8"))
            with self.subTest(path.name):
                self.assertIn("classes", expected)
                every = expected.get("interleavings", 10**9) < 100000
                found = self.count(path, *(["--interleavings"] if every else []))
                self.assertEqual(list(found), KEYS)
                self.assertEqual(found["name"], path.stem)
                self.assertTrue(found["complete"])
                if not every:
                    expected.pop("interleavings", None)
                    self.assertIsNone(found["interleavings"])
                if found["deadlocks"] + found["failures"] == 0:
                    self.assertIsNone(found["min_preemptions"])
                self.assertEqual({key: found[key] for key in expected}, expected)

    def test_the_oracle_agrees_with_what_is_expected(self):
        for path in sorted((EXPLORE / "litmus").glob("*.lit")):
            text = path.read_text(encoding="utf-8")
            expected = expectations(text)
            if "interleavings" not in expected:
                continue  # too large for it
            with self.subTest(path.name):
                found = oracle.count(text)
                self.assertEqual({key: found[key] for key in expected}, expected)

    def test_random_programs_are_counted_as_the_oracle_counts_them(self):
        for seed in range(40):
            text = fuzz.Generator(seed).program()
            with self.subTest(seed=seed, program=text):
                self.assertEqual(fuzz.differences(text, ["--interleavings"]), {})

    def test_bounds_on_preemptions(self):
        for seed in range(100, 115):
            text = fuzz.Generator(seed).program()
            for bound in ("0", "1", "2"):
                with self.subTest(seed=seed, bound=bound, program=text):
                    self.assertEqual(fuzz.differences(text, ["--max-preemptions", bound]), {})

    def test_what_is_wrong_with_a_text_is_told_in_one_line(self):
        for text, told in (("var x\ntask t\nload x\nend\n",
                            ":3: 'x' is a variable: load it into a local to use its value"),
                           ("", ":1: there is no task")):
            path = self.write("wrong.lit", text)
            done = self.run_fibrix("explore", "--litmus", str(path), "--count", "--json")
            self.assertEqual((done.returncode, done.stdout, done.stderr), (WRONG_USAGE, "", f"fibrix: explore: {path}{told}\n"))
        missing = f"{self.directory}/none.lit"
        done = self.run_fibrix("explore", "--litmus", missing)
        self.assertEqual((done.returncode, done.stderr),
                         (WRONG_USAGE, f"fibrix: explore: cannot read '{missing}': No such file or directory\n"))


if __name__ == "__main__":
    unittest.main()
