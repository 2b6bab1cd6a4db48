#!/usr/bin/env python3
"""kv beside Debian's redis-server: requests per second, and the server's CPU time for a request.

    tests/bench/kv_beside_redis.py [--rounds N] [--requests N] [--json]

Each server is pinned to host CPU 0 and redis-benchmark to CPU 1. The servers take turns within each round, so that
whatever else the host does meets both; of all rounds the best figure of each counts. Never run by the tests.
"""

import argparse
import csv
import json
import socket
import subprocess
import tempfile

from pinned_server import FIBRIX, ON_CLIENT_CPU, PinnedServer, free_port

REDIS = "/usr/bin/redis-check-rdb"  # the same binary as redis-server, told apart by its name, in redis-tools
WORKLOADS = {  # how redis-benchmark is told, and the commands that are given before
    "set": (["-t", "set"], []),
    "get": (["-t", "get"], []),
    "incr": (["-t", "incr"], []),
    "lpush": (["-t", "lpush"], ["FLUSHALL"]),
    "lrange_100": (["LRANGE", "mylist", "0", "99"], ["FLUSHALL", "RPUSH mylist" + 1000 * " xxx"]),
}


class KeyValueServer(PinnedServer):
    def tell(self, command):
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(command.encode() + b"\r\n")
            connection.recv(1000)


def start(name, directory):
    port = free_port()
    if name == "kv":
        server = KeyValueServer(name, [FIBRIX, "run", "kv", "--port", str(port)], port)
    else:
        server = KeyValueServer(name, ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--dir",
                                       directory], port, REDIS)
    server.wait_until(server.listens)
    return server


def measure(server, workload, pipeline, requests):
    how, before = WORKLOADS[workload]
    for command in before:
        server.tell(command)
    used = server.cpu()
    done = subprocess.run([*ON_CLIENT_CPU, "redis-benchmark", "-p", str(server.port), "-c", "50",
                           "-n", str(requests), "-P", str(pipeline), "--csv", *how],
                          check=True, capture_output=True, text=True)
    rate = float(list(csv.reader(done.stdout.splitlines()))[-1][1])
    return {"requests/s": rate, "us/request": (server.cpu() - used) / requests * 1e6}


def compare(servers, workload, pipeline, arguments):
    best = {}
    for _ in range(arguments.rounds):
        for server in servers:
            got = measure(server, workload, pipeline, arguments.requests)
            so_far = best.setdefault(server.name, got)
            best[server.name] = {"requests/s": max(got["requests/s"], so_far["requests/s"]),
                                 "us/request": min(got["us/request"], so_far["us/request"])}
    return best


def show(workload, pipeline, best):
    kv, redis = best["kv"], best["redis"]
    print(f"{workload:<11}{pipeline:>9}{kv['requests/s']:>13.0f}{redis['requests/s']:>11.0f}"
          f"{kv['requests/s'] / redis['requests/s']:>7.2f}{kv['us/request']:>13.2f}{redis['us/request']:>8.2f}"
          f"{kv['us/request'] / redis['us/request']:>7.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as directory:
        servers = [start("kv", directory), start("redis", directory)]
        if not arguments.json:
            print(f"{'':<11}{'':>9}{'requests/s':>31}{'CPU us/request':>28}")
            print(f"{'workload':<11}{'pipeline':>9}{'kv':>13}{'redis':>11}{'ratio':>7}{'kv':>13}{'redis':>8}{'ratio':>7}")
        for pipeline in (1, 16):
            for workload in WORKLOADS:
                best = compare(servers, workload, pipeline, arguments)
                results.append({"workload": workload, "pipeline": pipeline, **best})
                if not arguments.json:
                    show(workload, pipeline, best)
        for server in servers:
            server.stop()
    if arguments.json:
        print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
