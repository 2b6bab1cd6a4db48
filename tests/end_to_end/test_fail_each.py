"""--faults each: every request of every program of the tree fails once, and what becomes of it."""

import concurrent.futures
import json
import re
import shlex
import unittest

from fibrix_case import SANITIZED, FibrixCase

MOTHER = "mkdir /tmp/d; echo b >/tmp/one; echo a >/tmp/two"  # what is there before the program

# What each program is run with. All of them end by themselves, or when their client has ended.
PROGRAMS = {
    "[": ["a = b ]", "-d /tmp ]"],
    "basename": ["/a/b.c .c"],
    "cat": ["", "/etc/motd /tmp/one"],
    "cp": ["/etc/motd /tmp/copy", "-r /tmp/d /tmp/e"],
    "crash": [""],
    "cut": ["-d: -f1 /etc/motd", "-c 1-2"],
    "date": [""],
    "deadlock": [""],
    "df": [""],
    "dining": ["--philosophers 3 --meals 1", "--waiter --philosophers 2 --meals 1", "--wrong --philosophers 2"],
    "dirname": ["/a/b"],
    "dmesg": [""],
    "echo": ["a b"],
    "env": ["", "A=1 printenv A"],
    "false": [""],
    "free": [""],
    "grep": ["a /etc/motd", "-v a"],
    "head": ["-n 1 /etc/motd /tmp/one", "-c 1"],
    "hello": [""],
    "kill": ["1"],
    "killer": [""],
    "ln": ["/tmp/one /tmp/three", "-s /tmp/one /tmp/link"],
    "ls": ["-l / /bin", "-R /tmp"],
    "lua": ["-e 'print(1)'", "-e 'local f = assert(io.open(\"/tmp/one\")) print(assert(f:read(\"a\"))) f:close()'",
            "-e 'local c = sys.channel() assert(sys.spawn(function() c:send(7) end)) print(c:receive())'"],
    "man": ["ls", "-k sleep"],
    "mkdir": ["-p /tmp/x/y"],
    "mktemp": ["", "-d"],
    "mount": ["", "-t ramfs 1M /tmp/d"],
    "mv": ["/tmp/one /tmp/three", "/tmp/one /tmp/two /tmp/d"],
    "overflow": [""],
    "ping": ["--count 2 --tries 2 --wait 0.1"],
    "ping_pong": ["--rounds 2"],
    "pipeline": ["--primes 3"],
    "printenv": ["PATH"],
    "producer_consumer": ["--items 3"],
    "ps": ["", "-l"],
    "pstree": [""],
    "pwd": [""],
    "rm": ["/tmp/one", "-r /tmp/d /tmp/two"],
    "rmdir": ["/tmp/d"],
    "segfault": [""],
    "seq": ["3"],
    "sh": ["", "-c 'echo a >/tmp/x; cat /tmp/x | wc; sleep 1 & wait; exit 3'",
           "-c 'for i in 1 2; do read x <<<$i; echo $((x + 1)); done; [ -d /tmp ] && cd /tmp && ls *'"],
    "sleep": ["1"],
    "sleeper": [""],
    "sort": ["", "/tmp/one /tmp/two"],
    "spawner": [""],
    "stat": ["/tmp /tmp/one"],
    "strace": ["echo a"],
    "tail": ["-n 1 /etc/motd", "-c 2"],
    "tee": ["/tmp/a /tmp/b"],
    "test": ["a = a", "-e /tmp/none"],
    "top": ["-n 1 -b"],
    "touch": ["/tmp/new /tmp/one"],
    "tr": ["a b", "-d a"],
    "true": [""],
    "umount": ["/proc"],
    "uniq": ["", "-c /tmp/one"],
    "uptime": [""],
    "waiter": [""],
    "wc": ["", "/etc/motd /tmp/one"],
}

