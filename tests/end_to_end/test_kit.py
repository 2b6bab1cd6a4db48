"""Programs, policies and families built outside this tree, against an installed copy."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import test_docs
import fibrix_case
from fibrix_case import SANITIZED, FibrixCase, Terminal

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(fibrix_case.FIBRIX).resolve().parent
THREW, ABANDONED, CANNOT_RUN, NOT_FOUND = 121, 123, 125, 127


class Kit(FibrixCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="fibrix-kit-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.prefix, cls.objects = cls.place / "installed", cls.place / "build"
        cls.must("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.addClassCleanup(setattr, fibrix_case, "FIBRIX", fibrix_case.FIBRIX)
        fibrix_case.FIBRIX = str(cls.prefix / "bin/fibrix")
        compiler = cls.cached("CMAKE_CXX_COMPILER:[^=]*")
        cls.must("cmake", "-G", "Ninja", "-S", HERE / "kit", "-B", cls.objects, f"-DCMAKE_CXX_COMPILER={compiler}",
                 f"-DCMAKE_PREFIX_PATH={cls.prefix}", "-DCMAKE_BUILD_TYPE=Debug")
        cls.must("cmake", "--build", cls.objects, "-j", "2")

    @classmethod
    def must(cls, *command):
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stdout)
        return done.stdout

    @staticmethod
    def cached(name):
        return re.search(rf"^{name}=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.M)[1]

    def object(self, name):
        return str(self.objects / f"{name}.so")

    def changed(self, name, *replacements):
        """A copy of a shared object in which some bytes are different."""
        data = pathlib.Path(self.object(name)).read_bytes()
        for old, new in replacements:
            self.assertIn(old, data)
            data = data.replace(old, new)
        path = self.directory / "changed.so"
        path.write_bytes(data)
        return str(path)

    def assert_runs(self, done, output):
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, output, ""))

    # -- Programs ---------------------------------------------------------------------------------------------------

    def test_a_program_is_started_by_its_path(self):
        self.assert_runs(self.run_fibrix("run", self.object("probe"), "edition"), "first edition\n")
        self.assert_runs(self.run_script(f"{self.object('probe')} edition; echo $?\n"), "first edition\n0\n")
        self.assert_runs(self.run_fibrix("run", "--load", self.object("probe"), "probe", "edition"), "first edition\n")

    def test_its_tasks_share_state_that_ends_with_the_process(self):
        self.assert_runs(self.run_fibrix("run", "--world", "sim", self.object("probe"), "visit"), "2 visits\n")

    def test_a_program_that_was_built_again_runs_its_new_code(self):
        path = self.directory / "probe.so"
        shutil.copyfile(self.object("probe"), path)
        terminal = Terminal("boot")
        self.addCleanup(terminal.close)
        for line, answer in ((f"{path} edition", r"\nfirst edition"), (f"{path} sleep &", r"\n\[1\] (\S+)\r")):
            terminal.type(line + "\n")
            found = terminal.expect(answer)
        self.assertEqual(self.images_in(terminal), 1)
        shutil.copyfile(self.changed("probe", (b"first edition", b"other edition")), path)  # over the old one, in place
        terminal.type(f"{path} edition\n")
        terminal.expect(r"\nother edition")
        terminal.type(f"kill {found[1]}; wait; echo all $?\n")
        terminal.expect(r"\nall ")
        self.assertEqual(self.images_in(terminal), 0)
        terminal.type("exit\n")
        self.assertEqual(terminal.wait(), 0)

    def images_in(self, terminal):
        maps = pathlib.Path(f"/proc/{terminal.process.pid}/maps").read_text()
        return len([line for line in maps.splitlines() if "memfd:probe.so" in line and " r-xp " in line])

    def test_its_misfortunes_are_its_own(self):
        done = self.run_fibrix("run", self.object("probe"), "throw")
        self.assert_refused(done, THREW, "task 1 (probe): ended by an exception: thrown outside")
        if SANITIZED:
            return
        done = self.run_script(f"{self.object('probe')} fault; echo $?; hello; {self.object('probe')} edition\n")
        self.assertRegex(done.stdout, rf"^{ABANDONED}\nhello from .*\nfirst edition\n$")
        self.assert_one_line(done.stderr, "(probe): memory fault: the process is abandoned")
        done = self.run_fibrix("run", "--watchdog", "kill", "--watchdog-patience", "0.1", self.object("probe"), "hog")
        self.assertEqual(done.returncode, ABANDONED)
        self.assertIn("killed by the watchdog: the process is abandoned", done.stderr)

    # -- Tests of programs ------------------------------------------------------------------------------------------

    def test_a_program_is_tested_with_a_kernel_that_the_test_drives(self):
        self.assertIn("100% tests passed", self.must("ctest", "--test-dir", self.objects, "-R", "greeter_test"))

    # -- What is refused --------------------------------------------------------------------------------------------

    def test_what_is_no_program_is_refused(self):
        text = self.write("text", "#!/bin/sh\n")
        half = self.directory / "half.so"
        half.write_bytes(pathlib.Path(self.object("probe")).read_bytes()[:20000])
        missing = self.changed("probe", (b"_ZN6fibrix6attendENS_8DeliveryE", b"_ZN6fibrix6attenDENS_8DeliveryE"))
        for path, code, shell_code, piece in (
            ("./nowhere.so", NOT_FOUND, NOT_FOUND, "'./nowhere.so' cannot be read: No such file or directory"),
            ("/", CANNOT_RUN, CANNOT_RUN, "'/' cannot be read: Is a directory"),
            ("/dev/null", CANNOT_RUN, CANNOT_RUN, "'/dev/null' cannot be read: Permission denied"),
            (text, CANNOT_RUN, CANNOT_RUN, "is no shared object for Fibrix (see: fibrix_add_program)"),
            (str(half), CANNOT_RUN, CANNOT_RUN, "is no shared object for Fibrix"),
            (self.object("newest"), CANNOT_RUN, CANNOT_RUN, "there is no program in '"),
            (missing, CANNOT_RUN, CANNOT_RUN, "cannot be loaded: undefined symbol: _ZN6fibrix6attenDENS_8DeliveryE"),
        ):
            with self.subTest(path):
                self.assert_refused(self.run_fibrix("run", path), code, "fibrix: ", piece)
                done = self.run_script(f"{path}; echo $?\n")
                self.assertEqual((done.returncode, done.stdout), (0, f"{shell_code}\n"))
                self.assert_one_line(done.stderr, "sh: line 1: ", path)

    def test_what_was_built_for_another_fibrix_is_refused(self):
        data = pathlib.Path(self.object("probe")).read_bytes()
        note = data.index(b"Fibrix\0\0") + 8
        tag = data[note + 80:note + 96]
        self.assertRegex(tag, rb"^[0-9a-f]{16}$")
        for old, new in ((tag, b"0123456789abcdef"), (data[note:note + 6], b"9.9.9\0")):
            path = self.changed("probe", (old, new))
            self.assert_refused(self.run_fibrix("run", path), CANNOT_RUN, "was built for another Fibrix (",
                                new.rstrip(b"\0").decode(), "; this is ", "build it again")

    @unittest.skipIf(SANITIZED, "a sanitizer adds statics of its own")
    def test_a_mutable_static_fails_the_build(self):
        done = subprocess.run(["cmake", "--build", self.objects, "--target", "untidy"], text=True, capture_output=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("untidy(fibrix::Arguments&)::calls' is a mutable static", done.stdout)
        self.assertIn("use sys::local<T>()", done.stdout)

    # -- Policies and families --------------------------------------------------------------------------------------

    def test_a_policy_is_named_by_its_path(self):
        done = self.run_fibrix("run", "--world", "sim", "--policy", self.object("newest"), "spawner")
        usual = self.run_fibrix("run", "--world", "sim", "spawner")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(sorted(done.stdout), sorted(usual.stdout))
        self.assertNotEqual(done.stdout, usual.stdout)
        self.assert_runs(self.run_fibrix("run", "--load", self.object("newest"), "--policy", "newest", "true"), "")
        for path, piece in ((self.object("probe"), "there is no policy in '"), ("./nowhere.so", "cannot be read")):
            self.assert_refused(self.run_fibrix("run", "--policy", path, "true"), CANNOT_RUN, "--policy: ", piece)

    def test_a_family_is_loaded(self):
        self.assert_runs(self.run_fibrix("run", "--load", self.object("counter"), "count"), "42\n")
        script = self.write("script", "count\n")
        done = self.run_fibrix("boot", "--load", self.object("counter"), "--script", script)
        self.assert_runs(done, "42\n")

    def test_a_program_without_its_family_ends_alone(self):
        done = self.run_script(f"{self.object('counter')}; echo $?\n")
        self.assertEqual((done.returncode, done.stdout), (0, "122\n"))
        self.assert_one_line(done.stderr, "request number 1536 is not in the syscall table", "(count)")

    def test_a_family_that_does_not_fit_is_refused(self):
        twice = self.run_fibrix("run", "--load", self.object("counter"), "--load", self.object("counter"), "count")
        self.assert_refused(twice, CANNOT_RUN, "--load: family 'counter': request 'add_up' is there already")
        self.assert_refused(self.run_fibrix("run", "--load", "./nowhere.so", "true"), CANNOT_RUN, "--load: './nowhere.so'")

    def test_check_says_what_is_in_a_shared_object(self):
        done = self.run_fibrix("check", self.object("counter"), self.object("newest"))
        self.assert_runs(done, f"{self.object('counter')}: program count family counter\n"
                               f"{self.object('newest')}: policy newest\n")

    # -- Installed -------------------------------------------------------------------------------------------------------

    def test_the_debian_package_holds_a_system_that_runs(self):
        self.must("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", self.directory / "cpack")
        (package,) = (self.directory / "cpack").glob("fibrix_*.deb")
        self.must("dpkg-deb", "-x", package, self.directory / "root")
        binary = self.directory / "root/usr/bin/fibrix"
        self.assertEqual(self.must(binary, "run", self.object("probe"), "edition"), "first edition\n")
        self.assertTrue((self.directory / "root/usr/lib/cmake/Fibrix/FibrixConfig.cmake").exists())
        self.assertIn("libboost-context1.81.0", self.must("dpkg-deb", "-f", package, "Depends"))

    # -- As the README has it -----------------------------------------------------------------------------------------

    @unittest.skipIf(SANITIZED, "the same with another compiler's flags")
    def test_the_chapter_on_programs_outside_the_tree(self):
        ((_, body),) = test_docs.blocks("console kit")
        path = f"{self.prefix / 'bin'}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "CMAKE_PREFIX_PATH": str(self.prefix),
                       "CXX": self.cached("CMAKE_CXX_COMPILER:[^=]*")}
        for command, _, expected in test_docs.sessions(body):
            with self.subTest(command=command):
                done = subprocess.run(["bash", "-c", command], cwd=self.directory, env=environment, text=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
                self.assertRegex(done.stdout, r"\A" + test_docs.pattern(expected))


if __name__ == "__main__":
    unittest.main()
