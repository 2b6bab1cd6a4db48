"""Datagrams: udp_echo and ping on real sockets, with real clients, and when much of what is sent is lost."""

import socket
import subprocess
import unittest

from fibrix_case import FIBRIX, PATIENCE, FibrixCase


class Udp(FibrixCase):
    def serve_udp(self, *arguments, port="0", host="127.0.0.1"):
        return self.serve(*arguments, command=("run", "udp_echo", "--port", port, "--host", host))

    def client(self, family=socket.AF_INET):
        connection = socket.socket(family, socket.SOCK_DGRAM)
        connection.settimeout(PATIENCE)
        self.addCleanup(connection.close)
        return connection


class Echo(Udp):
    def test_what_is_sent_comes_back_whole(self):
        server, client = self.serve_udp(), self.client()
        for data in (b"hello", b"", b"x" * 65507, b"\0\1"):
            client.sendto(data, ("127.0.0.1", server.port))
            self.assertEqual(client.recvfrom(70_000), (data, ("127.0.0.1", server.port)))

    def test_many_clients_get_their_own(self):
        server = self.serve_udp()
        clients = [self.client() for _ in range(50)]
        for round in range(5):
            for number, client in enumerate(clients):
                client.sendto(f"{number} {round}".encode(), ("127.0.0.1", server.port))
            for number, client in enumerate(clients):
                self.assertEqual(client.recv(100), f"{number} {round}".encode())

    def test_ipv6(self):
        server, client = self.serve_udp(host="::1"), self.client(socket.AF_INET6)
        client.sendto(b"six", ("::1", server.port))
        self.assertEqual(client.recv(100), b"six")

    def test_nc(self):
        server = self.serve_udp()
        nc = subprocess.Popen(["nc", "-u", "127.0.0.1", str(server.port)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)
        self.addCleanup(self.make_sure_it_ended, nc)
        nc.stdin.write(b"hello\n")
        nc.stdin.flush()
        self.assertEqual(nc.stdout.readline(), b"hello\n")

    def test_a_port_that_is_taken(self):
        with self.client() as taken:
            taken.bind(("127.0.0.1", 0))
            port = str(taken.getsockname()[1])
            done = self.run_fibrix("run", "udp_echo", "--port", port)
        self.assert_refused(done, 1, f"udp_echo: cannot listen on '127.0.0.1', port {port}: address in use")


class Ping(Udp):
    def ping(self, *arguments):
        return self.run_fibrix("run", "ping", "--interval", "0", *arguments)

    def test_answers(self):
        port = str(self.serve_udp().port)
        done = self.ping("--port", port, "--count", "3")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, rf"^answer 1 from 127.0.0.1:{port} after [0-9.]+ ms\n")
        self.assertIn("3 asked, 3 answered; 0 sent again, 0 answers came late or twice\n", done.stdout)

    def test_what_is_lost_is_sent_again_and_what_comes_twice_counts_once(self):
        server = self.client()
        server.bind(("127.0.0.1", 0))
        ping = subprocess.Popen([FIBRIX, "run", "ping", "--port", str(server.getsockname()[1]), "--count", "2",
                                 "--wait", "0.05", "--tries", "1000", "--interval", "0"],
                                stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.make_sure_it_ended, ping)
        lost, _ = server.recvfrom(100)
        again, client = server.recvfrom(100)
        self.assertEqual((lost, again), (b"ping 1", b"ping 1"))
        for _ in range(3):
            server.sendto(again, client)
        while (question := server.recv(100)) == again:  # it may have been sent more often
            pass
        self.assertEqual(question, b"ping 2")
        server.sendto(question, client)
        said, _ = ping.communicate(timeout=PATIENCE)
        self.assertEqual(ping.returncode, 0)
        self.assertRegex(said, r"2 asked, 2 answered; [1-9]\d* sent again, 2 answers came late or twice\n")

    def test_nobody_is_there(self):
        with self.client() as silent:
            silent.bind(("127.0.0.1", 0))
            done = self.ping("--port", str(silent.getsockname()[1]), "--count", "1", "--wait", "0.01", "--tries", "2")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no answer 1\n1 asked, 0 answered; 1 sent again, 0 answers", done.stdout)
        self.assert_refused(self.ping("--host", "no.such.host.invalid"), 1, "ping: cannot find 'no.such.host.invalid'")

    def test_simulated(self):
        script = "udp_echo &\nping --count 100 --tries 100 --wait 0.05\n"
        done = self.run_script(script, "--world", "sim", "--faults", "drop=0.3,duplicate=0.2,reorder=0.2",
                               "--log-level", "info")
        self.assertIn("100 asked, 100 answered;", done.stdout)
        self.assertRegex(done.stderr, r"faults: drop=[1-9]\d* duplicate=[1-9]\d* reorder=[1-9]")

    def test_recorded_and_replayed(self):
        port = str(self.serve_udp().port)
        path = str(self.directory / "recording")
        done = self.run_fibrix("run", "--record", path, "ping", "--port", port, "--count", "2", "--interval", "0")
        self.assertEqual(done.returncode, 0)
        again = self.run_fibrix("replay", path)
        self.assertEqual((again.returncode, again.stdout), (0, done.stdout), again.stderr)


if __name__ == "__main__":
    unittest.main()
