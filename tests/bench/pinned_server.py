"""A server pinned to a host CPU of its own, for comparisons of servers: what it has used, and when it is there."""

import os
import pathlib
import socket
import subprocess
import sys
import time

FIBRIX = os.environ.get("FIBRIX", str(pathlib.Path(__file__).parents[2] / "build/release/fibrix"))
SERVER_CPU, CLIENT_CPU = 0, 1
ON_CLIENT_CPU = ["taskset", "-c", str(CLIENT_CPU)]  # before the words of a client's command


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class PinnedServer:
    def __init__(self, name, arguments, port, executable=None):
        self.name, self.port = name, port
        self.process = subprocess.Popen(arguments, executable=executable, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL,
                                        preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CPU}))

    def cpu(self):
        """Seconds of CPU that all its threads have used."""
        threads = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9

    def wait_until(self, serves):
        """Until `serves()` is true; an OSError counts as false."""
        for _ in range(1000):
            try:
                if serves():
                    return
            except OSError:
                pass
            time.sleep(0.005)
        sys.exit(f"{self.name} does not serve at port {self.port}")

    def listens(self):
        socket.create_connection(("127.0.0.1", self.port)).close()
        return True

    def stop(self):
        self.process.terminate()
        self.process.wait()
