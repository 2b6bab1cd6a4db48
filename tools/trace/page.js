"use strict";
// What the page knows: `trace`, written before this script. Events are columns of numbers; see tools/trace/html.cpp.
const states = ["created", "ready", "running", "requesting", "sleeping", "waiting", "zombie"];
const [READY, RUNNING, SLEEPING, WAITING, ZOMBIE, REQUEST, RESULT, GIVEN] = [1, 2, 4, 5, 6, 7, 8, 9];
const { times, tasks, causes, kinds, texts, words } = trace.events;
const count = kinds.length;
for (let n = 1; n < count; ++n) times[n] += times[n - 1];

const at = id => document.getElementById(id);
const name = task => task < 0 ? "the kernel" : `${trace.tasks[task][0]} ${trace.tasks[task][2]}`;
const word = n => words[texts[n]];

function duration(ns) {
  for (const [unit, size] of [["s", 1e9], ["ms", 1e6], ["µs", 1e3]])
    if (ns >= size) return `${+(ns / size).toFixed(6)} ${unit}`;
  return `${ns} ns`;
}

// For each task the events that changed its state; and the numbers of all requests and decisions.
const changes = trace.tasks.map(() => []);
const requests = [], decisions = [], results = new Map(), pending = trace.tasks.map(() => -1);
for (let n = 0; n < count; ++n) {
  const kind = kinds[n], task = tasks[n];
  if (kind <= ZOMBIE) changes[task].push(n);
  if (kind === RUNNING) decisions.push(n);
  if (kind === REQUEST) { requests.push(n); pending[task] = n; }
  if (kind === RESULT && pending[task] >= 0) { results.set(pending[task], n); pending[task] = -1; }
}

// The last element that is not greater than `value`: its index, or -1.
function lastUpTo(sorted, value, key = x => x) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(sorted[middle]) <= value) low = middle + 1; else high = middle;
  }
  return low - 1;
}

// --- the event that is looked at -------------------------------------------------------------------------------
let now = 0, timer = 0;

function sentence(n) {
  const kind = kinds[n], who = name(tasks[n]), text = word(n), by = causes[n];
  if (kind === REQUEST) return `${who} asks: ${text}`;
  if (kind === RESULT) return `${who} gets the result ${text}`;
  if (kind === GIVEN) return `${who} gets what ${name(by)} has sent`;
  if (kind === ZOMBIE) return `${who} has ended: ${text}`;
  if (kind > GIVEN) return `the log says: ${text}`;
  const first = changes[tasks[n]][0] === n;
  const why = by >= 0 ? `, ${first ? "started" : "woken"} by ${name(by)}` : "";
  return `${who} is ${states[kind]}${text && kind !== RUNNING ? " in " + text : ""}${why}`;
}

function chip(task, n) {
  const made = document.createElement("span");
  made.className = tasks[now] === task ? "chip now" : "chip";
  made.dataset.task = task;
  made.textContent = name(task) + (kinds[n] >= SLEEPING && word(n) ? ": " + word(n) : "");
  made.title = made.textContent;
  return made;
}

const shownAtMost = 60;
let places = new Map();  // of each chip that is to be seen

function showQueues() {
  const queues = [[], [], [], [], [], [], []];
  changes.forEach((own, task) => {
    const last = lastUpTo(own, now);
    if (last >= 0) queues[kinds[own[last]]].push([own[last], task]);
  });
  for (const kind of [READY, RUNNING, SLEEPING, WAITING, ZOMBIE]) {
    const order = kind === ZOMBIE ? (a, b) => b[0] - a[0] : (a, b) => a[0] - b[0];
    const members = queues[kind].sort(order), box = at(states[kind]);
    box.replaceChildren(...members.slice(0, shownAtMost).map(([n, task]) => chip(task, n)));
    if (members.length > shownAtMost) {
      const more = document.createElement("span");
      more.className = "more";
      more.textContent = `and ${members.length - shownAtMost} more`;
      box.append(more);
    }
  }
  moveChips();
}

