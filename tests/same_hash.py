"""Whether two binaries have the same hash over all events: python3 tests/same_hash.py ONE OTHER.

They may differ in compiler and optimisation. Programs are those that end, are in both, and show nothing of the machine.
"""

import json
import re
import subprocess
import sys

UNENDING = {"yes", "hog"}
DEPTH_OF_STACK = {"top", "ps", "usertests"}  # they show it or look at it, and the compiler decides


def programs_of(binary):
    listed = subprocess.run([binary, "programs", "--json"], capture_output=True, text=True, check=True)
    return {each["name"] for each in json.loads(listed.stdout)}


def hash_of(binary, *words):
    done = subprocess.run([binary, "run", "--world", "sim", "--seed", "7", "--hash", *words],
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    found = re.findall(rb"^hash ([0-9a-f]{16}): ", done.stderr, re.MULTILINE)
    return found[-1].decode() if found else "none"


def main(one, other):
    runs = [[program] for program in sorted((programs_of(one) & programs_of(other)) - UNENDING - DEPTH_OF_STACK)]
    runs += [["sh", "-c", "echo a b | tr a-z A-Z; ls / | wc; seq 3"], ["producer_consumer", "--items", "50"],
             ["pipeline", "--primes", "10"]]
    different = [words for words in runs if hash_of(one, *words) != hash_of(other, *words)]
    for words in different:
        print("different:", *words, hash_of(one, *words), hash_of(other, *words))
    print(f"{len(runs)} runs, {len(different)} of them different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
