"""What a litmus program can do, found without the explorer: every schedule is followed, and the equivalent ones are
counted once. Independent of the C++: it has its own parser and its own idea of what each statement means.

    python3 oracle.py FILE [--max-preemptions K]      prints what `fibrix explore --litmus FILE --count --json` must

Two schedules are equivalent if one becomes the other by exchanging neighbouring steps of different tasks that do not
both touch an object, or both only read it. An event is known by its task and by the events it comes right after, so a
set of equivalent schedules is known by the last event of each task. All schedules are followed at once, a step at a
time, keeping for each such set how many schedules lead there and with how few preemptions.
"""
import argparse
import json
import sys

from litmus_text import Wrong, parse

TOP = -1  # pc of a task that has ended


class Failed(Exception):
    pass


class World:
    """The state of a run; copied before each step."""

    def __init__(self, program):
        self.program = program
        self.cells = list(program.initial)
        self.owners = [None] * program.mutexes
        self.queues = [()] * program.conditions
        self.buffers = [()] * len(program.capacities)
        self.meeting = [()] * len(program.capacities)  # (task, "send"/"recv", value) in a rendezvous
        self.tasks = [Task(body, parameter, locals_) for body, parameter, locals_ in program.tasks]

    def copy(self):
        other = object.__new__(World)
        other.program = self.program
        for name in ("cells", "owners", "queues", "buffers", "meeting"):
            setattr(other, name, list(getattr(self, name)))
        other.tasks = [task.copy() for task in self.tasks]
        return other

    def begin(self):
        for task in self.tasks:
            task.to_next_request()

    def enabled(self, which):
        task = self.tasks[which]
        if task.pc == TOP:
            return False
        kind, places, *_ = task.request
        if kind == "lock":
            return self.owners[places[0]] in (None, which)
        if kind == "wait":
            return task.phase == 0 or (task.phase == 2 and self.owners[places[1]] is None)
        if kind in ("send", "recv"):
            capacity = self.program.capacities[places[0]]
            if capacity == 0:
                return task.phase == 0
            return len(self.buffers[places[0]]) < capacity if kind == "send" else bool(self.buffers[places[0]])
        return True

    def step(self, which):
        """Carries out the request of a task; gives its footprint: [(object, writes)]. Raises Failed, with it."""
        task = self.tasks[which]
        kind, places, operands, target = task.request
        footprint = getattr(self, "do_" + kind)(which, task, places, operands)
        if task.phase == 0:
            self.answer(task, target)
        return footprint

    def answer(self, task, target):
        if target is not None:
            task.locals[target] = task.result
        task.phase = 0
        task.pc += 1
        task.to_next_request()

    def do_load(self, which, task, places, operands):
        task.result = self.cells[places[0]]
        return [(("cell", places[0]), False)]

    def do_store(self, which, task, places, operands):
        self.cells[places[0]] = operands[0]
        return [(("cell", places[0]), True)]

    def do_add(self, which, task, places, operands):
        task.result = self.cells[places[0]]
        self.cells[places[0]] = wrapped(task.result + operands[0])
        return [(("cell", places[0]), True)]

    def do_exchange(self, which, task, places, operands):
        task.result, self.cells[places[0]] = self.cells[places[0]], operands[0]
        return [(("cell", places[0]), True)]

    def do_cas(self, which, task, places, operands):
        task.result = int(self.cells[places[0]] == operands[0])
        if task.result:
            self.cells[places[0]] = operands[1]
        return [(("cell", places[0]), bool(task.result))]

    def do_lock(self, which, task, places, operands):
        if self.owners[places[0]] == which:
            raise Failed
        self.owners[places[0]] = which
        return [(("mutex", places[0]), True)]

    def do_trylock(self, which, task, places, operands):
        task.result = int(self.owners[places[0]] is None)
        if task.result:
            self.owners[places[0]] = which
        return [(("mutex", places[0]), bool(task.result))]

    def do_unlock(self, which, task, places, operands):
        if self.owners[places[0]] != which:
            raise Failed
        self.owners[places[0]] = None
        return [(("mutex", places[0]), True)]

    def do_wait(self, which, task, places, operands):
        condition, mutex = places
        if task.phase == 0:
            if self.owners[mutex] != which:
                raise Failed
            self.owners[mutex] = None
            self.queues[condition] += (which,)
            task.phase = 1
            return [(("mutex", mutex), True), (("condition", condition), True)]
        self.owners[mutex] = which
        task.phase = 0
        return [(("mutex", mutex), True)]

    def do_signal(self, which, task, places, operands):
        return self.wake(places[0], self.queues[places[0]][:1])

    def do_broadcast(self, which, task, places, operands):
        return self.wake(places[0], self.queues[places[0]])

    def wake(self, condition, woken):
        self.queues[condition] = self.queues[condition][len(woken):]
        for each in woken:
            self.tasks[each].phase = 2
        return [(("condition", condition), True)]

    def do_send(self, which, task, places, operands):
        channel = places[0]
        if self.program.capacities[channel] > 0:
            self.buffers[channel] += (operands[0],)
        else:
            self.meet(which, task, channel, "send", operands[0])
        return [(("channel", channel), True)]

    def do_recv(self, which, task, places, operands):
        channel = places[0]
        if self.program.capacities[channel] > 0:
            task.result, *rest = self.buffers[channel]
            self.buffers[channel] = tuple(rest)
        else:
            self.meet(which, task, channel, "recv", None)
        return [(("channel", channel), True)]

    def meet(self, which, task, channel, kind, value):
        waiting = self.meeting[channel]
        if not waiting or waiting[0][1] == kind:
            self.meeting[channel] = waiting + ((which, kind, value),)
            task.phase = 1
            return
        (other, _, theirs), self.meeting[channel] = waiting[0], waiting[1:]
        partner = self.tasks[other]
        (task if kind == "recv" else partner).result = theirs if kind == "recv" else value
        self.answer(partner, partner.request[3])


