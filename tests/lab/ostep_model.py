"""The rules of OSTEP's scheduling simulators, as a small model of its own: it shares nothing with the laboratory.

`outputs(case)` gives what a case's tool would have printed; `random_case(tool, random)` makes a case, with its outputs.
"""

import random as chance


def outputs(case):
    return {"scheduler.py": scheduler, "mlfq.py": mlfq, "lottery.py": lottery, "multi.py": multi}[case["tool"]](case)


# -- scheduler.py -----------------------------------------------------------------------------------------------------

def scheduler(case):
    jobs = [(job["id"], float(job["run"])) for job in case["jobs"]]
    timeline, first, end = [], {}, {}
    now = 0.0
    order = sorted(jobs, key=lambda job: job[1]) if case["policy"] == "SJF" else list(jobs)
    queue = list(order)
    while queue:
        number, left = queue.pop(0)
        run = min(left, float(case["quantum"])) if case["policy"] == "RR" else left
        first.setdefault(number, now)
        timeline.append([float(int(now)), float(int(now)) + run, number])
        now += run
        if left > run:
            queue.append((number, left - run))
        else:
            end[number] = now
    stats = {str(number): {"response": round(first[number], 2), "turnaround": round(end[number], 2),
                           "wait": round(end[number] - run, 2)} for number, run in order}
    mean = lambda values: float(f"{sum(values) / len(jobs):.2f}")
    return {"timeline": timeline, "stats": stats,
            "average": {"response": mean(first.values()), "turnaround": mean(end.values()),
                        "wait": mean([end[number] - run for number, run in jobs])}}


# -- mlfq.py ----------------------------------------------------------------------------------------------------------

def mlfq(case):
    quanta, allotments = case["quanta_high_to_low"][::-1], case["allotments_high_to_low"][::-1]
    top = len(quanta) - 1
    jobs = {job["id"]: dict(job, left=job["run"], level=top, ticks=quanta[top], allot=allotments[top], io=False,
                            first=None, end=None) for job in case["jobs"]}
    queues = [[] for _ in quanta]
    coming = {}
    for job in jobs.values():
        coming.setdefault(job["arrival"], []).append((job["id"], "JOB BEGINS"))
    ticks, levels, events = [], [], []
    now = 0
    while any(job["end"] is None for job in jobs.values()):
        if case["boost"] > 0 and now != 0 and now % case["boost"] == 0:
            events.append([now, "BOOST", None])
            for level in range(top):
                queues[top] += queues[level]
                queues[level] = []
            for job in jobs.values():
                if job["end"] is None:
                    job.update(level=top, ticks=quanta[top], allot=allotments[top])
        for number, what in coming.pop(now, []):
            job = jobs[number]
            job["io"] = False
            queue = queues[job["level"]]
            queue.insert(0 if what == "IO_DONE" and case["iobump"] else len(queue), number)
            events.append([now, what, number])
        level = max((level for level in range(top + 1) if queues[level]), default=None)
        if level is None:
            events.append([now, "IDLE", None])
            now += 1
            continue
        number = queues[level][0]
        job = jobs[number]
        if job["first"] is None:
            job["first"] = now
        job["left"] -= 1
        job["ticks"] -= 1
        ticks.append((now, number))
        levels.append([now, number, level])
        now += 1
        if job["left"] == 0:
            events.append([now, "FINISHED", number])
            job["end"] = now
            queues[level].pop(0)
            continue
        used_up = job["ticks"] == 0
        if job["ioFreq"] > 0 and (job["run"] - job["left"]) % job["ioFreq"] == 0:
            job["io"] = True
            queues[level].pop(0)
            events.append([now, "IO_START", number])
            coming.setdefault(now + case["ioTime"], []).append((number, "IO_DONE"))
            if case["stay"]:
                job.update(ticks=quanta[level], allot=allotments[level])
        if used_up:
            if not job["io"]:
                queues[level].pop(0)
            job["allot"] -= 1
            if job["allot"] == 0:
                job["level"] = max(0, level - 1)
                job["allot"] = allotments[job["level"]]
            job["ticks"] = quanta[job["level"]]
            if not job["io"]:
                queues[job["level"]].append(number)
    timeline = []
    for at, number in ticks:
        if timeline and timeline[-1][1:] == [at, number]:
            timeline[-1][1] = at + 1
        else:
            timeline.append([at, at + 1, number])
    stats = {str(job["id"]): {"arrival": job["arrival"], "response": job["first"] - job["arrival"],
                              "turnaround": job["end"] - job["arrival"]} for job in jobs.values()}
    return {"timeline": timeline, "levels": levels, "events": events, "stats": stats}


