"""The programs on files: each prints what the host's own program of that name prints, and ends with the same status."""

import os
import random
import subprocess
import unittest

from fibrix_case import PATIENCE, FIBRIX, FibrixCase

TEXT = "the quick brown fox\njumps over\n\nthe lazy dog\nThe End\n  10 ten\n9 nine\n100\n10\n-5\n9 nine\n9 nine\nno end"
TABLE = "b:2:x\na:10:y\nc:1:z\na:10:y\nno delimiter\n::\nd:3\n"

FILTERS = {
    "cat": [[], ["-"], ["-n"]],
    "head": [[], ["-n", "3"], ["-n", "0"], ["-n", "100"], ["-c", "7"], ["-c", "0"]],
    "tail": [[], ["-n", "2"], ["-n", "0"], ["-n", "+3"], ["-c", "9"], ["-c", "+9"], ["-n", "100"]],
    "wc": [[], ["-l"], ["-w"], ["-c"], ["-l", "-w"], ["-lc"], ["-m"], ["-m", "-w"]],
    "grep": [["the"], ["-i", "THE"], ["-v", "the"], ["-n", "o"], ["-c", "n"], ["-q", "fox"], ["nothing"],
             ["-E", "(quick|lazy) [a-z]+"], ["^[0-9]*$"], ["a\\|d"], ["-F", "."], ["-w", "over"], ["[^a-z ]$"],
             ["-in", "t.*e"], ["-c", "^$"], ["fo*x\\?"], ["o+"], ["-o", "[a-z]*o"], ["-x", "10"], ["-e", "fox", "-e", "End"], ["-on", "o"],
             ["-L", "the"], ["-x", "a\\|100"]],
    "sort": [[], ["-r"], ["-n"], ["-u"], ["-nr"], ["-nu"], ["-k", "2"], ["-k2,2", "-r"], ["-k1,1n"], ["-k2,2", "-k1,1n"], ["-k", "2", "-k1,1r"]],
    "uniq": [[], ["-c"], ["-d"], ["-u"]],
    "tr": [["a-z", "A-Z"], ["-d", "aeiou"], ["-s", " "], ["[:upper:]", "[:lower:]"], ["-cd", "[:digit:]\\n"],
           ["abc", "x"], ["\\n", ","]],
    "cut": [["-c", "1-3"], ["-c", "2,5-"], ["-d", " ", "-f", "2"], ["-d", " ", "-f", "1,3-", "-s"], ["-c-4"]],
    "tee": [[]],
}

TABLE_FILTERS = {
    "sort": [["-t", ":", "-k", "2"], ["-t:", "-k2,2n"], ["-t:", "-k1,1", "-u"], ["-t:", "-k1,1", "-k2,2nr"], ["-t:", "-k3,3r", "-k1,1"]],
    "cut": [["-d:", "-f1"], ["-d:", "-f2-"], ["-d:", "-f-2", "-s"], ["-d:", "-f3,1"]],
}

WITHOUT_INPUT = [
    ["seq", "5"], ["seq", "2", "5"], ["seq", "10", "-3", "1"], ["seq", "1", "0.5", "3"], ["seq", "3", "1"],
    ["seq", "-s", ",", "4"], ["seq", "-5", "-3"], ["seq", "0.1", "0.1", "0.5"],
    ["seq", "9007199254740992", "9007199254740994"], ["seq", "-9007199254740995", "-9007199254740993"],
    ["seq", "9223372036854775806", "9223372036854775807"],
    ["basename", "/a/b/c"], ["basename", "/a/b/"], ["basename", "x.txt", ".txt"], ["basename", "/"], ["basename", "x", "x"], ["basename", "-a", "/a/b", "c/d"], ["basename", "-s", ".x", "a.x", "b/c.x"],
    ["dirname", "/a/b/c"], ["dirname", "a"], ["dirname", "/"], ["dirname", "/a"], ["dirname", "a//b//"], ["dirname", "//a"],
    ["sleep", "0"], ["sleep", "0.01s"],
    ["date", "-u", "-d", "@0", "+%Y-%m-%d %H:%M:%S"], ["date", "-u", "-d", "@1700000000"], ["date", "-u", "-d", "@-1", "+%s"],
    ["env", "-i", "A=1", "B=two words"], ["true"], ["false"],
]

