import json
import re
import unittest
import xml.dom.minidom

from browser import Browser
from fibrix_case import SANITIZED, FibrixCase

PHASES = {"X": {"name", "cat", "pid", "tid", "ts", "dur", "args"}, "i": {"name", "cat", "pid", "tid", "ts", "s", "args"},
          "M": {"name", "pid", "tid", "args"}, "s": {"name", "cat", "id", "pid", "tid", "ts"},
          "f": {"name", "cat", "id", "pid", "tid", "ts", "bp"}}


class Trace(FibrixCase):
    def trace(self, *words, code=0, command=("run", "--world", "sim")):
        path = str(self.directory / "run.json")
        done = self.run_fibrix(*command, "--trace", path, *words)
        self.assertEqual((done.returncode, done.stderr), (code, ""))
        return path

    def lines(self, path):
        done = self.run_fibrix("trace", "text", path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.splitlines()

    def slices(self, trace, task):
        return [each for each in trace["traceEvents"] if each["ph"] == "X" and each["tid"] == task]


class Files(Trace):
    def test_it_is_chromes_format_and_slices_of_a_task_follow_each_other(self):
        with open(self.trace("producer_consumer")) as file:
            trace = json.load(file)
        self.assertEqual(trace["otherData"], {"fibrix": 1, "world": "sim", "policy": "batching"})
        tracks = set()
        for event in trace["traceEvents"]:
            self.assertEqual(set(event) - {"ph"}, PHASES[event["ph"]], event)
            if event["ph"] == "M" and event["name"] == "thread_name":
                tracks.add((event["pid"], event["tid"]))
            elif event["ph"] != "M" and event["tid"] != 0:
                self.assertIn((event["pid"], event["tid"]), tracks)
        for _, task in tracks:
            end = 0
            for each in self.slices(trace, task):
                self.assertGreaterEqual(each["ts"], end)
                end = each["ts"] + each["dur"]

    def test_arrows_have_two_ends(self):
        with open(self.trace("ping_pong")) as file:
            events = json.load(file)["traceEvents"]
        begins = {each["id"]: each for each in events if each["ph"] == "s"}
        ends = {each["id"]: each for each in events if each["ph"] == "f"}
        self.assertEqual(set(begins), set(ends))
        self.assertLessEqual({"start", "wake", "send"}, {each["name"] for each in begins.values()})
        for number, begin in begins.items():
            self.assertNotEqual(begin["tid"], ends[number]["tid"])

    def test_the_text_tells_a_small_run_in_order(self):
        lines = [re.sub(r"^ *\d+ +[0-9.]+ ms  ", "", line) for line in self.lines(self.trace("sleeper", "0.5"))]
        self.assertEqual(lines[0], "1 (sleeper)            ready")
        self.assertEqual(lines[1], "1 (sleeper)            running: its turn: longest in the queue")
        parked = next(i for i, line in enumerate(lines) if "sleeping: sleep(duration=500ms)" in line)
        self.assertEqual(lines[parked + 1:parked + 3], ["1 (sleeper)              = 0", "1 (sleeper)            ready"])
        self.assertEqual(lines[-1], "1 (sleeper)            ended: exited 0")

    def test_who_has_woken_whom(self):
        lines = "\n".join(self.lines(self.trace("waiter")))
        self.assertRegex(lines, r"ready, started by 1 \(waiter\)")
        self.assertRegex(lines, r"ready, woken by \d+ \(waiter\)|ready, woken by \d+ \(\w+\)")

    def test_a_trace_changes_nothing(self):
        plain = self.run_fibrix("run", "--world", "sim", "--hash", "pipeline", "20")
        traced = self.run_fibrix("run", "--world", "sim", "--hash", "--trace", str(self.directory / "t"), "pipeline", "20")
        self.assertEqual((plain.stdout, plain.stderr), (traced.stdout, traced.stderr))

    def test_a_deadlock_and_a_real_session_are_traced_too(self):
        path = str(self.directory / "dead.json")
        self.assertEqual(self.run_fibrix("run", "--trace", path, "deadlock").returncode, 120)
        self.assertTrue(self.lines(path))
        server = self.serve(command=("run", "--trace", path, "echo_server", "--port", "0"))
        with server.connect() as connection:
            self.echo(connection, b"hello")
        self.assertEqual(server.stop()[0], 124)
        text = "\n".join(self.lines(path))
        self.assertIn('send(socket=4, data="hello") = 5', text)

    def test_bad_files_are_named(self):
        good = self.trace("hello")
        with open(good) as file:
            text = file.read()
        cases = {"empty": "", "other": "{}\n", "cut": text[:len(text) // 2], "end": text.replace('"name":"end"', '"name":"no"'),
                 "damaged": text.replace('"ph":"X"', '"ph":7', 1)}
        for name, content in cases.items():
            done = self.run_fibrix("trace", "text", self.write(name, content))
            self.assertEqual((done.returncode, done.stdout), (125, ""), name)
            self.assertRegex(done.stderr, r"^fibrix: trace: '.*' cannot be read: .*\n$")
        for arguments in (("trace", "text", "/no/such"), ("trace", "html", good, "-o", "/no/such/page"),
                          ("run", "--trace", "/no/such/file", "hello")):
            done = self.run_fibrix(*arguments)
            self.assertEqual(done.returncode, 125)
            self.assertRegex(done.stderr, r"^fibrix: .*No such file or directory.*\n$")
        self.assertEqual(self.run_fibrix("run", "--trace", "/dev/full", "hello").returncode, 125)


class Pictures(Trace):
    def test_the_gantt_chart_is_a_drawing(self):
        path = self.trace("producer_consumer")
        out = str(self.directory / "chart.svg")
        done = self.run_fibrix("trace", "svg", path, "-o", out)
        self.assertRegex(done.stdout, r"chart\.svg: \d+ tasks, \d+ events\n$")
        drawing = xml.dom.minidom.parse(out)
        bars = [each for each in drawing.getElementsByTagName("rect") if each.getElementsByTagName("title")]
        self.assertGreater(len(bars), 10)
        self.assertEqual({each.getAttribute("class") for each in bars} - {"running", "ready", "sleeping", "waiting"}, set())


@unittest.skipIf(SANITIZED, "the page is the same, and the browser is slow enough")
class Page(Trace):
    def open_page(self, *words):
        path = self.trace(*words)
        self.assertEqual(self.run_fibrix("trace", "html", path).returncode, 0)
        page = self.directory / "run.html"
        self.assertNotIn("http://", page.read_text().replace("http://www.w3.org", ""))
        browser = Browser()
        self.addCleanup(browser.close)
        browser.open(f"file://{page}")
        return browser

    def position(self, browser):
        return int(re.match(r"event (\d+) of", browser.text("#position")).group(1))

    def settle(self, browser):
        browser.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def test_it_can_be_played_dragged_and_read(self):
        browser = self.open_page("producer_consumer")
        self.assertEqual(self.position(browser), 0)
        self.assertIn("ready", browser.text("#event"))
        self.assertIn("producer_consumer", browser.text("#ready"))
        browser.click("#decision")
        self.settle(browser)
        self.assertRegex(browser.text("#why"), r"^why 1 producer_consumer: its turn")
        self.assertIn("producer_consumer", browser.text("#running"))
        browser.drag("#slider", 200)
        self.settle(browser)
        dragged = self.position(browser)
        self.assertGreater(dragged, 10)
        browser.type("body", "Right")
        self.settle(browser)
        self.assertEqual(self.position(browser), dragged + 1)
        browser.type("body", "Home")
        browser.run("document.getElementById('speed').value = '200'")
        browser.click("#play")
        browser.run("return new Promise(done => setTimeout(done, 400))")
        browser.click("#play")
        self.settle(browser)
        played = self.position(browser)
        self.assertGreater(played, 5)
        browser.type("body", "End")
        browser.wait_for("return now === count - 1 && document.getElementById('zombie').innerText.includes('exited 0')")
        self.assertEqual(browser.complaints(), [])
