import json
import os

from fibrix_case import FibrixCase


class Listings(FibrixCase):
    def listing(self, name):
        done = self.run_fibrix(name, "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def test_syscalls_say_all_about_themselves(self):
        syscalls = self.listing("syscalls")
        numbers = [each["number"] for each in syscalls]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(len({each["name"] for each in syscalls}), len(syscalls))
        for each in syscalls:
            self.assertRegex(each["name"], r"^[a-z][a-z_0-9]*$")
            self.assertTrue(each["help"].endswith("."), each)
            self.assertTrue(each["result"], each)
            for field in each["fields"]:
                self.assertEqual(set(field), {"name", "type", "direction"})
                self.assertIn(field["direction"], ("in", "out", "local"))
            for error in each["errors"]:
                self.assertRegex(error, r"^E[A-Z0-9]+$")

    def test_known_syscalls_are_there(self):
        found = {each["name"]: each for each in self.listing("syscalls")}
        self.assertEqual([field["name"] for field in found["start"]["fields"]],
                         ["program", "arguments", "service", "handles", "environment", "group"])
        self.assertTrue(found["accept"]["parks"])
        self.assertTrue(found["close"]["release"])
        self.assertFalse(found["is_terminal"]["parks"])

    def test_types_are_named_for_what_they_are(self):
        found = {each["name"]: each for each in self.listing("syscalls")}
        self.assertEqual([field["type"] for field in found["seek"]["fields"]], ["int", "integer", "Whence"])
        self.assertEqual(found["seek"]["result"], "integer")
        self.assertIn("only the parent", found["wait"]["help"])

    def test_programs_and_policies_are_sorted_and_explained(self):
        for name, some in (("programs", {"init", "sh", "ps", "echo_server"}), ("policies", {"batching", "rr"})):
            entries = self.listing(name)
            names = [each["name"] for each in entries]
            self.assertEqual(names, sorted(set(names)))
            self.assertLessEqual(some, set(names))
            self.assertTrue(all(each["help"] for each in entries))

    def test_tables_name_the_same_as_the_json(self):
        for name in ("programs", "policies"):
            lines = self.run_fibrix(name).stdout.splitlines()
            shown = [line.split()[0] for line in lines if not line.startswith(" ")]  # below: what can be set of it
            self.assertEqual(shown, [each["name"] for each in self.listing(name)])
        table = self.run_fibrix("syscalls").stdout
        for each in self.listing("syscalls"):
            self.assertIn(f" {each['name']}(", table)

    def test_the_version(self):
        done = self.run_fibrix("--version")
        self.assertRegex(done.stdout, r"^fibrix \d+\.\d+\.\d+\n$")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_what_cannot_be_written(self):
        for arguments in (["programs"], ["--help"], ["boot", "--help"], ["--version"], ["syscalls", "--json"]):
            with self.subTest(arguments):
                with open("/dev/full", "w") as full:
                    done = self.run_fibrix(*arguments, stdout=full)
                self.assert_refused(done, 125, "fibrix: cannot write to standard output: No space left on device")
                reader, writer = os.pipe()
                os.close(reader)
                done = self.run_fibrix(*arguments, stdout=writer)
                os.close(writer)
                self.assertEqual((done.returncode, done.stderr), (125, ""))

    def test_every_program_explains_itself(self):
        for program in self.listing("programs"):
            done = self.run_fibrix("run", program["name"], "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""), program)
            self.assertIn(f"Usage: {program['name']}", done.stdout)