// A chip that was elsewhere before slides from there.
function moveChips() {
  const before = places;
  places = new Map();
  for (const each of document.querySelectorAll(".chip")) {
    const { left, top } = each.getBoundingClientRect(), old = before.get(each.dataset.task);
    places.set(each.dataset.task, { left, top: top + scrollY });
    if (!old || !each.animate || (Math.abs(old.left - left) < 2 && Math.abs(old.top - top - scrollY) < 2)) continue;
    each.animate([{ transform: `translate(${old.left - left}px, ${old.top - top - scrollY}px)` }, {}],
      { duration: 220, easing: "ease-out" });
  }
}

function showWhy() {
  const last = decisions[lastUpTo(decisions, now)];
  at("why").textContent = last === undefined ? "no decision yet"
    : `why ${name(tasks[last])}: ${word(last)}${last === now ? "" : `  (decided at event ${last})`}`;
}

const rowsShown = 15;
function showRequests() {
  const middle = Math.max(0, lastUpTo(requests, now));
  const from = Math.max(0, Math.min(middle - (rowsShown >> 1), requests.length - rowsShown));
  at("requests").tBodies[0].replaceChildren(...requests.slice(from, from + rowsShown).map(n => {
    const row = document.createElement("tr"), result = results.get(n);
    for (const text of [n, duration(times[n]), name(tasks[n]), word(n), result === undefined ? "…" : word(result)])
      row.insertCell().textContent = text;
    row.onclick = () => go(n);
    if (n === now || result === now) row.className = "now";
    return row;
  }));
}

let drawing = false;
function go(n) {
  now = Math.max(0, Math.min(count - 1, n));
  if (drawing) return;
  drawing = true;  // many moves of the slider make one picture
  requestAnimationFrame(() => { drawing = false; show(); });
}

function show() {
  at("slider").value = now;
  at("position").textContent = `event ${now} of ${count - 1} · ${duration(times[now])}`;
  at("event").textContent = sentence(now);
  showWhy();
  showQueues();
  showRequests();
  chart.follow();
  chart.draw();
}

function pause() {
  clearInterval(timer);
  timer = 0;
  at("play").textContent = "▶ Play";
}

function play() {
  if (timer) return pause();
  if (now === count - 1) go(0);
  at("play").textContent = "❚❚ Pause";
  const rate = +at("speed").value, pace = Math.max(1000 / 30, 1000 / rate), stride = Math.max(1, Math.round(rate * pace / 1000));
  timer = setInterval(() => { if (now >= count - 1) pause(); else go(now + stride); }, pace);
}

function nextDecision() {
  const next = decisions[lastUpTo(decisions, now) + 1];
  go(next === undefined ? count - 1 : next);
}

at("first").onclick = () => go(0);
at("back").onclick = () => go(now - 1);
at("next").onclick = () => go(now + 1);
at("last").onclick = () => go(count - 1);
at("decision").onclick = nextDecision;
at("play").onclick = play;
at("speed").onchange = () => { if (timer) { pause(); play(); } };
at("slider").max = count - 1;
at("slider").oninput = event => { pause(); go(+event.target.value); };
document.addEventListener("keydown", event => {
  if (event.target.tagName === "SELECT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const stride = event.shiftKey ? 10 : 1;
  const keys = { ArrowLeft: () => go(now - stride), ArrowRight: () => go(now + stride), Home: () => go(0),
    End: () => go(count - 1), " ": play, d: nextDecision, D: nextDecision };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
at("about").textContent = `${trace.tasks.length} tasks, ${trace.of} events, ${duration(times[count - 1] || 0)} of ` +
  `${trace.world === "sim" ? "virtual" : "real"} time, policy ${trace.policy}` +
  (count < trace.of ? `; shown are the first ${count} events` : "");
