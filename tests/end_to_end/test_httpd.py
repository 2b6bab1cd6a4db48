"""The web server as people use it: with curl, by many at once, and by those who mean no good."""

import email.utils
import hashlib
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import time

from fibrix_case import PATIENCE, SANITIZED, FibrixCase, poll_until, receive_all

RESET_AT_CLOSE = struct.pack("ii", 1, 0)
BIG = 20_000_000
BIG_FILE = (b"0123456789abcde\n" * (BIG // 16 + 1))[:BIG]
FILES = f"""mkdir /www /www/sub /www/empty
echo '<h1>home</h1>' > /www/index.html
echo 'hello there' > /www/a.txt
echo spaced > '/www/sub/a b&c.txt'
yes 0123456789abcde | head -c {BIG} > /www/big.bin
"""


class HttpdCase(FibrixCase):
    def start(self, *arguments, files=FILES, directory="/www", after="", **options):
        words = " ".join(arguments)
        script = self.write("script", f"{files}httpd --port 0 {words} {directory}\n{after}")
        server = self.serve(command=("boot", "--script", script), **options)
        self.assertEqual(server.said, f"httpd: listening on 127.0.0.1:{server.port}\n")
        return server

    def curl(self, server, path, *options):
        done = subprocess.run(["curl", "-sS", "--path-as-is", "-D", "-", *options, f"http://127.0.0.1:{server.port}{path}"],
                              capture_output=True, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return Answer(done.stdout)

    def exchange(self, server, data):
        """Sends, half-closes, and reads to the end."""
        with server.connect() as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return receive_all(connection)

    def status(self, server, data):
        return Answer(self.exchange(server, data)).status

    def get(self, path, *fields, version="1.1", method="GET"):
        lines = [f"{method} {path} HTTP/{version}", "Host: x", *fields]
        return "".join(line + "\r\n" for line in lines).encode() + b"\r\n"


class Answer:
    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        line, *fields = head.decode().split("\r\n")
        self.status = int(line.split(" ")[1]) if line else None
        self.fields = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}

    def __getitem__(self, name):
        return self.fields[name]


def read_answer(connection):
    """One answer from a connection that stays."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return Answer(data)
        data += piece
    answer = Answer(data)
    while len(answer.body) < int(answer["content-length"]):
        answer.body += connection.recv(65536)
    return answer


class Files(HttpdCase):
    def test_a_file(self):
        answer = self.curl(self.start(), "/a.txt")
        self.assertEqual((answer.status, answer.body), (200, b"hello there\n"))
        self.assertEqual(answer["content-type"], "text/plain; charset=utf-8")
        self.assertEqual(answer["content-length"], "12")
        self.assertEqual(answer["accept-ranges"], "bytes")
        for name in "date", "last-modified":
            self.assertLess(abs(email.utils.parsedate_to_datetime(answer[name]).timestamp() - time.time()), 30)

    def test_a_large_file_kept_or_not(self):
        for options in ("--cache-bytes", "0"), ("--cache-bytes", "1000000000"):
            server = self.start(*options)
            for _ in range(2):
                answer = self.curl(server, "/big.bin")
                self.assertEqual(hashlib.md5(answer.body).digest(), hashlib.md5(BIG_FILE).digest())
            part = self.curl(server, "/big.bin", "-r", "12345678-12545678")
            self.assertEqual((part.status, part.body), (206, BIG_FILE[12345678:12545679]))

    def test_head(self):
        server = self.start()
        data = self.exchange(server, self.get("/a.txt", method="HEAD") + self.get("/none", method="HEAD") +
                             self.get("/big.bin", "Range: bytes=0-1", "Connection: close", method="HEAD"))
        self.assertEqual([int(line) for line in re.findall(rb"HTTP/1.1 (\d+)", data)], [200, 404, 200])
        self.assertEqual([int(size) for size in re.findall(rb"Content-Length: (\d+)", data)][::2], [12, BIG])
        self.assertTrue(data.endswith(b"\r\n\r\n"))
        self.assertNotIn(b"<h1>", data)

    def test_directories(self):
        server = self.start()
        self.assertEqual(self.curl(server, "/").body, b"<h1>home</h1>\n")
        moved = self.curl(server, "/sub?x=y")
        self.assertEqual((moved.status, moved["location"]), (301, "/sub/?x=y"))
        self.assertEqual(self.curl(server, "/sub/").status, 403)
        self.assertEqual(self.curl(server, "/none/").status, 404)
        self.assertEqual(self.curl(server, "/a.txt/").status, 404)

    def test_a_listing_leads_to_what_it_lists(self):
        server = self.start("--list")
        page = self.curl(server, "/sub/").body.decode()
        self.assertIn("a b&amp;c.txt", page)
        link = re.search(r'href="(/sub/[^"]*)"', page)[1]
        self.assertEqual(self.curl(server, link).body, b"spaced\n")
        self.assertEqual(self.curl(server, "/").body, b"<h1>home</h1>\n")
        self.assertIn("../", self.curl(server, "/empty/").body.decode())

    def test_no_way_out(self):
        server = self.start(files=FILES + "echo secret > /secret\n")
        for path in ("/../secret", "/%2e%2e/secret", "/..%2fsecret", "/sub/../../secret", "/sub/%2e%2e/%2E%2E/secret", "/a.txt%00",
                     "//../secret", "/.././secret"):
            with self.subTest(path):
                self.assertEqual(self.curl(server, path).status, 400)
        for path in "/secret", "/..secret", "/...", "/%5c..%5csecret":
            self.assertEqual(self.curl(server, path).status, 404)
        self.assertEqual(self.curl(server, "/sub/../a.txt").status, 200)

    def test_what_the_kernel_makes_up(self):
        server = self.start("--list", directory="/")
        self.assertIn(b"ramfs", self.curl(server, "/proc/mounts").body)
        self.assertIn(b">dev/<", self.curl(server, "/").body)
        self.assertEqual(self.curl(server, "/dev/zero").status, 403)

    def test_what_has_changed_is_seen(self):
        after = "sleep 0.02; echo changed > /www/a.txt; echo done; wait\n"
        server = self.start("--cache-seconds", "0", after=after, files=FILES, directory="/www &")
        before = self.curl(server, "/a.txt")
        server.process.stdout.readline()
        changed = self.curl(server, "/a.txt")
        self.assertEqual(changed.body, b"changed\n")
        if before.body != changed.body:
            self.assertNotEqual(before["etag"], changed["etag"])


class Conditions(HttpdCase):
    def test_ranges(self):
        server = self.start()
        for asked, part, place in (("0-4", b"hello", "0-4"), ("6-", b"there\n", "6-11"), ("-3", b"re\n", "9-11"),
                                   ("0-0", b"h", "0-0"), ("5-999", b" there\n", "5-11")):
            answer = self.curl(server, "/a.txt", "-r", asked)
            self.assertEqual((answer.status, answer.body, answer["content-range"]), (206, part, f"bytes {place}/12"))
        beyond = self.curl(server, "/a.txt", "-r", "12-")
        self.assertEqual((beyond.status, beyond["content-range"]), (416, "bytes */12"))
        for ignored in "bytes=5-2", "bytes=x", "lines=1-2", "bytes=0-1,4-5":
            self.assertEqual(self.curl(server, "/a.txt", "-H", f"Range: {ignored}").status, 200)

    def test_a_download_goes_on(self):
        server, target = self.start(), self.directory / "big"
        target.write_bytes(BIG_FILE[:5_000_000])
        subprocess.run(["curl", "-sS", "-C", "-", "-o", target, f"http://127.0.0.1:{server.port}/big.bin"], check=True,
                       timeout=PATIENCE)
        self.assertTrue(target.read_bytes() == BIG_FILE)

    def test_what_the_client_has(self):
        server = self.start()
        first = self.curl(server, "/a.txt")
        known = [f"If-None-Match: {first['etag']}", f"If-None-Match: \"x\", W/{first['etag']}", "If-None-Match: *",
                 f"If-Modified-Since: {first['last-modified']}", "If-Modified-Since: Friday, 31-Dec-49 00:00:00 GMT"]
        for field in known:
            with self.subTest(field):
                answer = self.curl(server, "/a.txt", "-H", field)
                self.assertEqual((answer.status, answer.body, answer["etag"]), (304, b"", first["etag"]))
        unknown = ["If-None-Match: \"x\"", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "If-Modified-Since: yesterday"]
        for field in unknown:
            self.assertEqual(self.curl(server, "/a.txt", "-H", field).status, 200)
        both = self.curl(server, "/a.txt", "-H", "If-None-Match: \"x\"", "-H", known[-2])
        self.assertEqual(both.status, 200)

    def test_a_part_of_what_the_client_has(self):
        server = self.start()
        etag = self.curl(server, "/a.txt")["etag"]
        self.assertEqual(self.curl(server, "/a.txt", "-r", "0-1", "-H", f"If-Range: {etag}").body, b"he")
        for other in '"x"', f"W/{etag}", "Thu, 01 Jan 1970 00:00:00 GMT":
            self.assertEqual(self.curl(server, "/a.txt", "-r", "0-1", "-H", f"If-Range: {other}").status, 200)


class Protocol(HttpdCase):
    def test_a_connection_stays(self):
        server = self.start()
        with server.connect() as connection:
            for path, status in ("/a.txt", 200), ("/none", 404), ("/a.txt", 200):
                connection.sendall(self.get(path))
                self.assertEqual(read_answer(connection).status, status)
        with server.connect() as connection:
            for _ in range(2):
                connection.sendall(b"GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                self.assertEqual(read_answer(connection)["connection"], "keep-alive")

    def test_or_ends(self):
        server = self.start()
        for request in b"GET /a.txt HTTP/1.0\r\n\r\n", self.get("/a.txt", "Connection: close"):
            with server.connect() as connection:
                connection.sendall(request + self.get("/index.html"))
                answer = Answer(receive_all(connection))
                self.assertEqual((answer.body, answer["connection"]), (b"hello there\n", "close"))

    def test_pipelined_requests(self):
        server = self.start()
        data = self.exchange(server, b"\r\n".join(self.get("/a.txt") + self.get("/") for _ in range(2000)))
        self.assertEqual(data.count(b"HTTP/1.1 200 OK"), 4000)
        self.assertEqual((data.count(b"\r\n\r\nhello there\nHTTP"), data.count(b"<h1>home</h1>\n")), (2000, 2000))

    def test_a_request_in_pieces(self):
        server = self.start()
        with server.connect() as connection:
            for byte in self.get("/a.txt"):
                connection.sendall(bytes([byte]))
            self.assertEqual(read_answer(connection).body, b"hello there\n")

    def test_methods(self):
        server = self.start()
        for method in "POST", "PUT", "DELETE", "OPTIONS", "TRACE":
            answer = self.curl(server, "/a.txt", "-X", method)
            self.assertEqual((answer.status, answer["allow"]), (405, "GET, HEAD"))
        self.assertEqual(self.curl(server, "/a.txt", "-X", "FROB").status, 501)

    def test_a_body_is_dropped(self):
        server = self.start()
        with server.connect() as connection:
            connection.sendall(self.get("/a.txt", "Content-Length: 100000", method="POST") + b"x" * 100_000)
            self.assertEqual(read_answer(connection).status, 405)
            chunks = b"5\r\nhello\r\n" * 1000 + b"0\r\n\r\n"
            connection.sendall(self.get("/a.txt", "Transfer-Encoding: chunked") + chunks + self.get("/"))
            answers = read_answer(connection)
            self.assertIn(b"hello there", answers.body)

    def test_a_body_that_is_too_large_is_not_awaited(self):
        server = self.start("--max-body", "1000")
        for field in "Content-Length: 1001", "Expect: 100-continue\r\nContent-Length: 1001":
            with server.connect() as connection:
                connection.sendall(self.get("/a.txt", field, method="POST"))
                answer = Answer(receive_all(connection))
                self.assertEqual((answer.status, answer["connection"]), (413, "close"))
        with server.connect() as connection:
            connection.sendall(self.get("/a.txt", "Expect: 100-continue", "Content-Length: 5", method="GET"))
            self.assertEqual(connection.recv(1000), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(b"hello")
            self.assertEqual(read_answer(connection).status, 200)
        with server.connect() as connection:
            connection.sendall(self.get("/a.txt", "Expect: 100-continue", "Content-Length: 5", method="POST"))
            self.assertEqual(Answer(receive_all(connection)).status, 405)

    def test_what_cannot_be_understood(self):
        server = self.start()
        for data, status in ((b"\x16\x03\x01\r\n\r\n", 400), (b"GET / HTTP/1.1\r\n\r\n", 400), (b"GET / HTTP/2.0\r\n\r\n", 505),
                             (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n\r\n", 414), (b"GET /" + b"a" * 100_000, 414),
                             (self.get("/", "A: " + "b" * 9000), 431), (self.get("/", *["A: b"] * 9000), 431),
                             (self.get("/", "Transfer-Encoding: chunked") + b"1;" + b"x" * 20_000, 431),
                             (self.get("/", "Transfer-Encoding: chunked") + b"zz\r\n", 400),
                             (b"GET a.txt HTTP/1.0\r\n\r\n", 400), (b"GET /%zz HTTP/1.0\r\n\r\n", 400)):
            with self.subTest(data[:60]):
                self.assertEqual(self.status(server, data), status)
        self.assertEqual(self.exchange(server, b"GET / HTTP/1.1\r\nHost"), b"")
        self.assertEqual(self.curl(server, "/a.txt").status, 200)


class Clients(HttpdCase):
    def test_one_who_is_slow_is_sent_away(self):
        server = self.start("--request-seconds", "0.05")
        with server.connect() as silent, server.connect() as slow, server.connect() as late:
            late.sendall(self.get("/a.txt"))
            self.assertEqual(read_answer(late).status, 200)
            slow.sendall(b"GET / HTTP/1.1\r\n")
            late.sendall(self.get("/a.txt", "Content-Length: 10") + b"x")
            self.assertEqual(Answer(receive_all(slow)).status, 408)
            self.assertEqual(Answer(receive_all(late)).status, 408)
            self.assertEqual(receive_all(silent), b"")

    def test_one_who_goes_on_slowly_too(self):
        server = self.start("--request-seconds", "0.05")
        with server.connect() as slow:
            began = time.monotonic()
            try:
                while time.monotonic() < began + PATIENCE:
                    slow.sendall(b"A")
                    time.sleep(0.005)
            except OSError:
                pass
            self.assertLess(time.monotonic() - began, PATIENCE / 2)

    def test_one_who_is_idle_is_sent_away(self):
        server = self.start("--idle-seconds", "0.05")
        with server.connect() as idle:
            idle.sendall(self.get("/a.txt"))
            self.assertEqual(Answer(receive_all(idle)).body, b"hello there\n")

    def test_one_who_never_reads_holds_up_nobody(self):
        server = self.start("--idle-seconds", "0.2")
        before = descriptors(server.process.pid)
        deaf = [server.connect() for _ in range(20)]
        for connection in deaf:
            connection.sendall(self.get("/big.bin") * 3)
        self.assertEqual(self.curl(server, "/a.txt").body, b"hello there\n")
        if not SANITIZED:
            self.assertLess(resident_megabytes(server.process.pid), 150)
        poll_until(lambda: descriptors(server.process.pid) == before, "they are sent away")
        for connection in deaf:
            self.assertLess(len(receive_until_gone(connection)), 3 * BIG)
            connection.close()

    def test_one_who_resets_in_the_middle(self):
        server = self.start()
        for _ in range(20):
            connection = server.connect()
            connection.sendall(self.get("/big.bin") * 2)
            connection.recv(1000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
            connection.close()
        self.assertEqual(self.curl(server, "/a.txt").status, 200)
        self.assertEqual(server.stop(), (124, ""))

    def test_idle_ones_make_room(self):
        server = self.start("--connections", "2")
        idle = [server.connect(), server.connect()]
        for connection in idle:
            connection.sendall(self.get("/a.txt"))
            self.assertEqual(read_answer(connection).status, 200)
        self.assertEqual(self.curl(server, "/a.txt").status, 200)
        self.assertEqual(idle[0].recv(1), b"")  # the one that was idle longest
        idle[1].sendall(self.get("/a.txt"))
        self.assertEqual(read_answer(idle[1]).status, 200)
        for connection in idle:
            connection.close()

    def test_out_of_descriptors_it_goes_on(self):
        few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
        server = self.start("--cache-bytes", "0", preexec_fn=few)
        many = [server.connect() for _ in range(60)]
        for connection in many:
            connection.close()
        poll_until(lambda: self.curl(server, "/a.txt").status == 200, "it serves again")


class Program(HttpdCase):
    def test_the_log(self):
        server = self.start("--log")
        self.curl(server, "/a.txt")
        self.assertRegex(server.process.stdout.readline().decode(),
                         r'^127\.0\.0\.1 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /a.txt HTTP/1.1" 200 12\n$')
        self.exchange(server, b'GET /"\xff\\ HTTP/1.0\r\n\r\n')
        self.assertIn(rb'"GET /\x22\xff\x5c HTTP/1.0" 404', server.process.stdout.readline())

    def test_a_signal_ends_it_in_order(self):
        script = FILES + """httpd --port 0 --log /www > /log &
            until grep listening /log; do sleep 0.01; done
            until grep -q /now /log; do sleep 0.01; done
            kill -TERM $!; wait $!; echo ended $?
        """
        server = self.serve(command=("boot", "--script", self.write("script", script)))
        with server.connect() as idle, server.connect() as busy:
            idle.sendall(self.get("/a.txt"))
            self.assertEqual(read_answer(idle).status, 200)
            busy.sendall(self.get("/big.bin"))
            self.assertEqual(self.curl(server, "/now").status, 404)
            self.assertEqual(receive_all(idle), b"")
            self.assertTrue(receive_all(busy).endswith(BIG_FILE))
        said, errors = server.process.communicate(timeout=PATIENCE)
        self.assertEqual((said.decode().splitlines()[-1], errors, server.process.returncode), ("ended 0", b"", 0))

    def test_the_hosts_signal_ends_it(self):
        for number in signal.SIGTERM, signal.SIGINT:
            server = self.start()
            server.process.send_signal(number)
            server.process.communicate(timeout=PATIENCE)
            self.assertEqual(server.process.returncode, 124)

    def test_what_it_cannot_do_it_says(self):
        taken = self.start()
        for arguments, code, pieces in ((["/none"], 1, ["'/none'", "no such"]), (["/proc/mounts"], 1, ["not a directory"]),
                                        (["--port", str(taken.port), "/"], 1, [str(taken.port), "in use"]),
                                        (["--address", "300.1.1.1", "/"], 1, ["300.1.1.1"]),
                                        (["--connections", "0"], 2, ["1 at least"]), (["--idle-seconds", "0"], 2, ["seconds"]),
                                        (["--idle-seconds", "nan"], 2, ["seconds"]), (["--max-header", "10"], 2, ["64"]),
                                        (["--max-uri", "9000"], 2, ["--max-uri"]), (["--max-body", "-1"], 2, ["negative"]),
                                        (["--frob"], 2, ["--frob"]), (["/", "x"], 2, ["x"])):
            with self.subTest(arguments):
                self.assert_refused(self.run_fibrix("run", "httpd", *arguments), code, *pieces)


def resident_megabytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // (1 << 20)


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def receive_until_gone(connection):
    data = bytearray()
    try:
        while piece := connection.recv(1 << 20):
            data += piece
    except ConnectionResetError:
        pass
    return bytes(data)
