import json

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

    def test_programs_and_policies_are_sorted_and_explained(self):
        for name, some in (("programs", {"init", "sh", "ps", "echo_server"}), ("policies", {"batching", "rr"})):
            entries = self.listing(name)
            names = [each["name"] for each in entries]
            self.assertEqual(names, sorted(set(names)))
            self.assertLessEqual(some, set(names))
            self.assertTrue(all(each["help"] for each in entries))

    def test_tables_name_the_same_as_the_json(self):
        for name in ("programs", "policies"):
            shown = [line.split()[0] for line in self.run_fibrix(name).stdout.splitlines()]
            self.assertEqual(shown, [each["name"] for each in self.listing(name)])
        table = self.run_fibrix("syscalls").stdout
        for each in self.listing("syscalls"):
            self.assertIn(f" {each['name']}(", table)

    def test_every_program_explains_itself(self):
        for program in self.listing("programs"):
            done = self.run_fibrix("run", program["name"], "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""), program)
            self.assertIn(f"Usage: {program['name']}", done.stdout)
