"""The litmus text, for the oracle: a program becomes lists of instructions with jumps and Python functions."""
import re

TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||\.\.|[-+*/%<>!()\[\]=]))")
LEVELS = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]]


class Wrong(Exception):
    """A value that does not exist."""


class Program:
    def __init__(self, name):
        self.name = name
        self.initial, self.capacities = [], []
        self.mutexes = self.conditions = 0
        self.tasks = []   # (body, parameter, number of locals)
        self.checks = []  # functions of the variables
        self.names = {}   # name: (kind, first, count or None)

    def holds(self, cells):
        try:
            return all(check(cells) for check in self.checks)
        except Wrong:
            return False


def wrapped(number):
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)


def divide(a, b, remainder):
    if b == 0:
        raise Wrong
    quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
    return wrapped(a - quotient * b if remainder else quotient)


BINARY = {
    "+": lambda a, b: wrapped(a + b), "-": lambda a, b: wrapped(a - b), "*": lambda a, b: wrapped(a * b),
    "/": lambda a, b: divide(a, b, False), "%": lambda a, b: divide(a, b, True),
    "==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b), "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b), ">": lambda a, b: int(a > b), ">=": lambda a, b: int(a >= b),
}


class Words:
    def __init__(self, line):
        self.words, at = [], 0
        line = line.rstrip()
        while at < len(line):
            match = TOKEN.match(line, at)
            if not match:
                raise ValueError(line)
            begin, end = match.start(match.lastindex), match.end()
            self.words.append((match.group(match.lastindex), begin == 0 or line[begin - 1].isspace(),
                               end == len(line) or line[end].isspace()))
            at = end
        self.at = 0

    def peek(self):
        return self.words[self.at][0] if self.at < len(self.words) else ""

    def take(self, expected=None):
        word = self.peek()
        if not word or (expected and word != expected):
            raise ValueError(f"{word!r} instead of {expected!r}")
        self.at += 1
        return word

    def more(self):
        return self.at < len(self.words)

    def begins_next(self):
        """A minus with a space before it and none behind."""
        return self.words[self.at] == ("-", True, False)


class Expressions:
    """Makes functions of a list: the locals of a task, or the variables at the end."""

    def __init__(self, words, value_of, several=False):
        self.words, self.value_of, self.several = words, value_of, several

    def parse(self, level=0, inner=False):
        if level == len(LEVELS):
            return self.unary(inner)
        left = self.parse(level + 1, inner)
        while self.words.peek() in LEVELS[level]:
            if self.several and not inner and self.words.begins_next():
                break
            left = combined(self.words.take(), left, self.parse(level + 1, inner))
        return left

    def unary(self, inner):
        if self.words.peek() == "-":
            self.words.take()
            value = self.unary(inner)
            return lambda memory: wrapped(-value(memory))
        if self.words.peek() == "!":
            self.words.take()
            value = self.unary(inner)
            return lambda memory: int(not value(memory))
        if self.words.peek() == "(":
            self.words.take()
            value = self.parse(0, True)
            self.words.take(")")
            return value
        word = self.words.take()
        if word.isdigit():
            return lambda memory, number=int(word): number
        return self.value_of(word)


def combined(sign, left, right):
    if sign == "&&":
        return lambda memory: int(bool(left(memory)) and bool(right(memory)))
    if sign == "||":
        return lambda memory: int(bool(left(memory)) or bool(right(memory)))
    return lambda memory: BINARY[sign](left(memory), right(memory))


def element(first, count, index):
    def find(memory):
        at = index(memory)
        if not 0 <= at < count:
            raise Wrong
        return first + at
    return find


