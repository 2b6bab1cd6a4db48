"""The shell's language: each script says the same here as in /bin/dash; what dash has not is compared with bash.

What is compared is standard output and the status; what a script says on standard error is each shell's own.
"""

import subprocess
import tempfile
import unittest

from fibrix_case import FAULTS_ARE_REPORTED, PATIENCE, SANITIZED, FibrixCase

# Stands before every script, because the two systems have different programs.
PRELUDE = 'cat() { while IFS= read -r line; do echo "$line"; done; }\n'


class AsElsewhere(FibrixCase):
    def same(self, *scripts, shell="/bin/dash"):
        for script in scripts:
            with self.subTest(script):
                path = self.write("script", PRELUDE + script + "\n")
                with tempfile.TemporaryDirectory() as place:
                    there = subprocess.run([shell, path], cwd=place, env={"HOME": "/"}, text=True, timeout=PATIENCE,
                                           stdin=subprocess.DEVNULL, capture_output=True)
                here = self.run_fibrix("boot", "--script", path)
                self.assertEqual((here.stdout, here.returncode), (there.stdout, there.returncode), here.stderr)

    def test_words_and_quotes(self):
        self.same("echo a  b   c", "echo 'a  b' \"c  d\" e\\ f", "echo a#b # comment", "echo x'y'z\"w\"", "echo {a,b} {} a{b}",
                  "echo \"a b\" '$x' \"\\$x\" it\\'s", "echo one \\\n  two", "echo 'two\nlines' \"two\nlines\"",
                  ": ; echo $?", "# nothing\n\n   \necho äöü", "echo ~ ~/x a~ '~'", "echo \"'\" '\"'")

    def test_variables(self):
        self.same("a=1; echo $a ${a}2 \"$a\" '$a'", "a=1 b=2; a=$b b=$a; echo $a $b", "a='x   y'; echo $a \"$a\"; b=$a; echo \"$b\"",
                  "a=b; unset a; echo \"[$a]\"", "A=5 true; echo \"[$A]\"", "A=5; B=$A$A; echo $B", "echo \"[$nothing]\" $nothing x",
                  "export V=1; (echo $V); V=2; echo $V", "x=$(false); echo $?", "x=$(exit 3) y=2; echo $? $y", "a=*; echo \"$a\"",
                  "f() { echo $V; }; V=7 f; echo \"[$V]\"", "set -- a b; echo $# $1 $2 $3.; echo \"$0\" >/dev/null")

    def test_parameters_with_words(self):
        self.same("echo ${u:-x y} \"${u:-x  y}\" ${u-z}", "echo ${n:=v} $n; echo ${n:+w} ${u:+w}.", "x=; echo ${x+set} ${x:+full} ${x:-empty}",
                  "a=hello; echo ${#a} ${a#he} ${a%lo} ${a##*l} ${a%%l*}", "p=/a/b.tar.gz; echo ${p##*/} ${p%/*} ${p%%.*} ${p#*.}",
                  "x=abc; echo ${x:-$(echo no)} ${y:-$(echo yes)}", "echo ${z:-'q  q'} \"${z:-\"d  d\"}\"", "set -- a b; echo ${#} ${1} ${3:-none}",
                  "a='*x'; echo \"${a#\\*}\" \"${a#'*'}\"", "echo ${a:-${b:-${c:-deep}}}", "(echo ${u:?gone}); echo $?")

    def test_arguments(self):
        self.same("set -- a 'b c' d; for i in \"$@\"; do echo \"<$i>\"; done; for i in $*; do echo \"<$i>\"; done; echo \"$*\"",
                  "set -- a b c; shift; echo $1 $#; shift 2; echo $#", "set -- x; f() { set -- a b; echo $#; }; f; echo $#",
                  "f() { for i; do echo \"$i\"; done; }; f x 'y z'", "set --; echo $# \"$@\"; for i in \"$@\"; do echo no; done",
                  "set -- '' b; echo $#; for i in \"$@\"; do echo \"[$i]\"; done", "IFS=-; set -- a b; echo \"$*\"; echo $*")

    def test_splitting(self):
        self.same("IFS=:; set -- $(echo a:b::c); echo $#", "x=1:2; IFS=:; for i in $x; do echo \"$i\"; done", "a=' x  y '; set -- $a; echo $#",
                  "IFS=' :'; x=' a : b ::c '; for i in $x; do echo \"[$i]\"; done", "IFS=; x='a b'; for i in $x; do echo \"$i\"; done",
                  "a='x y'; set -- $a$a; echo $# $2", "a=; set -- $a \"$a\"; echo $#")

    def test_arithmetic(self):
        self.same("echo $((1+2*3)) $(((1+2)*3)) $((7/2)) $((7%3)) $((-7/2))", "echo $((1<2)) $((5==5&&0)) $((~5)) $((1?2:3)) $((1<<4|1))",
                  "echo $((x=5)) $x $((x+=2)) $x", "n=3; echo $((n)) $(($n*n)) $((0x10)) $((010))", "echo \"$((1 + 1))\"",
                  "i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done")

    def test_substitution(self):
        self.same("x=$(echo a; echo b); echo \"$x\"; echo $x", "echo \"$(echo \"in $(echo deep)\")\"", "echo `echo old` `echo \\`echo nested\\``",
                  "echo \"a$(echo b)c\"d$(echo e f)g", "echo $(case a in a) echo in;; esac) $(echo ')')", "x=5; y=$(x=6; echo $x); echo $x $y",
                  "echo $(echo a & wait)", "echo \"$(printf_() { echo x; }; printf_)\"", "x=$(cat <<E\nin here\nE\n); echo $x")

    def test_options(self):
        self.same("set -e; echo a; false; echo no", "set -e; false || echo b; ! true; if false; then :; fi; echo c; (exit 3); echo no",
                  "set -e; f() { false; echo in; }; f && echo and; f; echo no", "set -e; while false; do :; done; x=$(false); echo no",
                  "set -e; (false; echo no); echo no", "set -e; set +e; false; echo on", "set -eu -- a b; echo $2",
                  "set -u; echo ${x:-there} \"$@\" $#; (echo $x); echo $?", "set -u; echo a; echo $x; echo no", "set -x; echo a; x=1")

    def test_local(self):
        self.same("f() { local x=2 y; y=3; echo $x; g; }; g() { echo $x; x=4; }; x=1; f; echo $x [$y]",
                  "f() { local IFS=:; set -- $1; echo $#; }; f a:b:c; x='d e'; for i in $x; do echo $i; done")

    def test_command(self):
        self.same("echo() { :; }; echo no; command echo yes; command -v nosuch; [ $? != 0 ]; echo() { :; }; command -v echo",
                  "true() { return 1; }; command true; command printf '%s\\n' $?")

    def test_printf(self):
        self.same("printf '%s-%d|%5s|%-5s|%05d|%x %X %o %c\\n' a 7 b c 42 255 255 8 word", "printf '%s\\n' a b c; printf 'no words\\n'; printf '%s %s\\n' a b c",
                  "printf '%d %i %u\\n' -5 +6 0x10; printf '%.2s|%8.3f|%e|%g\\n' abc 3.14159 1000 0.5", "printf '%%|%b|\\101\\t.\\n' 'a\\tb\\0101'",
                  "printf '%b' 'a\\cb'; echo .; printf '%*d|\\n' 5 42", "printf '%d\\n' x; echo $?", "printf '[%+d] [% d] [%#x] [%.3d]\\n' 1 2 3 4")

    def test_trap(self):
        self.same("trap 'echo end $?' EXIT; echo a; exit 3", "trap 'echo end' EXIT; (echo in; trap 'echo inner' EXIT); echo out", "trap 'echo end' EXIT; trap - EXIT; echo a",
                  "trap 'echo got; x=1' TERM; kill $$; echo x=$x", "trap '' INT; kill -INT $$; echo alive", "trap 'echo user' USR1; kill -USR1 $$; trap - USR1; echo on",
                  "trap 'exit 5' TERM; kill $$; echo no", "trap 'echo it' EXIT; trap")

    def test_lists(self):
        self.same("true && echo a || echo b; false && echo a || echo b; false || true && echo c", "! true; echo $?; ! false; echo $?",
                  "echo a;echo b&&echo c||echo d;", "false; echo $?; (exit 7); echo $?", "exit 3; echo no", "true; exit", "false || exit 4",
                  "true &&\n\necho on\nfalse ||\necho or", "{ echo a; false; }; echo $?", "echo a & wait; echo b")

    def test_pipelines(self):
        self.same("echo one | echo two", "echo a | { read x; echo \"got $x\"; }", "true | false; echo $?; false | true; echo $?", "! true | false; echo $?",
                  "echo 'a b c' | (read x y; echo \"$y\"; echo \"$x\")", "echo x |\ncat |\ncat", "x=1; echo 2 | read x; echo $x",
                  "{ echo b; echo a; } | while read l; do echo \"<$l>\"; done | cat", "(echo a; exit 9; echo b) | { read l; echo $l; }; echo after",
                  "for i in 1 2 3; do echo $i; done | { read a; read b; echo $b $a; }")

    def test_redirection(self):
        self.same("echo a > f; echo b >> f; cat < f", "echo a > f; echo b > f; cat < f", "{ echo out; echo err >&2; } > f 2>&1; cat < f",
                  "{ echo out; echo err >&2; } 2> f; cat < f", "echo x 2> f >&2; cat < f", "> f; cat < f; echo $?", "echo a >| f; cat <f",
                  "f() { echo out; echo err >&2; }; f 2>&1 >/dev/null | { read l; echo \"l=$l\"; }", "cat < none || echo failed", "exec 3>&1; echo three >&3; exec 3>&-",
                  "echo a b > f; exec 4< f; read x y <&4; echo $y $x",
                  "echo a > f; while read x; do echo \"<$x>\"; done < f; if true; then echo in; fi > g; cat < g", "echo a > 'with blank'; n='with blank'; cat < \"$n\"",
                  "echo one > f 2>> g; echo two 1>> f; cat < f", "(echo a; echo b >&2) 2>/dev/null", "read x </dev/null; echo $?", "A=x >f; echo $A")
        self.same("{ echo out; echo err >&2; } &> f; cat < f", "echo a &> f; { echo b; echo c >&2; } &>> f; cat < f", shell="/bin/bash")

    def test_here_documents(self):
        self.same("cat <<E\na $((1+1)) `echo y` \"q\" \\$x\n  in\\\nside\nE", "v=1; cat <<'E'\n$v \\$v\nE", "v=1; cat <<E | cat\n$v\nE\necho after",
                  "cat <<-E\n\tx\n\t\ty\n\tE", "cat <<A; cat <<B\na\nA\nb\nB", "while read x; do echo \"<$x>\"; done <<E\n1\n2\nE", "if cat <<E; then echo t; fi\nx\nE",
                  "f() { cat <<E\n$1\nE\n}; f one; f two", "cat <<E\nE\necho empty", "x=0123456789; for i in 1 2 3; do x=$x$x$x$x$x$x$x$x$x$x; done; cat <<E | { read y; echo ${#y}; }\n$x$x$x$x$x$x$x$x$x\nE")

    def test_files(self):
        self.same("echo 1 > b; echo 2 > a; echo 3 > .h; echo ? [ab] *b no* \"*\" '?' \\*", "echo x > 'a b'; for i in a*; do echo \"<$i>\"; done",
                  "echo > x.c; echo > y.c; echo > z.h; echo *.c; p='*.h'; echo $p \"$p\"; set -- *.[ch]; echo $#", "echo > [x]; echo [x]* ; echo > x; echo [x]",
                  "echo > b.z; echo > ab.z; echo .*.z *.z [!a]*.z", "case x.c in *.c) echo c;; esac; case .c in *.c) echo dot;; esac")

    def test_conditions(self):
        self.same("if true; then echo t; else echo f; fi; if false; then echo t; elif true; then echo e; else echo f; fi", "if false; then :; fi; echo $?",
                  "case hello in h*) echo 1;; *) echo 2;; esac; case x in a|x) echo ax;; esac; case b in [a-c]) echo set;; esac", "case y in x) echo x;; esac; echo $?",
                  "x=a; case $x in \"a\") echo q;; esac; p='a*'; case abc in $p) echo pat;; esac; case abc in \"$p\") echo no;; *) echo lit;; esac",
                  "if (exit 2); then :; else echo $?; fi", "case '*' in \\*) echo star;; esac; case a in (a) echo paren;; esac",
                  "[ a = a ]; echo $?; [ a = b ]; echo $?; [ -z '' ] && echo z; [ -n x ] && echo n; [ ! a = b ] && echo not; [ '' ]; echo $?",
                  "[ 1 -lt 2 -a 2 -gt 1 ] && echo and; [ a != a -o c = c ] && echo or; test 3 -ge 3; echo $?", "[ '(' = '(' ] && echo p; [ ! x ]; echo $?; [ -f ]; echo $?; [ ! ]; echo $?",
                  "echo > f; [ -f f ] && echo f; [ -d f ] || echo nod; [ -e none ] || echo none; [ -d . ] && echo d; [ -s f ] && echo s")

    def test_loops(self):
        self.same("i=0; until [ $i -ge 3 ]; do i=$((i+1)); [ $i = 2 ] && continue; echo $i; done",
                  "for i in 1 2 3; do for j in a b; do [ $i$j = 2a ] && continue 2; [ $i = 3 ] && break 2; echo $i$j; done; done; echo end",
                  "for i in; do echo no; done; echo $?; for i in a b; do :; done; echo $i", "while false; do :; done; echo $?", "while :; do echo once; break; done; echo $?",
                  "for i in a 'b c' $(echo d e); do echo \"<$i>\"; done", "for i\nin a b\ndo echo $i\ndone", "while echo c; false; do :; done; echo $?")

    def test_functions(self):
        self.same("f() { echo \"$1-$#\"; return 5; echo no; }; f a b; echo $?", "f() { [ $1 -le 0 ] && return; echo $1; f $(($1-1)); }; f 3", "f() { x=inner; }; x=outer; f; echo $x",
                  "f() { return 4; }; if f; then :; else echo $?; fi; f || echo $?", "f() (x=sub; echo $x); x=top; f; echo $x", "f() { for i in 1 2; do return $i; done; }; f; echo $?",
                  "f() { echo a; }; f() { echo b; }; f; unset -f f; f; echo $?", "f() { f() { echo new; }; echo old; }; f; f")

    def test_subshells(self):
        self.same("(x=5; echo $x); echo \"[$x]\"; { x=6; }; echo $x", "x=1; (x=2; exit 3); echo $x $?", "(echo a; (echo b; exit 2); echo $?)", "x=5; { x=6; echo $x; } | cat; echo $x",
                  "(cd / && x=1); echo \"[$x]\"", "[ \"$$\" = \"$(echo $$)\" ] && echo same", "(f() { echo in; }; f); f; echo $?", "set -- a; (set -- b c; echo $#); echo $#")

    def test_jobs(self):
        self.same("false & wait $!; echo $?", "(exit 5) & wait $!; echo $?", "{ echo x; } & wait", "true && exit 6 & wait $!; echo $?", "x=1; { x=2; echo $x; } & wait; echo $x",
                  "echo a | cat & wait; echo b", "true & wait; echo $?")

    def test_builtins(self):
        self.same("eval 'x=1; echo $x'; eval echo '$x'; eval; echo $?", "a=b; eval \"$a=7\"; echo $b", "echo 'v=\"from $1\"; return 3; v=no' > s; . ./s; echo \"$v\" $?",
                  "echo -n a; echo b", "echo '  lead trail  ' | { read x; echo \"<$x>\"; }", "echo 'a\\ b c' | { read x y; echo \"$x|$y\"; }", "echo 'a\\ b' | { read -r x y; echo \"$x|$y\"; }",
                  "echo 'a,b,,c,' | { IFS=, read p q r s; echo \"$p|$q|$r|$s\"; }", "echo 'a b c' | { read x y; echo \"$y\"; }", "x=a; export x; unset x; echo \"[$x]\"", "type_=1; set | { while read l; do case $l in type_*) echo $l;; esac; done; }",
                  "cd /; pwd", "exec 2>&1; echo e >&2", "(exec true; echo no); echo $?", "echo 'exit 7' > s; (. ./s; echo no); echo $?")


