"""The key-value server as people use it: with redis's own tools, many clients, slow ones and rude ones."""

import os
import resource
import signal
import socket
import struct
import subprocess
import time

from fibrix_case import PATIENCE, SANITIZED, cpu_ticks, poll_until
from kv_case import KvCase, encode, exchange

MEGABYTE = 1 << 20
RESET_AT_CLOSE = struct.pack("ii", 1, 0)
BENCHMARKS = "ping_inline,ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,hset,lrange_100,lrange_600,mset"


def limit_to(descriptors):
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))


class Tools(KvCase):
    def cli(self, server, *words, **options):
        done = subprocess.run(["redis-cli", "-p", str(server.port), *words], capture_output=True, text=True,
                              timeout=PATIENCE, **options)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_redis_cli(self):
        server = self.start_kv()
        self.assertEqual(self.cli(server, "set", "greeting", "hello there"), "OK\n")
        self.assertEqual(self.cli(server, "get", "greeting"), "hello there\n")
        self.assertEqual(self.cli(server, "rpush", "list", "a", "b"), "2\n")
        self.assertEqual(self.cli(server, "lrange", "list", "0", "-1"), "a\nb\n")
        self.assertEqual(self.cli(server, "get", "list"), "WRONGTYPE Operation against a key holding the wrong kind of "
                                                          "value\n\n")
        script = "set counter 41\nincr counter\nhset h f v\nhgetall h\nexpire h 100\nttl h\ndbsize\n"
        self.assertEqual(self.cli(server, input=script), "OK\n42\n1\nf\nv\n1\n100\n4\n")
        self.assertEqual(sorted(self.cli(server, "--scan").split()), ["counter", "greeting", "h", "list"])
        self.assertIn("db0:keys=4,expires=1", self.cli(server, "info", "keyspace"))
        self.assertIn(f"tcp_port:{server.port}", self.cli(server, "info"))
        self.assertIn("lrange", self.cli(server, "command"))

    def test_redis_cli_pipes(self):
        server = self.start_kv()
        commands = b"".join(encode("set", f"key:{number}", "x" * 100) for number in range(5000))
        done = subprocess.run(["redis-cli", "-p", str(server.port), "--pipe"], input=commands, capture_output=True,
                              timeout=PATIENCE)
        self.assertIn(b"errors: 0, replies: 5000", done.stdout)
        self.assertEqual(self.connect(server).give("dbsize"), 5000)

    def test_redis_benchmark(self):
        server = self.start_kv()
        for options in (["-c", "20"], ["-c", "20", "-P", "16", "-r", "100"]):
            done = subprocess.run(["redis-benchmark", "-p", str(server.port), "-n", "2000", "-q", "-t", BENCHMARKS,
                                   *options], capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertGreaterEqual(done.stdout.count("requests per second"), 13)

    def test_nc(self):
        done = subprocess.run(["nc", "-N", "127.0.0.1", str(self.start_kv().port)], input=b"PING\nSET a b\nGET a\n",
                              capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.stdout, b"+PONG\r\n+OK\r\n$1\r\nb\r\n")


class Clients(KvCase):
    def test_a_large_value(self):
        connection = self.connect(self.start_kv())
        value = os.urandom(8 * MEGABYTE)
        self.assertEqual(connection.give("set", "large", value), "+OK")
        self.assertEqual(connection.give("get", "large"), value)
        self.assertEqual(connection.give("strlen", "large"), len(value))

    def test_a_long_pipeline_and_a_half_close(self):
        server = self.start_kv()
        answer = exchange(server.port, b"".join(encode("incr", "n") for _ in range(20_000)))
        self.assertEqual(answer, b"".join(b":%d\r\n" % number for number in range(1, 20_001)))

    def test_a_client_that_never_reads_holds_up_nobody(self):
        server = self.start_kv()
        other = self.connect(server)
        other.give("set", "large", b"x" * MEGABYTE)
        deaf = self.connect(server).socket
        deaf.setblocking(False)
        request, sent = encode("get", "large") * 1000, 0
        try:
            while sent < 64 * MEGABYTE:  # each asks for thirty thousand times as much
                sent += deaf.send(request)
        except BlockingIOError:
            pass  # nothing is taken from it any more
        self.assertLess(sent, 64 * MEGABYTE)
        self.assertEqual(other.give("ping"), "+PONG")
        if not SANITIZED:
            self.assertLess(resident_megabytes(server.process.pid), 100)

    def test_a_client_that_resets_in_the_middle(self):
        server = self.start_kv()
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", server.port))
            connection.sendall(b"*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1000000\r\n" + b"x" * 50_000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
            connection.close()
        self.assertEqual(self.connect(server).give("exists", "a"), 0)
        self.assertEqual(server.stop(), (124, ""))

    def test_too_many_clients_are_refused(self):
        server = self.start_kv("--max-clients", "2")
        first, second = self.connect(server), self.connect(server)
        self.assertEqual((first.give("ping"), second.give("ping")), ("+PONG", "+PONG"))
        third = self.connect(server)
        self.assertEqual(third.reply(), "-ERR max number of clients reached")
        self.assertRaises(EOFError, third.reply)
        second.close()
        poll_until(lambda: self.ping(server) == "+PONG", "a place is free again")
        self.assertEqual(first.give("ping"), "+PONG")

    def ping(self, server):
        connection = self.connect(server)
        try:
            return connection.give("ping")
        except (EOFError, ConnectionError):
            return None
        finally:
            connection.close()

    def test_out_of_descriptors_it_goes_on(self):
        server = self.start_kv(preexec_fn=limit_to(24))
        many = [self.connect(server) for _ in range(30)]
        self.assertEqual(many[0].give("ping"), "+PONG")
        for connection in many[:20]:
            connection.close()
        self.assertEqual(many[-1].give("ping"), "+PONG")
        code, errors = server.stop()
        self.assertEqual(code, 124)
        self.assert_one_line(errors, "kv: too many open handles; ", "new clients wait for those that go")

    def test_the_limit_of_memory(self):
        connection = self.connect(self.start_kv("--max-memory", "1000000"))
        replies = [connection.give("set", number, "x" * 10_000) for number in range(200)]
        self.assertEqual(replies.index("-OOM command not allowed when used memory > 'maxmemory'."), 99)
        self.assertEqual(connection.give("flushall"), "+OK")
        self.assertEqual(connection.give("set", "a", "b"), "+OK")


class Time(KvCase):
    def test_keys_go_when_their_time_has_come(self):
        connection = self.connect(self.start_kv())
        connection.give("set", "late", "x", "ex", 1000)
        connection.give("mset", "stays", "x", "goes", "x")
        connection.give("set", "soon", "x", "px", 20)
        connection.give("pexpire", "goes", 30)
        self.assertEqual(connection.give("dbsize"), 4)
        poll_until(lambda: connection.give("dbsize") == 2, "they are erased although nobody asks for them")
        self.assertEqual(connection.give("mget", "late", "stays", "goes"), [b"x", b"x", None])

    def test_nothing_is_done_while_nothing_happens(self):
        server = self.start_kv()
        connection = self.connect(server)
        connection.give("set", "late", "x", "ex", 1000)
        connection.give("subscribe", "a")
        before = cpu_ticks(server.process.pid)
        time.sleep(0.05)
        self.assertLessEqual(cpu_ticks(server.process.pid) - before, 1)


class PublishAndSubscribe(KvCase):
    def subscriber(self, server, *words):
        connection = self.connect(server)
        connection.give(*words)
        return connection

    def test_messages_arrive(self):
        server = self.start_kv()
        one, two = self.subscriber(server, "subscribe", "news"), self.subscriber(server, "psubscribe", "n*")
        publisher = self.connect(server)
        for number in range(100):
            self.assertEqual(publisher.give("publish", "news", number), 2)
        self.assertEqual([one.reply()[2] for _ in range(100)], [b"%d" % number for number in range(100)])
        self.assertEqual([two.reply()[3] for _ in range(100)], [b"%d" % number for number in range(100)])

    def test_replies_and_messages_stay_whole(self):
        server = self.start_kv()
        listener, publisher = self.subscriber(server, "subscribe", "a"), self.connect(server)
        publisher.socket.sendall(encode("publish", "a", "x" * 5000) * 400)
        listener.socket.sendall(encode("ping", "mine") * 400)
        replies = [listener.reply() for _ in range(800)]
        self.assertEqual(replies.count([b"pong", b"mine"]), 400)
        self.assertEqual(replies.count([b"message", b"a", b"x" * 5000]), 400)

    def test_one_that_never_reads_is_closed_and_the_publisher_is_not_held_up(self):
        server = self.start_kv()
        deaf, other = self.subscriber(server, "subscribe", "a"), self.subscriber(server, "subscribe", "b")
        publisher = self.connect(server)
        message, published = b"x" * MEGABYTE, 0
        while publisher.give("publish", "a", message) == 1:
            published += 1
            self.assertLess(published, 200)
        self.assertGreater(published, 30)
        self.assertEqual(publisher.give("publish", "b", "still there"), 1)
        self.assertEqual(other.reply(), [b"message", b"b", b"still there"])
        with self.assertRaises((EOFError, ConnectionError)):
            for _ in range(published):
                deaf.reply()

    def test_one_that_goes_is_no_receiver(self):
        server = self.start_kv()
        gone, publisher = self.subscriber(server, "subscribe", "a"), self.connect(server)
        self.assertEqual(publisher.give("publish", "a", "x"), 1)
        gone.close()
        poll_until(lambda: publisher.give("publish", "a", "x") == 0, "the subscriber is forgotten")

    def test_many_listen(self):
        server = self.start_kv()
        listeners = [self.subscriber(server, "subscribe", "a") for _ in range(100)]
        self.assertEqual(self.connect(server).give("publish", "a", "to all"), 100)
        for listener in listeners:
            self.assertEqual(listener.reply(), [b"message", b"a", b"to all"])

    def test_the_server_ends_in_order(self):
        server = self.start_kv()
        self.subscriber(server, "subscribe", "a")
        self.connect(server).give("set", "a", "b", "ex", 1000)
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(timeout=PATIENCE), 124)


class WrongUse(KvCase):
    def test_what_cannot_be(self):
        for arguments, code, pieces in (
            (["--max-memory", "-1"], 2, ["kv: --max-memory: -1 bytes cannot be a limit"]),
            (["--max-memory", "1G"], 2, ["kv: --max-memory: '1G' is not a number from"]),
            (["--port", "99999"], 2, ["kv: --port: '99999' is not a number from 0 to 65535"]),
            (["--host", "192.0.2.1", "--port", "0"], 1, ["kv: cannot listen on 192.0.2.1:0: address not available"]),
        ):
            with self.subTest(arguments):
                self.assert_refused(self.run_fibrix("run", "kv", *arguments), code, *pieces)

    def test_a_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            done = self.run_fibrix("run", "kv", "--port", str(port))
        self.assert_refused(done, 1, f"kv: cannot listen on 127.0.0.1:{port}: address in use")


def resident_megabytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / MEGABYTE
