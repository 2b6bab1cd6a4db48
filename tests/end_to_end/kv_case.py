"""What the tests of the key-value server share: the server, and clients that speak its protocol."""

import socket
import subprocess

from fibrix_case import PATIENCE, FibrixCase, poll_until, receive_all

REDIS = "/usr/bin/redis-check-rdb"  # the same binary as redis-server, told apart by its name, in redis-tools


class Connection:
    """A connection, and what comes back on it."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.file = self.socket.makefile("rb")

    def give(self, *words):
        """Sends one command, and takes its reply."""
        self.socket.sendall(encode(*words))
        return self.reply()

    def reply(self):
        """A string as bytes, an error or a status as text with its mark, a number, None, or a list of these."""
        line = self.file.readline()
        if not line:
            raise EOFError
        mark, rest = line[:1], line[1:-2]
        if mark == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2]
        if mark == b"*":
            return None if rest == b"-1" else [self.reply() for _ in range(int(rest))]
        return int(rest) if mark == b":" else line[:-2].decode()

    def close(self):
        self.file.close()
        self.socket.close()


def encode(*words):
    words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


class KvCase(FibrixCase):
    def start_kv(self, *arguments, **options):
        server = self.serve(*arguments, command=("run", "kv", "--port", "0"), **options)
        self.assertEqual(server.said, f"kv: listening on 127.0.0.1:{server.port}\n")
        return server

    def connect(self, server):
        connection = Connection(server.port)
        self.addCleanup(connection.close)
        return connection

    def start_redis(self):
        """The port of a redis-server, which serves until the test ends."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        redis = subprocess.Popen(["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--dir",
                                  str(self.directory)], executable=REDIS, stdout=subprocess.DEVNULL)
        self.addCleanup(self.make_sure_it_ended, redis)
        poll_until(lambda: listens(port), "redis-server listens")
        return port


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def exchange(port, data):
    """Sends, half-closes, and reads to the end."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return receive_all(connection)
