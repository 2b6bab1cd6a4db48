"""Runs every transcript in the READMEs, and builds the first program as it stands in the README.

In a ```console block `$ …` is a command of the host's shell; after `$ fibrix boot` the lines `fibrix:/$ …` are typed
into the system's own shell, at a terminal. `…` in what is expected stands for anything, on a line of its own for any
lines.
"""
import os, pathlib, re, shlex, socket, subprocess, tempfile, unittest

import session_picture
from fibrix_case import Terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["FIBRIX"]).resolve().parent
FIRST_PROGRAM = "greet"
PROMPT = "fibrix:/$ "


def blocks(kind):
    for page in sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("*/README.md")) + sorted(ROOT.glob("[tu]*/*/README.md")):
        for body in re.findall(rf"```{kind}\n(.*?)```", page.read_text(), re.S):
            yield page.relative_to(ROOT), body


def sessions(body):
    """(command, lines typed into it, expected output) for each `$ …` of a block."""
    found = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], [], []))
        else:
            if line.startswith(PROMPT):
                found[-1][1].append(line[len(PROMPT):])
            found[-1][2].append(line)
    return found


def pattern(lines):
    """A regular expression for expected lines. Blanks between columns may differ in number."""
    parts = []
    for line in lines:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
            continue
        line = re.escape(line).replace("…", ".*")
        parts.append(re.sub(r"(\\ )+", r"\\s+", line) + r"\s*\n")
    return "".join(parts) + r"\Z"


class Transcripts(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.binary = cls.build_first_program(pathlib.Path(cls.folder.name))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def build_first_program(cls, folder):
        """The binary of this build with the README's first program compiled in, by this build's own commands."""
        (source,) = [body for _, body in blocks("cpp") if f'"{FIRST_PROGRAM}"' in body]
        (folder / "greet.cpp").write_text(source)
        commands = subprocess.run(["ninja", "-C", BUILD, "-t", "commands", "fibrix"], capture_output=True, text=True,
                                  check=True).stdout.splitlines()
        (compile_hello,) = [each for each in commands if each.endswith("userland/hello.cpp")]
        words = shlex.split(compile_hello)
        words[words.index("-o") + 1] = str(folder / "greet.o")
        words[-1] = str(folder / "greet.cpp")
        for flag in ("-MF", "-MT"):
            words[words.index(flag) + 1] = str(folder / "greet.d")
        subprocess.run(words, cwd=BUILD, check=True)
        link = shlex.split(next(each for each in reversed(commands) if " -o fibrix " in each).split("&&")[1])
        link[link.index("-o") + 1] = str(folder / "fibrix")
        link.insert(link.index("-o"), str(folder / "greet.o"))
        subprocess.run(link, cwd=BUILD, check=True)
        return folder / "fibrix"

    def test_the_first_program_has_ten_lines_or_so(self):
        (source,) = [body for _, body in blocks("cpp") if f'"{FIRST_PROGRAM}"' in body]
        self.assertLessEqual(len([line for line in source.splitlines() if line.strip()]), 11)

    def test_the_picture_is_of_the_session(self):
        self.assertEqual(session_picture.PICTURE.read_text(), session_picture.draw(session_picture.session()))

    def test_every_transcript(self):
        seen = 0
        for page, body in blocks("console"):
            for command, typed, expected in sessions(body):
                with self.subTest(page=str(page), command=command):
                    seen += 1
                    if os.environ.get("FIBRIX_SANITIZE") and "overflow" in typed:
                        self.skipTest("under a sanitizer an overflow ends the system, with the sanitizer's report")
                    self.check(command, typed, expected)
        self.assertGreater(seen, 2)

    def check(self, command, typed, expected):
        if command == "fibrix boot":
            output = self.seen_at_a_terminal(typed)
        else:
            path = f"{self.binary.parent}:{os.environ['PATH']}"
            output = subprocess.run(["bash", "-c", command], cwd=ROOT, env={**os.environ, "PATH": path}, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60).stdout
        self.assertRegex(output, re.compile(r"\A" + pattern(expected)))

    def seen_at_a_terminal(self, typed):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", 7007))
            except OSError:
                self.skipTest("somebody else has port 7007, where boot starts its echo server")
        terminal = Terminal("boot")
        self.addCleanup(terminal.close)
        for line in typed:
            terminal.expect(re.escape(PROMPT))
            terminal.type(line + "\r")
        terminal.wait()
        return terminal.shown.replace("\r", "")


if __name__ == "__main__":
    unittest.main()