# -- lottery.py -------------------------------------------------------------------------------------------------------

def lottery(case):
    left = {job["id"]: job["run"] for job in case["jobs"]}
    tickets = {job["id"]: job["tickets"] for job in case["jobs"]}
    winners, done = [], {}
    now = 0
    while len(done) < len(left):
        ticket = case["draws"][len(winners)] % sum(tickets.values())
        for winner in tickets:
            if ticket < tickets[winner]:
                break
            ticket -= tickets[winner]
        winners.append(winner)
        left[winner] = max(0, left[winner] - case["quantum"])
        now += case["quantum"]
        if left[winner] == 0:
            tickets[winner] = 0
            done[str(winner)] = now
    return {"winners": winners, "done": done}


# -- multi.py ---------------------------------------------------------------------------------------------------------

class Cpu:
    def __init__(self):
        self.job, self.queue, self.warm, self.ran = None, [], [], {}
        self.busy = self.busy_warm = 0


def place(jobs, cpus):
    names, at = list(jobs), 0
    while names:
        allowed = [name for name in names if jobs[name]["affinity"] is None or at in jobs[name]["affinity"]]
        if allowed:
            cpus[at].queue.append(allowed[0])
            names.remove(allowed[0])
        at = (at + 1) % len(cpus)


def look_around(case, jobs, cpus, now, victim_of, probes):
    for thief, cpu in enumerate(cpus):
        if cpu.queue:
            continue
        victim = victim_of(now, thief)
        probes.append({"t": now, "thief": thief, "victim": victim})
        found = [name for name in cpus[victim].queue if jobs[name]["affinity"] is None]
        if found:
            cpus[victim].queue.remove(found[0])
            cpu.queue.append(found[0])


def tick(case, jobs, cpu):
    name = cpu.job
    warm = name in cpu.warm
    jobs[name]["left"] -= case["warm_rate"] if warm else 1
    cpu.busy += 1
    cpu.busy_warm += warm
    if not warm:
        cpu.ran[name] = cpu.ran.get(name, 0) + 1
        if cpu.ran[name] >= case["warmup"]:
            cpu.warm.insert(0, name)
            while sum(jobs[each]["wset"] for each in cpu.warm) > case["cache_size"]:
                cpu.ran[cpu.warm.pop()] = 0
    return jobs[name]["left"] <= 0


def multi(case, victim_of=None):
    jobs = {job["id"]: dict(job, left=job["run"]) for job in case["jobs"]}
    cpus = [Cpu() for _ in range(case["cpus"])]
    separate = case["policy"] == "MULTI-percpu"
    given = iter(case.get("steal_probes", []))
    victim_of = victim_of or (lambda now, thief: next(given)["victim"])
    shared = list(jobs)
    if separate:
        place(jobs, cpus)
    else:
        for cpu in cpus:
            cpu.queue = shared
    rows, probes, unfinished, now = [], [], len(jobs), 0
    while unfinished:
        if now > 0 and now % case["slice"] == 0:
            for cpu in cpus:
                if cpu.job is not None:
                    cpu.queue.append(cpu.job)
                    cpu.job = None
        if separate and case["peek"] and now > 0 and now % case["peek"] == 0:
            look_around(case, jobs, cpus, now, victim_of, probes)
        for number, cpu in enumerate(cpus):
            if cpu.job is None:
                for name in cpu.queue:
                    if jobs[name]["affinity"] is None or number in jobs[name]["affinity"]:
                        cpu.queue.remove(name)
                        cpu.job = name
                        break
        rows.append([cpu.job for cpu in cpus])
        for cpu in cpus:
            if cpu.job is not None and tick(case, jobs, cpu):
                unfinished -= 1
                cpu.job = None
        now += 1
    share = lambda part: float(f"{100 * part / now:.2f}")
    made = {"finished": now, "per_tick": rows,
            "cpu_stats": [{"util": share(cpu.busy), "warm": share(cpu.busy_warm)} for cpu in cpus]}
    if separate and case["peek"]:
        made["steal_probes"] = probes
    return made