class Parser:
    KINDS = {"load": "RV", "store": "VE", "add": "RVE", "cas": "RVEE", "exchange": "RVE", "lock": "M", "unlock": "M",
             "trylock": "RM", "wait": "CM", "signal": "C", "broadcast": "C", "send": "HE", "recv": "RH"}

    def __init__(self, name):
        self.program = Program(name)
        self.body, self.open, self.locals = None, [], {}

    def parse(self, text):
        for line in text.splitlines():
            line = line.split("#")[0].strip()
            if not line:
                continue
            if self.body is None and re.match(r"name\s", line):
                self.program.name = line[4:].strip()
                continue
            words = Words(line)
            (self.declaration if self.body is None else self.statement)(words.take(), words)
            if words.more():
                raise ValueError(line)
        return self.program

    def constant(self, words):
        return Expressions(words, None, True).parse()([])

    def declaration(self, word, words):
        program = self.program
        if word in ("task", "tasks"):
            self.locals, self.body, self.open = {}, [], [("task", None)]
            name, first, last = words.take(), 0, 0
            self.local(name if word == "tasks" else "")
            if word == "tasks":
                words.take("=")
                first = self.constant(words)
                words.take("..")
                last = self.constant(words)
            self.range = range(first, last + 1)
        elif word == "var":
            while words.more():
                self.variables(words.take(), None, words)
        elif word == "array":
            name = words.take()
            self.variables(name, self.constant(words), words)
        elif word == "final":
            words.take("assert")
            program.checks.append(Expressions(words, lambda name: self.variable(name, words)).parse())
        elif word == "channel":
            name, count = words.take(), self.bracketed(words)
            program.names[name] = ("H", len(program.capacities), count)
            program.capacities += [self.constant(words)] * (count or 1)
        else:
            attribute = {"mutex": "mutexes", "condvar": "conditions"}[word]
            while words.more():
                name, count = words.take(), self.bracketed(words)
                program.names[name] = (word[0].upper(), getattr(program, attribute), count)
                setattr(program, attribute, getattr(program, attribute) + (count or 1))

    def bracketed(self, words):
        if words.peek() != "[":
            return None
        words.take()
        count = self.constant(words)
        words.take("]")
        return count

    def variables(self, name, count, words):
        self.program.names[name] = ("V", len(self.program.initial), count)
        value = 0
        if words.peek() == "=":
            words.take()
            value = self.constant(words)
        self.program.initial += [value] * (count or 1)

    def variable(self, name, words):
        _, first, count = self.program.names[name]
        if count is None:
            return lambda cells: cells[first]
        words.take("[")
        index = Expressions(words, lambda inner: self.variable(inner, words)).parse()
        words.take("]")
        place = element(first, count, index)
        return lambda cells: cells[place(cells)]

    def local(self, name):
        return self.locals.setdefault(name, len(self.locals))

    def expression(self, words, several=False):
        def value_of(name):
            place = self.local(name)
            return lambda locals_: locals_[place]
        return Expressions(words, value_of, several).parse()

    def place(self, kind, words):
        declared, first, count = self.program.names[words.take()]
        assert declared == kind
        if count is None:
            return lambda locals_: first
        words.take("[")
        index = self.expression(words)
        words.take("]")
        return element(first, count, index)

    def statement(self, word, words):
        body = self.body
        if word == "let":
            target = self.local(words.take())
            body.append(["let", target, self.expression(words)])
        elif word == "assert":
            body.append(["assert", self.expression(words)])
        elif word in ("if", "while"):
            self.open.append((word, len(body), []))
            body.append(["unless", self.expression(words), None])
        elif word == "else":
            _, begin, _ = self.open.pop()
            self.open.append(("else", len(body), []))
            body.append(["goto", None])
            body[begin][2] = len(body)
        elif word == "break":
            inside = next(each for each in reversed(self.open) if each[0] == "while")
            inside[2].append(len(body))
            body.append(["goto", None])
        elif word == "end":
            self.end(body)
        else:
            self.request(word, words)

    def end(self, body):
        word, begin, *breaks = self.open.pop()
        if word == "task":
            self.program.tasks += [(body, i, len(self.locals)) for i in self.range]
            self.body = None
            return
        if word == "while":
            body.append(["goto", begin])
        body[begin][-1] = len(body)
        for at in breaks[0]:
            body[at][1] = len(body)

    def request(self, word, words):
        places, operands, target = [], [], None
        for i, kind in enumerate(self.KINDS[word]):
            if kind == "R":
                target = self.local(words.take())
            elif kind == "E":
                operands.append(self.expression(words, "E" in self.KINDS[word][i + 1:]))
            else:
                places.append(self.place(kind, words))
        self.body.append([word, places, operands, target])


def parse(text, name):
    return Parser(name).parse(text)