SAY = "local function say(c, ...) for _, line in ipairs{...} do assert(c:write(line)) print(assert(c:read('L'))) end end "
KV_TALK = SAY + """local c = assert(sys.connect('127.0.0.1', 6379))
say(c, 'SET a 1\\r\\n', 'INCR a\\r\\n', 'LPUSH l x y\\r\\n', 'HSET h f v\\r\\n', 'SAVE\\r\\n', 'BGSAVE\\r\\n', 'PING\\r\\n') c:close()"""
CHAT_TALK = """local function come(name, here) local c = assert(sys.connect('127.0.0.1', 7008))
assert(c:read('L')) assert(c:write(name .. '\\n')) assert(c:read('L') == '* here: ' .. here .. '\\n') return c end
local function hear(c, line) local heard = c:read('L') assert(heard == line .. '\\n', heard) print(line) end
local ann, bob = come('ann', 'ann'), come('bob', 'ann, bob') hear(ann, '* bob has come')
assert(bob:write('hello\\n')) hear(ann, 'bob: hello') assert(ann:write('/who\\n/quit\\n')) hear(ann, '* here: ann, bob')
hear(ann, '* bye') ann:close() bob:close()"""
HTTP_TALK = """local function get(target, more) local c = assert(sys.connect('127.0.0.1', 8080))
assert(c:write('GET ' .. target .. ' HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n' .. (more or '') .. '\\r\\n'))
local text = assert(c:read('a')) assert(#text > 0, 'no answer') assert(not text:find('^HTTP/1.1 5'), 'it has failed') print((text:gsub('Date:[^\\r]*', ''))) c:close() end
get('/one') get('/') get('/none') get('/two', 'Range: bytes=0-0\\r\\n')"""

# The servers: their arguments, and the client that calls them.
SERVERS = {
    "echo_server": [("", "echo_client hi there; echo_client again"), ("--max-clients 1", "echo_client hi & echo_client there; wait")],
    "kv": [("--snapshot /tmp/kv", f"lua -e {shlex.quote(KV_TALK)}")],
    "chat": [("", f"lua -e {shlex.quote(CHAT_TALK)}")],
    "httpd": [("--list /tmp", f"lua -e {shlex.quote(HTTP_TALK)}")],
    "proxy": [("--to 127.0.0.1:7007", "echo_client --port 7009 hi there")],
    "udp_echo": [("", "ping --count 2 >/dev/null")],
}

# Programs that need a server, and which one.
CLIENTS = {
    "echo_client": [("hi there", "echo_server")],
}

# Why a program is not here.
LEFT_OUT = {
    "careless": "it is careless on purpose: see below",
    "misbehave": "each of its mistakes ends the system",
    "hog": "it never ends",
    "yes": "it never ends",
    "kv_check": "what it counts is different whenever time passes differently",
    "echo_check": "the same",
    "http_check": "the same",
    "init": "it is run by boot: see below",
    "usertests": "its tests expect that nothing fails",
}