class Task:
    def __init__(self, body, parameter, locals_):
        self.body, self.pc, self.phase, self.result, self.request = body, 0, 0, 0, None
        self.locals = [parameter] + [0] * (locals_ - 1)

    def copy(self):
        other = object.__new__(Task)
        other.body, other.pc, other.phase, other.result = self.body, self.pc, self.phase, self.result
        other.request, other.locals = self.request, list(self.locals)
        return other

    def to_next_request(self):
        """Runs local code; afterwards `request` is what the task asks for, or it has ended."""
        for _ in range(100000):
            if self.pc == len(self.body):
                self.pc = TOP
                return
            what, *rest = self.body[self.pc]
            try:
                if what == "let":
                    self.locals[rest[0]] = rest[1](self.locals)
                elif what == "unless":
                    if not rest[0](self.locals):
                        self.pc = rest[1]
                        continue
                elif what == "goto":
                    self.pc = rest[0]
                    continue
                elif what == "assert":
                    if not rest[0](self.locals):
                        raise Failed
                else:
                    places, operands, target = rest
                    self.request = (what, [place(self.locals) for place in places],
                                    [operand(self.locals) for operand in operands], target)
                    return
            except Wrong as wrong:
                raise Failed from wrong
            self.pc += 1
        raise Failed


def wrapped(number):
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)


class Prefix:
    """A set of equivalent schedules up to some step."""

    def __init__(self, world, last, writes, reads):
        self.world, self.last, self.writes, self.reads = world, last, writes, reads
        self.by_runner = {}  # who ran last: (how many schedules, fewest preemptions)


class Oracle:
    def __init__(self, program):
        self.program = program
        self.events = {}
        self.classes = {}  # what identifies it: (how many schedules, fewest preemptions, how it ends)

    def event(self, *what):
        return self.events.setdefault(what, len(self.events))

    def count(self):
        world = World(self.program)
        try:
            world.begin()
        except Failed:
            self.end(("failed at once",), 1, 0, "failure")
            return self
        first = Prefix(world, (None,) * len(world.tasks), {}, {})
        first.by_runner[None] = (1, 0)
        layer = {first.last: first}
        while layer:
            following = {}
            for prefix in layer.values():
                self.extend(prefix, following)
            layer = following
        return self

    def end(self, key, schedules, preemptions, how):
        before = self.classes.get(key, (0, preemptions, how))
        self.classes[key] = (before[0] + schedules, min(before[1], preemptions), how)

    def extend(self, prefix, following):
        enabled = [t for t in range(len(prefix.world.tasks)) if prefix.world.enabled(t)]
        if not enabled:
            ended = all(task.pc == TOP for task in prefix.world.tasks)
            how = "deadlock" if not ended else "good" if self.program.holds(prefix.world.cells) else "failure"
            for schedules, preemptions in prefix.by_runner.values():
                self.end(prefix.last, schedules, preemptions, how)
        for task in enabled:
            self.take(prefix, task, enabled, following)

    def take(self, prefix, task, enabled, following):
        world = prefix.world.copy()
        try:
            footprint, failed = world.step(task), False
        except Failed:
            footprint, failed = [], True
        after = {prefix.last[task]}
        for thing, writes in footprint:
            after.add(prefix.writes.get(thing))
            if writes:
                after |= prefix.reads.get(thing, frozenset())
        event = self.event(task, failed, frozenset(after))
        last = prefix.last[:task] + (event,) + prefix.last[task + 1:]
        if not failed and last not in following:
            writes, reads = dict(prefix.writes), dict(prefix.reads)
            for thing, is_write in footprint:
                if is_write:
                    writes[thing], reads[thing] = event, frozenset()
                else:
                    reads[thing] = reads.get(thing, frozenset()) | {event}
            following[last] = Prefix(world, last, writes, reads)
        for runner, (schedules, preemptions) in prefix.by_runner.items():
            preemptions += runner is not None and runner != task and runner in enabled
            if failed:
                self.end(last, schedules, preemptions, "failure")
                continue
            before = following[last].by_runner.get(task, (0, preemptions))
            following[last].by_runner[task] = (before[0] + schedules, min(before[1], preemptions))

    def result(self, most_preemptions=None):
        found = [each for each in self.classes.values() if most_preemptions is None or each[1] <= most_preemptions]
        failing = [preemptions for _, preemptions, how in found if how != "good"]
        return {
            "name": self.program.name,
            "interleavings": sum(schedules for schedules, _, _ in self.classes.values()),
            "classes": len(found),
            "deadlocks": sum(how == "deadlock" for _, _, how in found),
            "failures": sum(how == "failure" for _, _, how in found),
            "min_preemptions": min(failing, default=None),
        }


def count(text, name="litmus", most_preemptions=None):
    return Oracle(parse(text, name)).count().result(most_preemptions)


def main():
    arguments = argparse.ArgumentParser(description="Counts the schedules of a litmus program without the explorer.")
    arguments.add_argument("file")
    arguments.add_argument("--max-preemptions", type=int)
    options = arguments.parse_args()
    with open(options.file, encoding="utf-8") as file:
        print(json.dumps(count(file.read(), options.file, options.max_preemptions)))


if __name__ == "__main__":
    sys.exit(main())
