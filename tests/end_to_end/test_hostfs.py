"""Directories of the host in the tree of files: mounted from the command line and from inside, confined, and full."""

import shutil
import subprocess
import unittest

from fibrix_case import FIBRIX, PATIENCE, FibrixCase

# A filesystem of 64 KiB, and a system that writes into it; in namespaces of its own, so that nobody needs to be root.
ON_A_SMALL_DISK = 'mount -t tmpfs -o size=64k none "$1" && exec "$2" boot --mount "$1:/mnt" --script "$3"'


def small_disk_is_possible():
    if not shutil.which("unshare"):
        return False
    mount = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    return subprocess.run(mount, capture_output=True).returncode == 0


class Mounting(FibrixCase):
    def setUp(self):
        super().setUp()
        self.shared = self.directory / "shared"
        self.shared.mkdir()
        (self.shared / "file").write_text("from outside\n")

    def test_boot_and_run_mount(self):
        done = self.run_script("cat /mnt/file\necho from inside > /mnt/new\nmount\n", "--mount", f"{self.shared}:/mnt")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("from outside\n", done.stdout)
        self.assertIn(f"{self.shared} on /mnt type hostfs (rw)\n", done.stdout)
        self.assertEqual((self.shared / "new").read_text(), "from inside\n")
        done = self.run_fibrix("run", "--mount", f"{self.shared}:/a/b/c", "ls", "/a/b/c")
        self.assertEqual((done.returncode, done.stdout), (0, "file\nnew\n"))

    def test_a_relative_directory_is_the_hosts(self):
        done = self.run_fibrix("run", "--mount", "shared:/mnt:ro", "cat", "/mnt/file", cwd=self.directory)
        self.assertEqual((done.returncode, done.stdout), (0, "from outside\n"))

    def test_read_only(self):
        done = self.run_script("echo x > /mnt/file\nrm /mnt/file\nmkdir /mnt/d\n", "--mount", f"{self.shared}:/mnt:ro")
        self.assertEqual(done.stderr.count("read-only filesystem"), 3, done.stderr)
        self.assertEqual((self.shared / "file").read_text(), "from outside\n")

    def test_from_inside(self):
        (self.shared / "out").symlink_to("/etc/passwd")
        script = (f"mount -t hostfs {self.shared} /mnt\ncat /mnt/file\ncat /mnt/out\numount /mnt\nls /mnt\n"
                  f"mount -t hostfs {self.shared}/file /mnt\nmount -t hostfs here /mnt\n")
        done = self.run_script(script)
        self.assertEqual(done.stdout, "from outside\n")
        self.assertEqual(done.stderr, "cat: /mnt/out: permission denied\n"
                         f"mount: {self.shared}/file at /mnt: not a directory\nmount: 'here' is no source for hostfs\n")

    def test_the_programs_on_files(self):
        script = ("cd /mnt\nmkdir -p d/e\ncp file d/copy\nmv d/copy d/e\nln -s e/copy d/link\ncat d/link\n"
                  "seq 1000 > numbers\ngrep -c 9 numbers\nsort -rn numbers | head -n 1\nwc -l numbers\nrm -r d\nls\n")
        done = self.run_script(script, "--mount", f"{self.shared}:/mnt")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.split(), "from outside 271 1000 1000 numbers file numbers".split())

    def test_what_cannot_be_mounted(self):
        for value, piece in ((f"{self.shared}/file:/mnt", "not a directory"), (f"{self.shared}/none:/mnt", "no such file"),
                             (f"{self.shared}:/proc", "in use"), (f"{self.shared}:/bin/x", "in use"),
                             (f"{self.shared}:/", "in use"), (f"{self.shared}:/etc/motd", "not a directory"),
                             (f"{self.shared}:/a/../b", "invalid argument"), (f"{self.shared}", "is not DIRECTORY:/TARGET"),
                             (":/mnt", "is not DIRECTORY:/TARGET"), (f"{self.shared}:mnt", "is not DIRECTORY:/TARGET")):
            with self.subTest(value):
                self.assert_refused(self.run_fibrix("run", "--mount", value, "true"), 125, "--mount: ", piece)
        self.assert_refused(self.run_fibrix("run", "--mount", f"{self.shared}:/mnt", "--mount", f"{self.shared}:/mnt/d",
                                            "true"), 125, "--mount: ", "in use")
        self.assert_refused(self.run_fibrix("run", "--world", "sim", "--mount", f"{self.shared}:/mnt", "true"), 125,
                            "--mount: ", "no files of a host")

    def test_a_full_disk_is_an_error_and_everything_goes_on(self):
        if not small_disk_is_possible():
            print("\nSKIPPED: this host gives nobody a small disk (unshare -rm mount)", flush=True)
            raise unittest.SkipTest("no small disk")
        script = self.write("script", "seq 100000 > /mnt/big\necho goes on\nrm /mnt/big\necho fits > /mnt/small\n"
                                      "cat /mnt/small\n")
        done = subprocess.run(["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh", str(self.shared), FIBRIX, script],
                              capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stdout), (0, "goes on\nfits\n"))
        self.assert_one_line(done.stderr, "seq: ", "no space left")