@unittest.skipIf(SANITIZED, "what a sanitizer allocates is counted")
class FailEach(FibrixCase):
    def fail_each(self, *words, **options):
        return self.run_fibrix("run", "--faults", "each", *words, **options)

    def assert_passes(self, *words):
        done = self.fail_each(*words, input="a b\na\nc\n")
        self.assertRegex(done.stdout, r"\d+ requests: \d+ runs, 0 of them bad\n$", done.stdout + done.stderr)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def assert_all_pass(self, commands):
        """Each a pair: what it is called, and its words."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            runs = [(words, pool.submit(self.assert_passes, *words)) for words in commands]
        for words, run in runs:
            with self.subTest(words=shlex.join(words)):
                run.result()

    def programs(self):
        return [each["name"] for each in json.loads(self.run_fibrix("programs", "--json").stdout)]

    def test_no_program_is_forgotten(self):
        tables = [PROGRAMS, SERVERS, CLIENTS, LEFT_OUT]
        named = [name for table in tables for name in table]
        self.assertEqual(sorted(named), sorted(each for each in self.programs() if not each.startswith("zoo_")))

    def test_programs_that_end_pass(self):
        self.assert_all_pass(["--server", MOTHER, name, *shlex.split(words)]
                             for name, lines in PROGRAMS.items() for words in lines)

    def test_servers_and_clients_pass(self):
        self.assert_all_pass([["--server", "echo_server" if name == "proxy" else MOTHER, "--client", client, name, *shlex.split(words)]
                              for name, lines in SERVERS.items() for words, client in lines] +
                             [["--server", server, name, *shlex.split(words)]
                              for name, lines in CLIENTS.items() for words, server in lines])

    def test_what_is_right_in_the_zoo_passes(self):
        self.assert_all_pass([name] for name in self.programs() if name.startswith("zoo_") and name.endswith("_right"))

    def test_a_boot_passes(self):
        script = self.write("script", "echo a >/tmp/x; wc /tmp/x; sleep 1 & wait\n")
        done = self.run_fibrix("boot", "--faults", "each", "--script", script)
        self.assertIn(" 0 of them bad\n", done.stdout, done.stdout + done.stderr)

    def test_each_kind_of_carelessness_is_found(self):
        for way, what in (("leak", "sleep: EINTR: leaks 3 blocks of memory"), ("keep", "sleep: EINTR: leaks 1 handles"),
                          ("hang", "hangs in a deadlock"),
                          ("spin", "sleep: EINTR: hangs\n"), ("lose", "write: ENOSPC: loses data"),
                          ("crash", "crashes with exit code 123 (")):
            with self.subTest(way=way):
                done = self.fail_each("careless", way)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(what, done.stdout)

    def test_what_a_server_keeps_of_a_client_is_found(self):
        client = "lua -e 'local c = assert(sys.connect(\"127.0.0.1\", 7007)) c:write(\"x\") c:close()'"
        done = self.fail_each("--client", client, "careless", "serve")
        self.assertIn("receive: EINTR: leaks 1 handles", done.stdout)

    def test_a_bad_run_can_be_seen(self):
        done = self.fail_each("careless", "lose")
        again = re.search(r"to see it: --faults (\d+:[A-Z]+)$", done.stdout, re.MULTILINE).group(1)
        seen = self.run_fibrix("run", "--faults", again, "careless", "lose")
        self.assertEqual((seen.returncode, seen.stdout), (0, "two\n"))
        self.assert_refused(self.run_fibrix("run", "--faults", "1:ENOTHING", "true"), 125, "no request and its error")

    def test_a_signal_does_not_end_what_is_to_be_sent_or_written(self):
        for words, number in ((["echo", "hi there"], 1), (["--client", "echo_client hi there", "echo_server"], 9)):
            done = self.run_fibrix("run", "--faults", f"{number}:EINTR", "--log-level", "trace", *words)
            self.assertRegex(done.stderr, r"(send|write) = EINTR")
            self.assertRegex(done.stdout, "(?m)^hi there$")

    def test_a_client_must_end_and_be_content(self):
        self.assert_refused(self.fail_each("--client", "echo_client; exit 3", "echo_server", "--port", "1"), 125,
                            "even without a fault the client ends with exit code 3")
        self.assert_refused(self.fail_each("--client", "sleep 9", "sleep", "5"), 125, "before its client")
        self.assert_refused(self.run_fibrix("run", "--client", "true", "kv"), 125, "only a simulation has them")

    def test_company_is_there_in_any_simulation(self):
        words = ("--world", "sim", "--server", "echo_server", "--client", "echo_client --port 7009 hi", "proxy", "--to", "127.0.0.1:7007")
        done = self.run_fibrix("run", "--hash", *words)
        self.assertEqual(done.returncode, 143, done.stderr)
        self.assertIn("\nhi\n", done.stdout)
        recording = str(self.directory / "recording")
        self.assertEqual(self.run_fibrix("run", "--hash", "--record", recording, *words).stderr, done.stderr)
        again = self.run_fibrix("replay", "--hash", recording)
        self.assertEqual((again.stdout, again.stderr, again.returncode), (done.stdout, done.stderr, 143))

    def test_what_does_not_end_or_is_not_there_is_refused(self):
        self.assert_refused(self.fail_each("yes"), 125, "'yes' does not end by itself")
        self.assert_refused(self.fail_each("nothing"), 127, "nothing")
        self.assert_refused(self.run_fibrix("run", "--faults", "some", "hello"), 125, "--faults: only a simulation has them")


if __name__ == "__main__":
    unittest.main()
