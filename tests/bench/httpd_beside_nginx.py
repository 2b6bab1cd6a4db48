#!/usr/bin/env python3
"""httpd beside Debian's nginx: requests per second, and the server's CPU time for a request.

    tests/bench/httpd_beside_nginx.py [--rounds N] [--seconds N] [--connections N] [--bytes N] [--json]

Each server is pinned to host CPU 0 and wrk to CPU 1. The servers take turns within each round, so that whatever else
the host does meets both; of all rounds the medians count. nginx has one worker, no access log, open_file_cache and no
end to a connection's requests; it is there twice, with sendfile and without, and httpd is compared with what was the
better of both. Needs the packages nginx and wrk. An answer other than the file, or an error of a socket, ends the comparison. Never run
by the tests.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request

from pinned_server import FIBRIX, ON_CLIENT_CPU, PinnedServer, free_port

NGINX = """
daemon off; master_process off; worker_processes 1; pid {directory}/nginx.pid; error_log {directory}/error.log;
events {{ worker_connections 16384; }}
http {{
    access_log off; sendfile {sendfile}; tcp_nopush on; tcp_nodelay on; keepalive_timeout 60; keepalive_requests 1000000000;
    open_file_cache max=1000; open_file_cache_valid 1s; default_type application/octet-stream;
    client_body_temp_path {directory}/t1; proxy_temp_path {directory}/t2; fastcgi_temp_path {directory}/t3;
    uwsgi_temp_path {directory}/t4; scgi_temp_path {directory}/t5;
    server {{ listen 127.0.0.1:{port}; root {directory}/www; }}
}}
"""


class WebServer(PinnedServer):
    def __init__(self, name, arguments, port):
        super().__init__(name, arguments, port)
        self.url = f"http://127.0.0.1:{port}/file"

    def serves(self, contents):
        with urllib.request.urlopen(self.url) as answer:
            if answer.read() != contents:
                sys.exit(f"httpd_beside_nginx: {self.name} does not serve the file")
        return True


def start_httpd(directory, size):
    port = free_port()
    script = directory / "script"
    script.write_text(f"mkdir /www; yes 0123456789abcde | head -c {size} > /www/file; httpd --port {port} /www\n")
    return WebServer("httpd", [FIBRIX, "boot", "--script", str(script)], port)


def start_nginx(name, directory, contents):
    port = free_port()
    directory = directory / name
    directory.mkdir()
    (directory / "www").mkdir()
    (directory / "www/file").write_bytes(contents)
    configuration = directory / "nginx.conf"
    configuration.write_text(NGINX.format(directory=directory, port=port, sendfile="on" if "sendfile" in name else "off"))
    return WebServer(name, ["nginx", "-e", f"{directory}/error.log", "-p", str(directory), "-c", str(configuration)],
                  port)


def measure(server, arguments):
    used = server.cpu()
    done = subprocess.run([*ON_CLIENT_CPU, "wrk", "-t", "1", "-c", str(arguments.connections), "-d",
                           f"{arguments.seconds}s", "--latency", server.url], check=True, capture_output=True, text=True)
    used = server.cpu() - used
    if "errors" in done.stdout or "Non-2xx" in done.stdout:
        sys.exit(f"httpd_beside_nginx: {server.name}: {done.stdout}")
    requests = int(re.search(r"(\d+) requests in", done.stdout)[1])
    return {"requests/s": float(re.search(r"Requests/sec: +([\d.]+)", done.stdout)[1]), "us/request": used / requests * 1e6,
            "p99": re.search(r"99% +(\S+)", done.stdout)[1]}


def compare(servers, arguments):
    rounds = {server.name: [] for server in servers}
    for _ in range(arguments.rounds):
        for server in servers:
            got = measure(server, arguments)
            rounds[server.name].append(got)
            if not arguments.json:
                print(f"{server.name:<16}{got['requests/s']:>12.0f}{got['us/request']:>16.2f}{got['p99']:>12}", flush=True)
    return {name: {what: statistics.median(each[what] for each in all) for what in ("requests/s", "us/request")}
            for name, all in rounds.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=256)
    parser.add_argument("--bytes", type=int, default=4096)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    contents = (b"0123456789abcde\n" * (arguments.bytes // 16 + 1))[:arguments.bytes]
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        os.chmod(directory, 0o755)
        servers = [start_httpd(directory, arguments.bytes), start_nginx("nginx", directory, contents),
                   start_nginx("nginx-sendfile", directory, contents)]
        try:
            for server in servers:
                server.wait_until(lambda server=server: server.serves(contents))
            if not arguments.json:
                print(f"{'server':<16}{'requests/s':>12}{'CPU us/request':>16}{'p99':>12}")
            medians = compare(servers, arguments)
        finally:
            for server in servers:
                server.stop()
    peers = [medians["nginx"], medians["nginx-sendfile"]]
    ratios = {what: medians["httpd"][what] / better(each[what] for each in peers)
              for what, better in (("requests/s", max), ("us/request", min))}
    if arguments.json:
        print(json.dumps({**medians, "ratio": ratios}, indent=1))
    else:
        for who, figures in {**medians, "ratio": ratios}.items():
            print(f"{who:<16}{figures['requests/s']:>12.2f}{figures['us/request']:>16.2f}      (median)")


if __name__ == "__main__":
    main()
