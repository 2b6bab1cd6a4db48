"""The echo server: many clients, slow ones, rude ones, and the limits of the host."""

import concurrent.futures
import os
import resource
import socket
import struct
import subprocess
import unittest

from fibrix_case import THREAD_SANITIZED, PATIENCE, FibrixCase, cpu_ticks, receive_all, receive_exactly

MEGABYTE = os.urandom(1 << 20)
RESET_AT_CLOSE = struct.pack("ii", 1, 0)
IDLE = 10_000 if resource.getrlimit(resource.RLIMIT_NOFILE)[1] >= 12_000 else 2000
if THREAD_SANITIZED:
    IDLE = 2000  # it dies at 8128 fibers


def raise_limit(descriptors):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(descriptors, hard), hard))


def limit_to(descriptors):
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))


class Echo(FibrixCase):
    def exchange(self, server, data):
        """Sends, half-closes, and reads to the end, both at the same time."""
        with server.connect() as connection, concurrent.futures.ThreadPoolExecutor(1) as other:
            def send():
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            sending = other.submit(send)
            answer = receive_all(connection)
            sending.result()
        return answer

    def assert_serves(self, server, words=b"still there?\n"):
        with server.connect() as connection:
            self.assertEqual(self.echo(connection, words), words)

    def test_nc(self):
        server = self.serve()
        done = subprocess.run(["nc", "-N", "127.0.0.1", str(server.port)], input=b"hello\n", capture_output=True,
                              timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stdout), (0, b"hello\n"))

    def test_all_comes_back_after_a_half_close(self):
        self.assertEqual(self.exchange(self.serve(), MEGABYTE), MEGABYTE)

    def test_our_own_client(self):
        server = self.serve()
        done = self.run_fibrix("run", "echo_client", "--port", str(server.port), "some", "words  apart")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "some words  apart\n", ""))

    def test_many_clients_at_once(self):
        server = self.serve()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            texts = [os.urandom(5000 + 100 * number) for number in range(64)]
            self.assertEqual(list(pool.map(lambda text: self.exchange(server, text), texts)), texts)

    def test_messages_between_many_open_connections(self):
        server = self.serve()
        connections = [server.connect() for _ in range(50)]
        for turn in range(3):
            for number, connection in enumerate(connections):
                connection.sendall(b"%d of %d\n" % (turn, number))
            for number, connection in enumerate(connections):
                expected = b"%d of %d\n" % (turn, number)
                self.assertEqual(receive_exactly(connection, len(expected)), expected)
        for connection in connections:
            connection.close()

    def test_a_client_that_resets_while_it_sends(self):
        server = self.serve()
        for _ in range(20):
            connection = server.connect()
            connection.sendall(MEGABYTE[:100_000])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
            connection.close()
        self.assert_serves(server)
        self.assertEqual(server.stop(), (124, ""))

    def test_a_client_that_never_reads_holds_up_nobody(self):
        server = self.serve()
        with server.connect() as deaf:
            deaf.setblocking(False)
            sent = 0
            try:
                while sent < 64 * len(MEGABYTE):
                    sent += deaf.send(MEGABYTE)
            except BlockingIOError:
                pass  # the server does not take more than it can give back
            self.assertLess(sent, 64 * len(MEGABYTE))
            self.assert_serves(server)
            self.assertEqual(self.exchange(server, MEGABYTE), MEGABYTE)

    def test_idle_connections_cost_nobody_anything(self):
        raise_limit(IDLE + 200)
        server = self.serve(preexec_fn=lambda: raise_limit(IDLE + 200))
        idle = [server.connect() for _ in range(IDLE)]
        self.assert_serves(server)
        self.assertEqual(self.echo(idle[0], b"first"), b"first")
        self.assertEqual(self.echo(idle[-1], b"last"), b"last")
        for connection in idle:
            connection.close()
        self.assert_serves(server)

    def test_out_of_descriptors_it_goes_on_and_recovers(self):
        server = self.serve(preexec_fn=limit_to(24))
        connections = [server.connect() for _ in range(40)]  # the host accepts them on its own
        self.assertEqual(self.echo(connections[0], b"served"), b"served")
        self.assertIn("too many open", server.process.stderr.readline().decode())
        waiting = connections.pop()
        waiting.sendall(b"patience")
        for connection in connections:
            connection.close()
        self.assertEqual(receive_exactly(waiting, 8), b"patience")
        waiting.close()
        self.assert_serves(server)
        self.assertEqual(server.stop(), (124, ""))

    def test_at_its_limit_it_waits_until_a_client_goes(self):
        server = self.serve("--max-clients", "2")
        first, second, third = (server.connect() for _ in range(3))
        self.assertEqual(self.echo(first, b"1"), b"1")
        self.assertEqual(self.echo(second, b"2"), b"2")
        third.sendall(b"3")
        third.settimeout(0.05)
        self.assertRaises(TimeoutError, third.recv, 1)
        first.close()
        third.settimeout(PATIENCE)
        self.assertEqual(receive_exactly(third, 1), b"3")
        self.assertEqual(self.echo(second, b"2"), b"2")
        second.close()
        third.close()
        for _ in range(5):
            self.assert_serves(server)

    def test_the_port_is_free_again_at_once(self):
        server = self.serve()
        with server.connect() as connection:
            self.echo(connection, b"x")
            server.stop()
        again = self.serve(command=("run", "echo_server", "--port", str(server.port)))
        self.assertEqual(again.port, server.port)
        self.assert_serves(again)

    def test_an_idle_server_takes_no_cpu_time(self):
        server = self.serve()
        with server.connect() as connection:
            self.echo(connection, b"x")
            before = cpu_ticks(server.process.pid)
            self.assertRaises(TimeoutError, impatient(connection).recv, 1)
            self.assertLessEqual(cpu_ticks(server.process.pid) - before, 1)

    @unittest.skipUnless(os.path.exists("/proc/net/if_inet6"), "this host has no IPv6")
    def test_ipv6(self):
        server = self.serve("--host", "::1")
        self.assertEqual(server.address, f"[::1]:{server.port}")
        with server.connect("::1") as connection:
            self.assertEqual(self.echo(connection, b"six"), b"six")

    def test_by_name(self):
        self.assert_serves(self.serve("--host", "localhost", "--port", "0", command=("run", "echo_server")))


def impatient(connection):
    connection.settimeout(0.2)
    return connection
