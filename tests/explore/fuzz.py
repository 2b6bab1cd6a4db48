"""Random litmus programs, counted by the explorer and by the oracle: who disagrees is printed, with the program.

    FIBRIX=build/release/fibrix python3 tests/explore/fuzz.py [--programs N] [--seed N] [--strategy NAME]
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import oracle

FIBRIX = os.environ.get("FIBRIX", str(pathlib.Path(__file__).parents[2] / "build/release/fibrix"))
COMPARED = ("interleavings", "classes", "deadlocks", "failures", "min_preemptions")


class Generator:
    """Programs that end: what loops does so because somebody else's store is waited for by a lock, never by a spin."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def program(self):
        pick = self.random
        self.variables = ["x", "y"][:pick.randint(1, 2)]
        lines = [f"name fuzz_{pick.randrange(1000000)}", "var " + " ".join(f"{v} = {pick.randint(0, 1)}" for v in self.variables)]
        self.mutexes = ["m", "n"][:pick.choice([0, 0, 1, 2])]
        self.conditions = ["c"] if self.mutexes and pick.random() < 0.3 else []
        self.channels = ["ch"] if pick.random() < 0.2 else []
        lines += [f"mutex {m}" for m in self.mutexes] + [f"condvar {c}" for c in self.conditions]
        lines += [f"channel ch {pick.randint(0, 2)}" for _ in self.channels]
        tasks = pick.choice([2, 2, 3])
        self.budget = 5 if tasks == 2 else 3
        shared = pick.random() < 0.3
        for task in range(1 if shared else tasks):
            lines.append(f"tasks i = 1..{tasks}" if shared else f"task t{task}")
            lines += ["    " + line for line in self.block(self.budget)] + ["end"]
        if pick.random() < 0.6:
            lines.append(f"final assert {pick.choice(self.variables)} != {pick.randint(0, 3)}")
        return "\n".join(lines) + "\n"

    def block(self, steps):
        lines, held = [], []
        while steps > 0:
            made, cost = self.statement(held, steps)
            lines += made
            steps -= cost
        lines += [f"unlock {m}" for m in reversed(held) if self.random.random() < 0.9]
        return lines

    def value(self):
        return self.random.choice(["0", "1", "2", "r", "s", "r + 1", "s == r", "(r + s) % 2"])

    def statement(self, held, steps):
        pick = self.random
        variable, local = pick.choice(self.variables), pick.choice("rs")
        made = [
            ([f"load {local} {variable}"], 1),
            ([f"store {variable} {self.value()}"], 1),
            ([f"add {pick.choice(['_', local])} {variable} 1"], 1),
            ([f"cas {local} {variable} {self.value()} {self.value()}"], 1),
            ([f"exchange {local} {variable} {self.value()}"], 1),
            ([f"let {local} {self.value()}"], 0 if pick.random() < 0.5 else 1),
        ]
        if pick.random() < 0.08:
            made = [([f"assert {local} < 2"], 1)]
        if steps >= 2 and pick.random() < 0.2:
            inner, cost = self.statement(held[:], 0)
            made = [([f"if {self.value()}"] + inner + ["end"], cost)]
        if self.mutexes and steps >= 2 and pick.random() < 0.5:
            made = self.agreeing(held, local)
        if self.channels and pick.random() < 0.4:
            made = [([f"send ch {self.value()}"], 1), ([f"recv {local} ch"], 1)]
        return pick.choice(made)

    def agreeing(self, held, local):
        pick = self.random
        free = [m for m in self.mutexes if m not in held]
        if self.conditions and pick.random() < 0.6:
            if held and pick.random() < 0.5:
                return [([f"wait c {pick.choice(held)}"], 2)]
            return [([pick.choice(["signal c", "broadcast c"])], 1)]
        if not free or (held and pick.random() < 0.5):
            return [([f"unlock {held.pop()}"], 1)]
        mutex = pick.choice(free)
        if pick.random() < 0.3:
            return [([f"trylock {local} {mutex}", f"if {local}", f"    unlock {mutex}", "end"], 2)]
        held.append(mutex)
        return [([f"lock {mutex}"], 1)]


def explored(text, options):
    with tempfile.NamedTemporaryFile("w", suffix=".lit", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = subprocess.run([FIBRIX, "explore", "--litmus", file.name, "--count", "--json", *options],
                              capture_output=True, text=True, timeout=120, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return {"error": done.stderr}


def differences(text, options=()):
    """What the explorer and the oracle say differently of a program: {key: (explorer, oracle)}."""
    bound = [int(options[i + 1]) for i, option in enumerate(options) if option == "--max-preemptions"]
    expected = oracle.count(text, most_preemptions=bound[0] if bound else None)
    found = explored(text, options)
    return {key: (found.get(key, found), expected[key]) for key in COMPARED
            if (key != "interleavings" or "--interleavings" in options) and found.get(key, "missing") != expected[key]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--programs", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--strategy")
    arguments.add_argument("--max-preemptions")
    given = arguments.parse_args()
    options = ["--interleavings"] if not given.max_preemptions else ["--max-preemptions", given.max_preemptions]
    options += ["--strategy", given.strategy] if given.strategy else []
    wrong = 0
    for seed in range(given.seed, given.seed + given.programs):
        text = Generator(seed).program()
        found = differences(text, options)
        if found:
            wrong += 1
            print(f"seed {seed}: {found} (explorer, oracle)\n{text}")
    print(f"{given.programs} programs, {wrong} counted differently")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