# In a tree of its own, each line by both; what is printed must be the same.
TREE_SCRIPT = """
mkdir a a/b
mkdir -p c/d/e c/d/f
mkdir a
cp /etc/motd a/motd
cp a/motd a/b
ln -s motd a/link
ln a/motd c/hard
ln -s nowhere c/dangling
touch c/d/new .hidden
ls
ls -a
ls -R
ls a c
ls -R a c/d
ls nonesuch
ls a/motd c
ls -d a c
wc -c a/motd a/link c/hard
cat a/link nonesuch c/hard
mv a/b c/d/moved
mv a/motd a/renamed
mv nonesuch x
mv a c c/d
ls -R c
cp -r c copy
ls -R copy
cp a copy
cp -r a copy
cp a/link a/dereferenced
cp -r c c/d/inside
head -c 4 c/hard a/renamed
tail -c 5 c/hard nonesuch a/renamed
grep -r s a
grep -c e c/hard nonesuch
grep -l e c/hard a/renamed
rmdir c
rmdir c/d/f c/d/f
rmdir -p c/d/e
rm c
rm nonesuch
rm -f nonesuch
rm c/dangling
rm -r c copy
rm -rf a nonesuch
ls -aR
"""


class Filters(FibrixCase):
    def both(self, words, **options):
        host = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE,
                              env={"LC_ALL": "C", "PATH": os.environ["PATH"]}, **options)
        ours = self.run_fibrix("run", *words, **options)
        with self.subTest(words=words):
            self.assertEqual((ours.stdout, ours.returncode), (host.stdout, host.returncode), ours.stderr)
            self.assertEqual(ours.stderr, "")

    def test_what_stands_on_standard_input(self):
        for text, filters in ((TEXT, FILTERS), (TABLE, TABLE_FILTERS), ("", FILTERS)):
            for program, cases in filters.items():
                for arguments in cases:
                    self.both([program, *arguments], input=text)

    def test_programs_that_read_nothing(self):
        for words in WITHOUT_INPUT:
            self.both(words, stdin=subprocess.DEVNULL)

    def test_lines_and_files_that_are_longer_than_a_piece(self):
        draw = random.Random(1)
        long = "".join("x" * draw.randrange(100_000) + draw.choice("ab") + "\n" for _ in range(20))
        many = "".join(f"{draw.randrange(1000)} {draw.randrange(10)}\n" for _ in range(50_000))
        for words in (["cat"], ["head", "-n", "7"], ["tail", "-n", "7"], ["tail", "-c", "100000"], ["wc"], ["sort"],
                      ["grep", "-c", "a$"], ["cut", "-c", "60000-"], ["tr", "x", "y"]):
            self.both(words, input=long)
        for words in (["sort"], ["sort", "-n"], ["sort", "-k2,2n", "-k1"][:2], ["sort", "-nu"], ["wc"], ["uniq", "-c"],
                      ["tail", "-n", "20000"], ["head", "-n", "20000"]):
            self.both(words, input=many)

    def test_zero_bytes_and_bytes_that_are_no_text(self):
        data = bytes(range(256)) * 600
        for words in (["cat"], ["wc", "-c"], ["head", "-c", "100001"], ["tail", "-c", "99999"]):
            host = subprocess.run(words, input=data, capture_output=True, timeout=PATIENCE)
            ours = subprocess.run([FIBRIX, "run", *words], input=data, capture_output=True, timeout=PATIENCE)
            self.assertEqual(ours.stdout, host.stdout)

    def test_wrong_usage_is_one_line_and_status_2(self):
        for words in (["head", "-n", "x"], ["tail", "-n", "x"], ["cut"], ["cut", "-f", "0"], ["cut", "-f1", "-d", "ab"],
                      ["grep"], ["grep", "-E", "("], ["sort", "-k", "x"], ["seq"], ["seq", "x"], ["seq", "1", "0", "2"],
                      ["tr", "a"], ["tr", "z-a", "x"], ["tr", "[:foo:]", "x"], ["seq", "99999999999999999999"], ["mkdir"], ["rm"], ["cp", "x"], ["mv", "x"], ["sleep", "-1"], ["sleep", "x"],
                      ["date", "x"], ["mount", "x"], ["mktemp", "x"]):
            with self.subTest(words=words):
                self.assert_refused(self.run_fibrix("run", *words), 2, words[0])

    def test_a_file_that_is_not_there_is_one_line_and_the_next_is_read(self):
        for program in ("cat", "head", "tail", "wc", "sort", "cut -c1", "grep e"):
            words = program.split()
            done = self.run_fibrix("run", *words, "/nonesuch", "/etc/motd")
            with self.subTest(program=program):
                self.assertEqual(done.returncode, 2 if words[0] == "grep" else 1)
                self.assert_one_line(done.stderr, words[0], "/nonesuch")
                self.assertNotEqual(done.stdout, "")

    def test_yes_goes_on_until_nobody_reads(self):
        process = subprocess.Popen([FIBRIX, "run", "yes", "no"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.assertEqual(process.stdout.read(3000), b"no\n" * 1000)
        process.stdout.close()
        self.assertNotEqual(process.wait(PATIENCE), 0)


class Trees(FibrixCase):
    maxDiff = None

    def test_programs_on_a_tree(self):
        """Line by line: what is printed is the same; an error is one line here, however the host puts it."""
        motd = self.run_fibrix("run", "cat", "/etc/motd").stdout
        place = self.directory / "tree"
        place.mkdir()
        source = pathlib_write(self.directory / "motd", motd)
        lines = TREE_SCRIPT.strip().splitlines()
        printed = self.run_script("mkdir /tree\n" + "".join(f"cd /tree; {line}; echo '==' $?\n" for line in lines))
        if "cd" in printed.stderr and "there is no program" in printed.stderr:
            self.skipTest("this shell has no cd")
        parts = printed.stdout.split("== ")
        for index, line in enumerate(lines):
            host = subprocess.run(line.replace("/etc/motd", source).split(), cwd=place, capture_output=True, text=True,
                                  env={"LC_ALL": "C", "PATH": os.environ["PATH"]})
            ours = parts[index] if index == 0 else parts[index].partition("\n")[2]
            status = int(parts[index + 1].partition("\n")[0])
            with self.subTest(line=line):
                self.assertEqual((ours, status), (host.stdout, host.returncode))

    def test_what_is_mounted(self):
        done = self.run_script("mount -t ramfs 64M /mnt\nmount\ndf /mnt\numount /mnt\numount /mnt\n")
        self.assertIn("64M on /mnt type ramfs (rw)\n", done.stdout)
        self.assertIn("65536", done.stdout)
        self.assert_one_line(done.stderr, "umount: /mnt: nothing is mounted there")

    def test_a_size_that_is_none(self):
        done = self.run_script("mount -t ramfs 64X /mnt\n")
        self.assert_refused(done, 1, "mount: '64X' is no source for ramfs")

    def test_each_file_has_a_number_of_its_own(self):
        done = self.run_script("for i in /dev /dev/* /bin /bin/* /proc /proc/* /proc/1/* /proc/2/cwd; do stat -c '%i %n' $i; done\n")
        kinds = {}
        for line in done.stdout.splitlines():
            number, name = line.split()
            root = "/" + name.split("/")[1]
            self.assertGreater(int(number), 0, line)
            if name not in ("/proc/self", "/proc/1/cwd", "/proc/2/cwd"):  # links, of which stat says what they lead to
                self.assertNotIn(number, kinds.setdefault(root, {}), line)
                kinds[root][number] = name
        done = self.run_script("cp /dev/null /dev/zero; cp /proc/version /tmp/v; cp /bin/ls /dev/null; echo $?\n")
        self.assertEqual((done.stdout, done.stderr), ("0\n", ""))

    def test_moved_into_itself(self):
        done = self.run_script("mkdir /tmp/a; mv /tmp/a /tmp/a/b\n")
        self.assert_refused(done, 1, "mv: '/tmp/a' cannot be moved into itself, '/tmp/a/b'")

    def test_sizes_for_people(self):
        done = self.run_script("head -c 1500 /dev/zero > a; head -c 5 /dev/zero > b; head -c 20000000 /dev/zero > c; ls -lh a b c\n")
        self.assertEqual([line.split()[2] for line in done.stdout.splitlines()], ["1.5K", "5", "20M"])

    def test_copies_with_mode_and_time(self):
        done = self.run_script("mkdir d; echo x > d/f; stat -c %Y d; sleep 100; cp -a d e; cp -p d/f g; cp d/f h; stat -c %Y e e/f g h\n",
                               "--world", "sim")
        before, *same, later = map(int, done.stdout.split())
        self.assertEqual((same, later), ([before] * 3, before + 100))

    def test_sorted_or_not(self):
        done = self.run_script("printf '1\\n3\\n2\\n' > f; sort -c f; echo $?; sort -n f | sort -c; echo $?\n")
        self.assertEqual(done.stdout, "1\n0\n")
        self.assert_one_line(done.stderr, "sort: line 3 is out of order: 2")

    def test_a_default_that_is_no_text_is_shown_as_one(self):
        self.assertIn("TEXT=\\n ", self.run_fibrix("run", "seq", "--help").stdout)

    def test_the_rest(self):
        done = self.run_script("mktemp /tmp/xXXX\nmktemp -d /tmp/yXXX\nstat -c '%n %F %s' /etc /etc/motd\npwd\n"
                               "sort -o /tmp/out /etc/motd\ncat /tmp/out\n")
        self.assertRegex(done.stdout, r"^/tmp/x\w{3}\n/tmp/y\w{3}\n/etc directory \d+\n/etc/motd regular \d+\n/\nThis is")
        self.assertEqual(done.stderr, "")


def pathlib_write(path, text):
    path.write_text(text)
    return str(path)


if __name__ == "__main__":
    unittest.main()
