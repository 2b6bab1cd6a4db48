"""--faults each: every request of a program fails once, and what becomes of it."""

import json
import unittest

from fibrix_case import SANITIZED, FibrixCase

UNENDING = {"yes", "hog"}
MISTAKES = {"careless", "misbehave", "usertests"}
LONG = {"kv_check", "echo_check", "http_check"}  # without its server each of its many runs only tries again and again


@unittest.skipIf(SANITIZED, "what a sanitizer allocates is counted")
class FailEach(FibrixCase):
    def fail_each(self, *words, **options):
        return self.run_fibrix("run", "--faults", "each", *words, **options)

    def test_all_programs_pass(self):
        programs = [each["name"] for each in json.loads(self.run_fibrix("programs", "--json").stdout)]
        for program in programs:
            if program in UNENDING | MISTAKES | LONG or program.startswith("zoo"):  # which is for the explorer
                continue
            with self.subTest(program=program):
                done = self.fail_each(program, input="a b\n")
                if done.returncode != 125:  # it has nothing to do without arguments
                    self.assertRegex(done.stdout, r"\d+ requests: \d+ runs, 0 of them bad\n$", done.stdout + done.stderr)
                    self.assertEqual(done.returncode, 0)

    def test_programs_on_files_pass(self):
        for words in (["cp", "/etc/motd", "/tmp/copy"], ["sort", "/proc/tasks"], ["ls", "-l", "/", "/bin"],
                      ["sh", "-c", "echo a >/tmp/x; cat /tmp/x | wc"], ["tee", "/tmp/a", "/tmp/b"], ["mkdir", "/tmp/d"],
                      ["dining", "--seats", "2"], ["grep", "a", "/etc/motd"], ["mktemp"], ["stat", "/tmp"]):
            with self.subTest(words=words):
                done = self.fail_each(*words, input="a b\n")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_kind_of_carelessness_is_found(self):
        for way, what in (("leak", "sleep: EINTR: leaks 2 blocks of memory"), ("hang", "hangs in a deadlock"),
                          ("spin", "sleep: EINTR: hangs\n"), ("lose", "write: ENOSPC: loses data"),
                          ("crash", "crashes with exit code 123 (")):
            with self.subTest(way=way):
                done = self.fail_each("careless", way)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(what, done.stdout)

    def test_what_does_not_end_or_is_not_there_is_refused(self):
        self.assert_refused(self.fail_each("yes"), 125, "'yes' does not end by itself")
        self.assert_refused(self.fail_each("nothing"), 127, "nothing")
        self.assert_refused(self.run_fibrix("run", "--faults", "some", "hello"), 125, "--faults: only a simulation has them")


if __name__ == "__main__":
    unittest.main()
