"""The zoo: each broken program gets the diagnosis that its help says, and each right twin none."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

from fibrix_case import FIBRIX, FibrixCase

ROOT = pathlib.Path(__file__).resolve().parents[2]


class TestZoo(FibrixCase):
    def test_every_diagnosis_is_the_expected_one(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools/zoo")], env={**os.environ, "FIBRIX": FIBRIX},
                              capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.stderr, "")
        self.assertNotIn("!!", done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_each_broken_program_has_a_right_twin(self):
        programs = {each["name"]: each["help"] for each in json.loads(self.run_fibrix("programs", "--json").stdout)}
        broken = {name for name, text in programs.items() if name.startswith("zoo_") and text.startswith("Broken (")}
        right = {name for name, text in programs.items() if name.startswith("zoo_") and text.startswith("Right: ")}
        self.assertGreaterEqual(len(broken), 40)
        self.assertEqual({name + "_right" for name in broken}, right)

    def test_the_right_twins_run(self):
        for name in sorted(path.stem for path in (ROOT / "userland/zoo").glob("*.cpp")):
            with self.subTest(name):
                done = self.run_fibrix("run", "--world", "sim", f"zoo_{name}_right")
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_a_name_that_is_not_in_the_zoo_is_told(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools/zoo"), "lion"], env={**os.environ, "FIBRIX": FIBRIX},
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr),
                         (2, "zoo: there is no such program in the zoo (see: fibrix programs)\n"))


if __name__ == "__main__":
    unittest.main()
