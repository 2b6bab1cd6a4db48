"""The web server's files, conditions and options, with curl."""

import email.utils
import hashlib
import re
import signal
import subprocess
import time

from fibrix_case import PATIENCE, receive_all
from httpd_case import BIG, BIG_FILE, FILES, HttpdCase, read_answer


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
