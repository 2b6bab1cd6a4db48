"""Programs in Lua: the functions of the system, errors, limits, and that a script can always be killed."""

import re
import unittest

from fibrix_case import FibrixCase


class Lua(FibrixCase):
    def says(self, script, output, *words):
        done = self.run_fibrix("run", "lua", *words, "-e", script)
        self.assertEqual((done.stderr, done.stdout, done.returncode), ("", output, 0))

    def ends(self, script, code, *pieces, words=()):
        done = self.run_fibrix("run", "lua", *words, "-e", script)
        self.assertEqual(done.stdout, "")
        self.assert_refused(done, code, *pieces)

    def test_tasks_and_channels(self):
        self.says("local c = sys.channel(2) "
                  "local t = sys.spawn(function(n) for i = 1, n do c:send({i, 'x' .. i}) end c:close() end, 4) "
                  "for v in c:values() do print(v[1], v[2]) end print(sys.wait(t))",
                  "1\tx1\n2\tx2\n3\tx3\n4\tx4\ntrue\texited 0\t0\n")
        self.says("local c = sys.channel() print(c:receive(0.001)) c:close() print(c:receive()) print(c:send(1))",
                  "nil\ttimed out\tETIMEDOUT\nnil\nnil\tnobody reads any more\tEPIPE\n")
        self.says("local t = sys.spawn(function() error('oh') end) io.stderr = nil",
                  "")

    def test_processes(self):
        self.says("local id = sys.start('echo', {'a', 'b c'}) print(sys.wait(id)) print(sys.wait(id)) print(sys.start('nosuch'))",
                  "a b c\ntrue\texited 0\t0\nnil\tno such task or process\tESRCH\nnil\tno such file, program or name\tENOENT\n")
        self.says("local t = sys.spawn(function() while true do end end) sys.sleep(0.001) sys.kill(t) print(sys.wait(t))",
                  "false\tkilled\t122\n")
        self.says("sys.setenv('A', 'x') print(os.getenv('A'), os.getenv('B'))", "x\tnil\n")

    def test_files(self):
        self.says("local f = assert(io.open('/tmp/f', 'w')) f:write('one\\n', 2, '\\nend'):close() "
                  "for l in io.lines('/tmp/f') do io.write('<', l, '>') end print() "
                  "f = io.open('/tmp/f', 'r+') print(f:read('L', 1)) print(f:seek('cur')) print(f:read(1), f:read('a'), f:read('l')) "
                  "f:seek('set', 1) print(f:read(2)) f:close() print(pcall(f.read, f)) "
                  "print(sys.stat('/tmp/f').size, sys.stat('/tmp').type, #sys.list('/tmp')) os.remove('/tmp/f') print(sys.open('/tmp/f'))",
                  "<one><2><end>\none\n\n4\n2\t\nend\tnil\nne\nfalse\tbad argument #1 to '?' (the file is closed)\n"
                  "9\tdirectory\t1\nnil\tno such file, program or name\tENOENT\n")
        self.says("local r, w = sys.pipe() sys.spawn(function() w:write(('x'):rep(200000), '\\nlast') w:close() end) "
                  "print(#r:read('l')) print(r:read('a'), r:read('a'), r:read('l'))", "200000\nlast\t\tnil\n")

    def test_sockets(self):
        self.says("local l = sys.listen('127.0.0.1', 0) "
                  "sys.spawn(function() local c = l:accept() c:write('echo ', c:read('l'), '\\n') c:close() end) "
                  "local s = sys.connect('127.0.0.1', l:port(), 5) s:write('hello\\n') print(s:read('a')) print(l:accept(0.001))",
                  "echo hello\n\nnil\ttimed out\tETIMEDOUT\n")

    def test_the_same_each_time(self):
        script = "local t = {} for i = 1, 50 do t['k' .. i] = math.random(1000) end for k, v in pairs(t) do io.write(k, v, ' ') end"
        said = {self.run_fibrix("run", "lua", "-e", script).stdout for _ in range(5)}
        self.assertEqual(len(said), 1)

    def test_scripts_from_the_tree_and_from_standard_input(self):
        done = self.run_script("echo '#!/bin/lua' > /tmp/s; echo 'print(arg[0], #arg, ...) error(\"here\")' >> /tmp/s; lua /tmp/s a -b; echo $?\n")
        self.assertEqual((done.stdout, done.stderr), ("/tmp/s\t2\ta\t-b\n1\n", "lua: /tmp/s:2: here\n"))
        done = self.run_fibrix("run", self.write("demo.lua", "print(arg[0], ...)\nerror('no')"), "a", "--b")
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("/tmp/demo.lua\ta\t--b\n", "lua: /tmp/demo.lua:2: no\n", 1))
        self.assert_refused(self.run_fibrix("run", "none.lua"), 125, "run: cannot read 'none.lua': No such file")
        done = self.run_fibrix("run", "lua", "-", "x", input="print(..., io.read('a'))\n")
        self.assertEqual((done.stdout, done.returncode), ("x\t\n", 0))

    def test_errors_are_one_line(self):
        self.ends("error('bad')", 1, "lua: (command line):1: bad")
        self.ends("error({})", 1, "lua: an error that is no text")
        self.ends("x = = 1", 1, "unexpected symbol near '='")
        self.ends("sys.sleep(-1)", 1, "bad argument #1 to 'sleep' (seconds from 0 to 1e9 are needed)")
        self.ends("sys.wait('x')", 1, "the id of a task is needed")
        self.ends("setmetatable({}, {__gc = print})", 1, "__gc is not to be had here; use __close")
        self.assertEqual(self.run_fibrix("run", "lua", "-e", "os.exit(3)").returncode, 3)
        self.assert_refused(self.run_fibrix("run", "lua", "/none"), 1, "lua: cannot read '/none': no such file")
        self.assert_refused(self.run_fibrix("run", "lua"), 2, "lua: a FILE is needed")
        self.assert_refused(self.run_fibrix("run", "lua", "--memory", "0", "x"), 2, "--memory takes 1 to")

    def test_limits(self):
        self.ends("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", 1, "not enough memory", words=("--memory", "4"))
        for script in ("while true do pcall(function() while true do end end) end",
                       "local t = sys.spawn(function() while true do end end) sys.wait(t)"):
            self.ends(script, 1 if "spawn" not in script else 122, "the limit of 1000000 instructions is reached",
                      words=("--instructions", "1000000"))

    def test_a_script_can_be_killed_wherever_it_is(self):
        for script in ("while true do pcall(function() while true do end end) end", "while true do pcall(sys.sleep, 100) end",
                       "while true do coroutine.wrap(function() while true do end end)() end",
                       "local c = sys.channel() while true do xpcall(function() c:receive() end, function() end) end",
                       "string.gsub('x', 'x', function() sys.sleep(100) end)",
                       "for i = 1, 20 do sys.spawn(function() while true do pcall(sys.sleep, 100) end end) end sys.sleep(100)"):
            with self.subTest(script):
                done = self.run_script(f"lua -e \"{script}\" &\nsleep 0.01; kill -KILL $!; wait $!; echo $?; grep -c lua /proc/tasks\n")
                self.assertEqual((done.stdout, done.stderr), ("122\n0\n", ""))


if __name__ == "__main__":
    unittest.main()
