"""The demos: dining philosophers, producers and consumers, ping-pong, the prime pipeline; chat and proxy with nc."""

import concurrent.futures
import os
import select
import socket
import struct
import subprocess
import unittest

from fibrix_case import PATIENCE, FibrixCase, poll_until, receive_all, receive_exactly

DEADLOCK, USAGE = 120, 2
MEGABYTE = os.urandom(1 << 20)
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Simulated(FibrixCase):
    def run_program(self, *arguments):
        return self.run_fibrix("run", "--world", "sim", *arguments)

    def assert_prints(self, arguments, text):
        done = self.run_program(*arguments)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, text, ""))

    def test_philosophers_eat(self):
        for how in ((), ("--right",), ("--waiter",)):
            with self.subTest(how=how):
                done = self.run_program("dining", *how, "--philosophers", "4", "--meals", "3")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                *meals, last = done.stdout.splitlines()
                self.assertEqual(sorted(meals), [f"philosopher {who} eats meal {meal}"
                                                 for who in range(1, 5) for meal in range(1, 4)])
                self.assertEqual(last, "all 4 have eaten 3 times")

    def test_philosophers_two_and_their_order(self):
        self.assert_prints(("dining", "--philosophers", "2", "--meals", "1"),
                           "philosopher 1 eats meal 1\nphilosopher 2 eats meal 1\nall 2 have eaten 1 times\n")

    def test_philosophers_who_take_the_left_fork_first_wait_for_each_other(self):
        done = self.run_program("dining", "--wrong", "--philosophers", "3")
        self.assertEqual((done.returncode, done.stdout), (DEADLOCK, ""))
        for who, whom in ((2, 3), (3, 4), (4, 2)):
            self.assertIn(f"\ntask {who} (dining) waits for task {whom} (dining): mutex_lock(", done.stderr)

    def test_what_is_produced_is_consumed(self):
        self.assert_prints(("producer_consumer",), "consumer 1 took 1500\nconsumer 2 took 1500\n"
                           "3000 produced, 3000 consumed: the sums are the same\n")
        for capacity in ("0", "1", "500"):
            with self.subTest(capacity=capacity):
                done = self.run_program("producer_consumer", "--producers", "7", "--consumers", "5", "--items", "99",
                                        "--capacity", capacity)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                *taken, last = done.stdout.splitlines()
                self.assertEqual(sum(int(line.split()[-1]) for line in taken), 7 * 99)
                self.assertEqual(last, "693 produced, 693 consumed: the sums are the same")
        self.assert_prints(("producer_consumer", "--producers", "0", "--consumers", "1"),
                           "consumer 1 took 0\n0 produced, 0 consumed: the sums are the same\n")

    def test_ping_pong(self):
        for capacity in ("0", "1", "9"):
            self.assert_prints(("ping_pong", "--rounds", "5000", "--capacity", capacity), "5000 round trips\n")
        self.assert_prints(("ping_pong", "--rounds", "5", "--time"), "5 round trips\n0.0 ns each\n")
        self.assertRegex(self.run_fibrix("run", "ping_pong", "--time").stdout,
                         r"\A1000 round trips\n[1-9]\d*\.\d ns each\n\Z")

    def test_primes(self):
        for capacity in ("0", "1", "16"):
            self.assert_prints(("pipeline", "--capacity", capacity), "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n")
        self.assert_prints(("pipeline", "--primes", "0"), "")
        self.assertEqual(self.run_program("pipeline", "--primes", "500").stdout.splitlines()[-1], "3571")

    def test_what_makes_no_sense_is_refused_in_a_line(self):
        for arguments, piece in ((("dining", "--philosophers", "1"), "2 at least"),
                                 (("dining", "--wrong", "--waiter"), "exclude"),
                                 (("producer_consumer", "--consumers", "0"), "--consumers"),
                                 (("ping_pong", "--rounds", "0"), "--rounds"),
                                 (("pipeline", "--primes", "-1"), "--primes"),
                                 (("chat", "--max-clients", "0"), "--max-clients"),
                                 (("proxy",), "--to ''"),
                                 (("proxy", "--to", "::1:80"), "::1:80"),
                                 (("proxy", "--to", "host:0"), "host:0"),
                                 (("proxy", "--to", "host:80x"), "host:80x"),
                                 (("proxy", "--to", "host:80", "--idle", "-1"), "--idle")):
            with self.subTest(arguments=arguments):
                self.assert_refused(self.run_program(*arguments), USAGE, arguments[0] + ": ", piece)


