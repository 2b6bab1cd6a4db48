"""A real browser, without a window: Chromium, driven through its driver's own protocol (W3C WebDriver)."""

import base64
import json
import subprocess
import time
import urllib.request

from fibrix_case import PATIENCE

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how the protocol marks a reference to an element
KEYS = {"Home": "\ue011", "End": "\ue010", "Left": "\ue012", "Right": "\ue014"}


class Browser:
    def __init__(self, width=1280, height=1000):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        for line in self.driver.stdout:
            if "on port " in line and "successfully" in line:
                port = line.rstrip(".\n").rpartition(" ")[2]
                self.base = f"http://127.0.0.1:{port}"
                break
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                            f"--window-size={width},{height}"]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.session = ""
        self.session = "/session/" + self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + self.session + path, data, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        """The value of `script`, which says `return`."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait_for(self, condition):
        """Until the script `condition` returns something true."""
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            assert time.monotonic() < end, condition
            time.sleep(0.02)

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, keys):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": KEYS.get(keys, keys)})

    def text(self, selector):
        return self.call("GET", f"/element/{self.find(selector)}/text")

    def drag(self, selector, by):
        """Presses the mouse in the middle of an element, moves it by so many pixels to the right, and lets go."""
        element = {ELEMENT: self.find(selector)}
        moves = [{"type": "pointerMove", "origin": element, "x": 0, "y": 0}, {"type": "pointerDown", "button": 0},
                 {"type": "pointerMove", "origin": "pointer", "x": by, "y": 0, "duration": 100},
                 {"type": "pointerUp", "button": 0}]
        self.call("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})

    def complaints(self):
        """What the page has logged as errors."""
        return [each["message"] for each in self.call("POST", "/se/log", {"type": "browser"}) if each["level"] == "SEVERE"]

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", "/screenshot")))

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.communicate()
