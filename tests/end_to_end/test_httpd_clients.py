"""The web server and its clients: the protocol to the byte, many at once, and those who mean no good."""

import resource
import socket
import struct
import time

from fibrix_case import PATIENCE, SANITIZED, poll_until, receive_all
from httpd_case import BIG, Answer, HttpdCase, descriptors, read_answer, resident_megabytes

RESET_AT_CLOSE = struct.pack("ii", 1, 0)


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


def receive_until_gone(connection):
    data = bytearray()
    try:
        while piece := connection.recv(1 << 20):
            data += piece
    except ConnectionResetError:
        pass
    return bytes(data)