class OwnWays(FibrixCase):
    """Where this shell is its own: what it says, its options, what it has from this system."""

    def says(self, script, output, code=0, errors=""):
        done = self.run_script(script)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (code, output, errors))

    def test_a_program_in_a_pipeline_is_a_process(self):
        self.says("hello | { read a b; echo $b; }\n", "from task 3 of process 3\n")

    def test_assignments_are_the_environment_of_a_program(self):
        self.says("A=1 B='2 3' sh -c 'echo $A $B'; export C=4; sh -c 'echo $C'; D=5; sh -c 'echo [$D]'\n", "1 2 3\n4\n[]\n")

    def test_options(self):
        run = lambda *words: self.run_fibrix("run", "sh", *words)
        self.assertEqual(run("-c", "echo $0 $# $2; exit 6", "name", "a", "-b").stdout, "name 2 -b\n")
        self.assertEqual(run("-c", "exit 6").returncode, 6)
        self.assert_refused(run("none"), 127, "sh: cannot read 'none': no such file")
        self.says("echo 'echo $0 $1 $#; nosuch' > s; sh s 'a b' c; echo $?\n", "s a b 2\n127\n", 0,
                  "sh: s: line 1: there is no program 'nosuch' (see: help)\n")

    def test_the_directory_is_the_shells_and_its_programs(self):
        self.says("cd nowhere; echo $?; pwd\n", "1\n/\n", 0, "sh: line 1: cd: nowhere: no such file, program or name\n")

    def test_type(self):
        self.says("f() { :; }; type f echo hello; type nosuch; echo $?\n",
                  "f: a function\necho: a builtin of the shell\nhello: a program\nnosuch: not found\n1\n")

    def test_a_status_that_the_system_keeps_for_itself_is_passed_on(self):
        for line, code in (("crash", 121), ("overflow", 123), ("nosuch", 127), ("sleeper 1000 & kill -KILL $!; wait $!", 122),
                           ("sleeper 1000 & kill $!; wait $!", 143), ("sh -c nosuch", 127), ("(nosuch)", 127), ("nosuch; echo", 0)):
            with self.subTest(line):
                if SANITIZED and line == "overflow":
                    self.skipTest(FAULTS_ARE_REPORTED)
                self.assertEqual(self.run_script(line + "\n").returncode, code)
                self.assertEqual(self.run_fibrix("run", "sh", "-c", line).returncode, code)

    def test_programs_in_a_script_read_standard_input(self):
        script = self.write("script", "read first\necho \"<$first>\"; cat\necho end\n")
        done = self.run_fibrix("boot", "--script", script, input="one\ntwo\nthree\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "<one>\ntwo\nthree\nend\n", ""))

    def test_a_program_by_its_path(self):
        self.says("/bin/echo a; cd /bin; ./echo b; cd /tmp; echo 'echo \"<$0 $1>\"; exit 3' > s; /tmp/s x; echo $?; ./s y | cat\n",
                  "a\nb\n</tmp/s x>\n3\n<./s y>\n")
        done = self.run_script("/tmp/nosuch.so\n")
        self.assert_refused(done, 127, "there is no program '/tmp/nosuch.so'")

    def test_the_parent_is_known(self):
        self.says("sh -c '[ $PPID = '$$' ] && echo yes'\n", "yes\n")

    def test_what_is_traced(self):
        self.says("set -x; echo a 'b c'; x=1\n", "a b c\n", 0, "+ echo a b c\n+ x=1\n")

    def test_kill_and_signals(self):
        self.says("sleeper 1000 & kill $!; wait $!; echo $?\n", "143\n")
        self.says("sleeper 1000 & kill -KILL $!; wait $!; echo $?; sleeper 1000 & kill -s INT %1; wait %1; echo $?\n", "122\n130\n")
        done = self.run_script("kill -l\n")
        self.assertIn(" 2 INT\n", done.stdout)

    def test_time(self):
        done = self.run_script("time sleeper 0.01\n")
        self.assertRegex(done.stderr, r"^real 0\.0\d\d s\n$")

    def test_jobs(self):
        done = self.run_script("sleeper 1000 & sleeper 1000 | hello & jobs; exit 0\n")
        self.assertRegex(done.stdout, r"\[1\] \d+ +running +sleeper 1000\n\[2\] \d+ \d+ +running +sleeper 1000 \| hello\n")


class Errors(FibrixCase):
    def refused(self, script, code, line, *pieces):
        with self.subTest(script):
            done = self.run_script(script + "\n")
            self.assertEqual(done.stdout, "")
            self.assert_refused(done, code, f"sh: line {line}: ", *pieces)

    def test_syntax(self):
        for script, line, piece in (
            ("echo no; if", 1, "column 12: a command is missing before the end of the line"),
            ("if true; then echo no", 1, "column 1: 'fi' is missing for the 'if' here"),
            ("true\nwhile true; do\necho no", 2, "column 1: 'done' is missing for the 'while' here"),
            ("echo no; )", 1, "column 10: a command is missing before ')'"),
            ("echo no; fi", 1, "column 10: 'fi' has no 'if'"),
            ("echo 'no", 1, "column 6: the quote that begins here has no end"),
            ("(echo no", 1, "column 1: a ')' is missing for the '(' here"),
            ("echo no >", 1, "column 10: a file's name is missing after '>'"),
            ("echo no | | echo", 1, "column 11: a command is missing before '|'"),
            ("echo no; echo ${", 1, "column 15: the name of a variable is missing after '${'"),
            ("echo no; echo $(true", 1, "column 15: a ')' is missing for the '(' here"),
            ("case x in x) echo no", 1, "column 1: 'esac' is missing for the 'case' here"),
            ("echo no; cat <<E\ntext", 1, "column 16: the here-document that is announced here does not end with a line 'E'"),
            ("echo no; a-b() { :; }", 1, "column 13: 'a-b' cannot be the name of a function"),
        ):
            self.refused(script, 2, line, piece)

    def test_expansion(self):
        self.refused("echo $((1/0))", 2, 1, "$((1/0)): division by zero")
        self.refused("\necho $((2 x))", 2, 2, "$((2 x)): 'x' is left over")
        self.refused("echo ${x:?is needed}", 2, 1, "x: is needed")
        self.refused("f() {\nf; }; f", 2, 2, "nested too deeply")

    def test_redirection(self):
        self.refused("hello > /nowhere/f", 1, 1, "cannot open '/nowhere/f': no such file, program or name")
        self.refused("hello < none", 1, 1, "cannot open 'none': no such file, program or name")
        self.refused("hello >&7", 1, 1, "'7' is not an open handle")
        self.refused("hello >&x", 1, 1, "'x' is not an open handle: behind >& and <& stands a digit or -")
        self.refused("echo hi >&9", 1, 1, "'9' is not an open handle\n")

    def test_builtins(self):
        for script, code, piece in (
            ("break", 2, "break: there is no loop here"),
            ("return", 2, "return: there is no function here to return from"),
            ("shift 1", 1, "shift: there are only 0 arguments"),
            ("shift x", 2, "shift: 'x' is not a number"),
            ("export 1=2", 2, "export: '1' cannot be the name of a variable"),
            ("unset", 2, "unset: which variable?"),
            ("set -q", 2, "set: there is no option '-q'"),
            ("[ 1 = 1", 2, "[: a ']' is missing at the end"),
            ("test 1 -lt x", 2, "test: 'x' is not a number"),
            ("test a b", 2, "test: 'b' is left over"),
            ("read 1", 2, "read: '1' cannot be the name of a variable"),
            ("cd a b", 2, "cd: one directory at a time"),
            ("cd -", 2, "cd: OLDPWD is not set"),
            (". none", 1, "source: none: no such file, program or name"),
            ("fg", 2, "fg: only at a terminal are jobs in the foreground"),
            ("wait %3", 1, "wait: %3: no such job"),
            ("kill -NONE 5", 2, "kill: 'NONE' is not a signal"),
            ("kill -KILL 1", 1, "kill: 1: not permitted"),
            ("exit many", 2, "exit: 'many' is not a status from 0 to 119"),
        ):
            self.refused(script, code, 1, piece)


if __name__ == "__main__":
    unittest.main()
