"""What the tests of the web server share: a server with files of its own, curl, and answers taken apart."""

import os
import resource
import socket
import subprocess

from fibrix_case import PATIENCE, FibrixCase, receive_all

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


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident_megabytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // (1 << 20)
