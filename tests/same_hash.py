"""Whether binaries have the same hash over all events: python3 tests/same_hash.py ONE OTHER...

They may differ in compiler, optimisation and sanitizers. Programs are those that end, are in all, and show nothing of
the machine. That a binary is at one with itself, whatever its addresses and observers, is for end_to_end/test_canary.
"""

import concurrent.futures
import json
import re
import subprocess
import sys

UNENDING = {"yes", "hog"}
DEPTH_OF_STACK = {"top", "ps", "pstree", "usertests"}  # they read of it, and the compiler decides
MISTAKES = {"overflow", "segfault", "crash", "careless", "misbehave"}  # a sanitizer may end them with its report
MORE = [["sh", "-c", "echo a b | tr a-z A-Z; ls / | wc; seq 3"], ["producer_consumer", "--items", "50"],
        ["pipeline", "--primes", "10"], ["sh", "-c", "echo_server --port 7 & echo_client --port 7 hello"],
        ["sh", "-c", "udp_echo & ping --interval 0"]]


def programs_of(binary):
    listed = subprocess.run([binary, "programs", "--json"], capture_output=True, text=True, check=True)
    return {each["name"] for each in json.loads(listed.stdout)}


def hash_of(binary, words):
    done = subprocess.run([binary, "run", "--world", "sim", "--seed", "7", "--hash", *words],
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    found = re.findall(rb"^hash ([0-9a-f]{16}): ", done.stderr, re.MULTILINE)
    return found[-1].decode() if found else "none"


def main(one, *others):
    programs = set.intersection(*(programs_of(each) for each in (one, *others)))
    runs = [[program] for program in sorted(programs - UNENDING - DEPTH_OF_STACK)] + MORE
    different = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wanted = list(pool.map(lambda words: hash_of(one, words), runs))
        for other in others:
            got = pool.map(lambda words, other=other: hash_of(other, words), runs)
            for words, here, there in zip(runs, wanted, got):
                reported = there == "none" and words[0] in MISTAKES
                if here != there and not reported:
                    different += 1
                    print(f"{other}: {' '.join(words)}: {there} instead of {here}")
    print(f"{len(runs) * len(others)} runs compared, {different} of them different")
    return 1 if different else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: same_hash.py ONE OTHER...")
    sys.exit(main(*sys.argv[1:]))
