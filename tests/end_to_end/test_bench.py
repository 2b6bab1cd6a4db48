"""`fibrix bench`: every benchmark runs and reports; how long anything takes is not judged here."""

import json
import os
import subprocess
import unittest

FIBRIX = os.environ["FIBRIX"]
SANITIZE = os.environ.get("FIBRIX_SANITIZE", "")
USAGE = 125


def bench(*arguments):
    return subprocess.run([FIBRIX, "bench", *arguments], capture_output=True, text=True, timeout=200)


class Bench(unittest.TestCase):
    def names(self):
        return [each["name"] for each in json.loads(bench("--list", "--json").stdout)]

    def test_all_are_listed(self):
        self.assertEqual(self.names(), ["channel", "echo", "explore", "pipe", "record", "sleepers", "spawn", "switch",
                                        "timers", "trace", "trap", "tree"])

    @unittest.skipIf(SANITIZE, "bare fibers do not tell the sanitizers of their switches")
    def test_each_runs_and_measures_its_limit_too(self):
        for name in self.names():
            with self.subTest(name=name):
                done = bench(name, "--quick", "--json")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                rows = json.loads(done.stdout)
                self.assertTrue(rows)
                for row in rows:
                    self.assertEqual(row["benchmark"], name)
                    self.assertLessEqual(row["value"]["min"], row["value"]["median"])
                    self.assertLessEqual(row["value"]["median"], row["value"]["max"])
                    self.assertIsNotNone(row["limit"])

    @unittest.skipIf(SANITIZE, "bare fibers do not tell the sanitizers of their switches")
    def test_the_table_has_a_line_for_each_measure(self):
        lines = bench("trap", "--quick").stdout.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("ratio", lines[0])
        self.assertIn("get_tid round trip", lines[1])

    def test_an_unknown_name_is_one_clear_line(self):
        done = bench("nonsense")
        self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("nonsense", done.stderr)


if __name__ == "__main__":
    unittest.main()