# -- Cases ------------------------------------------------------------------------------------------------------------

def random_case(tool, random):
    case = {"scheduler.py": random_scheduler, "mlfq.py": random_mlfq, "lottery.py": random_lottery,
            "multi.py": random_multi}[tool](random)
    case.update(tool=tool, case=f"random {tool}")
    if case.get("policy") == "MULTI-percpu" and case["peek"]:
        case.update(multi(case, lambda now, thief: random.choice([n for n in range(case["cpus"]) if n != thief])))
    else:
        case.update(outputs(case))
    return case


def random_scheduler(random):
    policy = random.choice(["FIFO", "SJF", "RR"])
    length = random.choice([lambda: float(random.randint(1, 12)), lambda: random.randint(1, 40) / 4])
    return {"policy": policy, "quantum": float(random.randint(1, 5)) if policy == "RR" else None,
            "jobs": [{"id": number, "arrival": 0, "run": length()} for number in range(random.randint(1, 7))]}


def random_mlfq(random):
    levels = random.randint(1, 4)
    return {"policy": "MLFQ", "quanta_high_to_low": [random.randint(1, 10) for _ in range(levels)],
            "allotments_high_to_low": [random.randint(1, 3) for _ in range(levels)],
            "ioTime": random.randint(0, 6), "boost": random.choice([0, 0, random.randint(3, 60)]),
            "stay": random.random() < 0.5, "iobump": random.random() < 0.4,
            "jobs": [{"id": number, "arrival": random.choice([0, 0, random.randint(0, 60)]),
                      "run": random.randint(1, 50), "ioFreq": random.choice([0, random.randint(1, 12)])}
                     for number in range(random.randint(1, 6))]}


def random_lottery(random):
    jobs = [{"id": number, "arrival": 0, "run": random.randint(1, 20), "tickets": random.randint(1, 100)}
            for number in range(random.randint(1, 6))]
    quantum = random.randint(1, 5)
    turns = sum(-(-job["run"] // quantum) for job in jobs)
    return {"policy": "LOTTERY", "quantum": quantum, "jobs": jobs,
            "draws": [int(random.random() * 1000001) for _ in range(turns)]}


def random_multi(random):
    cpus = random.randint(1, 4)
    separate = cpus > 1 and random.random() < 0.6
    affinity = lambda: random.choice([None, None, sorted(random.sample(range(cpus), random.randint(1, cpus)))])
    return {"policy": "MULTI-percpu" if separate else "MULTI-central", "cpus": cpus, "slice": random.randint(1, 12),
            "peek": random.choice([None, random.randint(1, 15)]) if separate else None,
            "cache_size": random.randint(20, 200), "warmup": random.randint(1, 12),
            "warm_rate": random.randint(1, 3),
            "jobs": [{"id": chr(ord("a") + number), "run": random.choice([0, random.randint(1, 60)]),
                      "wset": random.randint(0, 150), "affinity": affinity()} for number in range(random.randint(1, 8))]}


def random_cases(count, seed):
    random = chance.Random(seed)
    tools = ["scheduler.py", "mlfq.py", "mlfq.py", "lottery.py", "multi.py", "multi.py"]
    return [random_case(tools[number % len(tools)], random) for number in range(count)]