class Talker:
    """Somebody at nc."""

    def __init__(self, port):
        self.nc = subprocess.Popen(["nc", "-N", "127.0.0.1", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   bufsize=0)
        self.heard = b""

    def say(self, text):
        self.nc.stdin.write(text.encode() + b"\n")

    def hear(self):
        """The next line; empty if there is none any more."""
        while b"\n" not in self.heard:
            if not select.select([self.nc.stdout], [], [], PATIENCE)[0]:
                raise AssertionError(f"nothing is heard but {self.heard!r}")
            piece = self.nc.stdout.read(65536)
            if not piece:
                break
            self.heard += piece
        line, _, self.heard = self.heard.partition(b"\n")
        return line.decode()

    def stop(self):
        self.nc.stdin.close()
        self.nc.wait(timeout=PATIENCE)
        self.nc.stdout.close()


class Chat(FibrixCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve(command=("run", "chat", "--port", "0", "--outbox", "8"))

    def enter(self, name, here):
        talker = Talker(self.server.port)
        self.addCleanup(talker.stop)
        self.assertEqual(talker.hear(), "* your name?")
        talker.say(name)
        self.assertEqual(talker.hear(), "* here: " + here)
        return talker

    def test_a_talk(self):
        ann = self.enter("ann", "ann")
        bob = self.enter("bob", "ann, bob")
        self.assertEqual(ann.hear(), "* bob has come")
        cat = self.enter("cat", "ann, bob, cat")
        self.assertEqual((ann.hear(), bob.hear()), ("* cat has come",) * 2)
        bob.say("hello")
        self.assertEqual((ann.hear(), cat.hear()), ("bob: hello",) * 2)
        ann.say("")
        ann.say("a \x1b[31mtrick\r")
        self.assertEqual((bob.hear(), cat.hear()), ("ann: a ?[31mtrick",) * 2)
        bob.say("/who")
        self.assertEqual(bob.hear(), "* here: ann, bob, cat")
        bob.say("/dance")
        self.assertEqual(bob.hear(), "* there are /who and /quit")
        cat.say("/quit")
        self.assertEqual(cat.hear(), "* bye")
        cat.nc.stdin.close()
        self.assertEqual(cat.hear(), "")
        self.assertEqual((ann.hear(), bob.hear()), ("* cat has gone",) * 2)
        bob.nc.stdin.close()  # a half-close is a farewell too
        self.assertEqual(ann.hear(), "* bob has gone")
        self.assertEqual(self.server.stop(), (124, ""))

    def test_a_name_is_asked_for_until_it_is_one(self):
        self.enter("ann", "ann")
        talker = Talker(self.server.port)
        self.addCleanup(talker.stop)
        talker.hear()
        for wrong, answer in (("ann", "already"), ("", "1 to 20"), ("a b", "1 to 20"), ("x" * 21, "1 to 20")):
            talker.say(wrong)
            self.assertIn(answer, talker.hear())
        talker.say("x" * 20)
        self.assertIn("x" * 20, talker.hear())

    def test_a_line_too_long_ends_it(self):
        ann = self.enter("ann", "ann")
        with self.server.connect() as rude:
            rude.sendall(b"bob\n" + b"y" * 1000 + b"\n" + b"x" * 5000)
            self.assertIn(b"at most 1000 bytes", receive_all(rude))
        self.assertEqual([ann.hear() for _ in range(3)], ["* bob has come", "bob: " + "y" * 1000, "* bob has gone"])

    def test_one_who_does_not_read_holds_up_nobody(self):
        ann = self.enter("ann", "ann")
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", self.server.port))
        deaf.sendall(b"deaf\n")
        self.assertEqual(ann.hear(), "* deaf has come")
        bob = self.enter("bob", "ann, bob, deaf")
        self.assertEqual(ann.hear(), "* bob has come")
        total = 0
        while total < (16 << 20):  # more than the host buffers for one who does not read
            line = "z" * 990 + "\n"
            bob.say((line * 4)[:-1])
            for _ in range(4):
                self.assertEqual(ann.hear(), "bob: " + line[:-1])
            total += 4 * len(line)
        deaf.settimeout(PATIENCE)
        seen = bytearray()
        while b"* you have missed " not in seen:
            bob.say("again")
            ann.hear()
            seen += deaf.recv(65536)
        deaf.close()
        poll_until(lambda: (bob.say("there?"), ann.hear())[1] == "* deaf has gone", "the deaf one goes")

    def test_at_its_limit_one_waits_until_another_goes(self):
        server = self.serve(command=("run", "chat", "--port", "0", "--max-clients", "1"))
        with server.connect() as first, server.connect() as second:
            self.assertEqual(receive_exactly(first, 13), b"* your name?\n")
            second.settimeout(0.05)
            self.assertRaises(TimeoutError, second.recv, 1)
            first.close()
            second.settimeout(PATIENCE)
            self.assertEqual(receive_exactly(second, 13), b"* your name?\n")


class Proxy(FibrixCase):
    def behind(self, port, *arguments):
        return self.serve(command=("run", "proxy", "--port", "0", "--to", f"127.0.0.1:{port}", *arguments))

    def pair(self, *arguments):
        """Our own socket before the proxy, and ours behind it."""
        target = socket.create_server(("127.0.0.1", 0))
        target.settimeout(PATIENCE)
        self.addCleanup(target.close)
        proxy = self.behind(target.getsockname()[1], *arguments)
        near = proxy.connect()
        far, _ = target.accept()
        far.settimeout(PATIENCE)
        self.addCleanup(near.close)
        self.addCleanup(far.close)
        return near, far

    def test_nc_to_the_echo_server(self):
        proxy = self.behind(self.serve().port)
        self.assertIn("proxy: to 127.0.0.1:", proxy.said)
        done = subprocess.run(["nc", "-N", "127.0.0.1", str(proxy.port)], input=b"hello\n", capture_output=True,
                              timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stdout), (0, b"hello\n"))
        self.assertEqual(proxy.stop(), (124, ""))

    def test_much_in_both_directions_by_many(self):
        proxy = self.behind(self.serve().port)

        def exchange(data):
            with proxy.connect() as connection, concurrent.futures.ThreadPoolExecutor(1) as other:
                sending = other.submit(lambda: (connection.sendall(data), connection.shutdown(socket.SHUT_WR)))
                answer = receive_all(connection)
                sending.result()
            return answer == data
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertTrue(all(pool.map(exchange, [MEGABYTE[number:] for number in range(8)])))

    def test_the_end_of_one_direction_leaves_the_other(self):
        near, far = self.pair()
        near.sendall(b"question")
        near.shutdown(socket.SHUT_WR)
        self.assertEqual(receive_all(far), b"question")
        far.sendall(b"answer")
        self.assertEqual(receive_exactly(near, 6), b"answer")
        far.sendall(b"more")
        far.close()
        self.assertEqual(receive_all(near), b"more")

    def test_a_slow_reader_slows_down_its_sender(self):
        near, far = self.pair()
        near.setblocking(False)
        sent = 0
        try:
            while sent < 64 * len(MEGABYTE):
                sent += near.send(MEGABYTE)
        except BlockingIOError:
            pass
        self.assertLess(sent, 64 * len(MEGABYTE))
        far.sendall(b"the other way is free")
        near.settimeout(PATIENCE)
        self.assertEqual(receive_exactly(near, 21), b"the other way is free")
        near.shutdown(socket.SHUT_WR)
        self.assertEqual(len(receive_all(far)), sent)

    def test_a_reset_ends_both(self):
        near, far = self.pair()
        near.sendall(b"x")
        receive_exactly(far, 1)
        near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        near.close()
        self.assertEqual(receive_all(far), b"")

    def test_silence_ends_both(self):
        near, far = self.pair("--idle", "0.05")
        for _ in range(4):  # one direction alone keeps both
            near.sendall(b"x")
            self.assertEqual(receive_exactly(far, 1), b"x")
        self.assertEqual((receive_all(near), receive_all(far)), (b"", b""))

    def test_at_its_limit_it_waits(self):
        near, far = self.pair("--max-clients", "1")
        with socket.create_connection(near.getpeername(), timeout=PATIENCE) as other:
            other.sendall(b"y")
            far.settimeout(0.02)
            self.assertRaises(TimeoutError, far.recv, 1)

    def test_a_target_that_is_not_there_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        proxy = self.behind(port)
        with proxy.connect() as connection:
            self.assertEqual(receive_all(connection), b"")
        status, errors = proxy.stop()
        self.assertEqual(status, 124)
        self.assertEqual(errors, f"proxy: cannot connect to 127.0.0.1 port {port}: connection refused\n")

    def test_a_port_that_is_taken_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for command in (("chat",), ("proxy", "--to", "127.0.0.1:1")):
                self.assert_refused(self.run_fibrix("run", *command, "--port", port), 1, command[0], "in use")


if __name__ == "__main__":
    unittest.main()
