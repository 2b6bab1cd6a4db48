// The Gantt chart: only what is to be seen is drawn, and what is narrower than a pixel is drawn once.
const chart = (() => {
  const canvas = at("gantt"), pen = canvas.getContext("2d"), rowHeight = 18, left = 150, top = 20;
  const shownFirst = 300;  // events: each is to be seen
  let steps = trace.steps, from = 0, to = 1, firstRow = 0;
  canvas.style.height = `${Math.min(340, top + changes.length * rowHeight + 8)}px`;
  const place = n => steps ? n : times[n];
  const end = () => Math.max(1, (steps ? count : times[count - 1]) || 1);
  const colour = what => getComputedStyle(document.documentElement).getPropertyValue("--" + what);
  const x = value => left + (value - from) / (to - from) * (canvas.clientWidth - left);
  const value = pixel => from + (pixel - left) / (canvas.clientWidth - left) * (to - from);
  const rowsSeen = () => Math.floor((canvas.clientHeight - top) / rowHeight);

  function look(begin, finish) {
    const most = end(), span = Math.min(most, Math.max(finish - begin, steps ? 4 : 100));
    from = Math.max(0, Math.min(begin, most - span));
    to = from + span;
  }
  function zoom(factor, around) { look(around - (around - from) * factor, around + (to - around) * factor); draw(); }

  function drawRow(task, y, colours) {
    const own = changes[task], width = canvas.clientWidth;
    for (let i = Math.max(0, lastUpTo(own, from, place)); i < own.length && place(own[i]) <= to; ++i) {
      const state = kinds[own[i]], begin = Math.max(left, x(place(own[i])));
      const finish = Math.min(width, i + 1 < own.length ? x(place(own[i + 1])) : x(end()));
      if (state === ZOMBIE) {
        pen.fillStyle = colours.mark;
        pen.fillRect(x(place(own[i])) - 1, y, 2, rowHeight - 4);
        continue;
      }
      pen.fillStyle = colours[state];
      pen.fillRect(begin, y, Math.max(1, finish - begin), rowHeight - 4);
      if (finish - begin < 1)  // all that falls on the same pixel
        i = Math.max(i, lastUpTo(own, value(begin + 1), place) - 1);
    }
  }

  function drawArrows(colours) {
    const begin = firstWithin(from), last = rowsSeen() + firstRow;
    pen.strokeStyle = colours.arrow;
    pen.beginPath();
    let drawn = 0;
    for (let n = begin; n < count && place(n) <= to && drawn < 400; ++n) {
      if (causes[n] < 0) continue;
      const [a, b] = [causes[n], tasks[n]];
      if (Math.max(a, b) < firstRow || Math.min(a, b) >= last) continue;
      pen.moveTo(x(place(n)), top + (a - firstRow) * rowHeight + rowHeight / 2);
      pen.lineTo(x(place(n)), top + (b - firstRow) * rowHeight + rowHeight / 2);
      ++drawn;
    }
    if (drawn < 400) pen.stroke();  // a thousand arrows are a curtain
  }
  function firstWithin(value) {
    let low = 0, high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place(middle) < value) low = middle + 1; else high = middle;
    }
    return low;
  }

  function draw() {
    const scale = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    canvas.width = width * scale;
    canvas.height = height * scale;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.font = "12px system-ui, sans-serif";
    const colours = { [READY]: colour("ready"), [RUNNING]: colour("running"), [SLEEPING]: colour("sleeping"),
      [WAITING]: colour("waiting"), mark: colour("mark"), arrow: colour("arrow") };
    const text = colour("text");
    pen.save();
    pen.beginPath();
    pen.rect(left, 0, width - left, height);
    pen.clip();
    pen.fillStyle = text;
    for (let i = 0; i < 8; ++i) {
      const here = from + (to - from) * i / 8;
      pen.fillText(steps ? Math.round(here) : duration(Math.round(here)), x(here), 12);
    }
    for (let row = 0; row < rowsSeen() && firstRow + row < changes.length; ++row)
      drawRow(firstRow + row, top + row * rowHeight + 2, colours);
    drawArrows(colours);
    pen.fillStyle = colours.mark;
    pen.fillRect(x(place(now)) - .75, 0, 1.5, height);
    pen.restore();
    pen.fillStyle = text;
    for (let row = 0; row < rowsSeen() && firstRow + row < changes.length; ++row)
      pen.fillText(name(firstRow + row).slice(0, 22), 2, top + row * rowHeight + 13);
  }

  // Keeps what is looked at in sight.
  function follow() {
    const here = place(now);
    if (here < from || here > to) look(here - (to - from) / 2, here + (to - from) / 2);
    const row = tasks[now];
    if (row >= 0 && (row < firstRow || row >= firstRow + rowsSeen()))
      firstRow = at("scroll").value = Math.max(0, Math.min(row - 2, changes.length - rowsSeen()));
  }

  let dragged = null;
  canvas.onpointerdown = event => { dragged = { x: event.offsetX, from, to, moved: false }; canvas.setPointerCapture(event.pointerId); };
  canvas.onpointermove = event => {
    if (!dragged || Math.abs(event.offsetX - dragged.x) < 4 && !dragged.moved) return;
    dragged.moved = true;
    const by = (dragged.x - event.offsetX) / (canvas.clientWidth - left) * (dragged.to - dragged.from);
    look(dragged.from + by, dragged.to + by);
    draw();
  };
  canvas.onpointerup = event => {
    if (dragged && !dragged.moved) goTo(value(event.offsetX), Math.floor((event.offsetY - top) / rowHeight) + firstRow);
    dragged = null;
  };
  // To what the task of that row did last, then.
  function goTo(when, row) {
    const own = changes[row];
    const last = own && own.length ? own[Math.max(0, lastUpTo(own, when, place))] : undefined;
    go(last !== undefined && place(last) <= when ? last : firstWithin(when));
  }
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : .8, value(Math.max(left, event.offsetX)));
  }, { passive: false });
  at("closer").onclick = () => zoom(.5, place(now));
  at("wider").onclick = () => zoom(2, place(now));
  at("whole").onclick = () => { look(0, end()); draw(); };
  at("scroll").max = Math.max(0, changes.length - rowsSeen());
  at("scroll").hidden = changes.length <= rowsSeen();
  at("scroll").oninput = event => { firstRow = +event.target.value; draw(); };
  for (const choice of document.querySelectorAll("[name=axis]")) {
    choice.checked = (choice.value === "steps") === steps;
    choice.onchange = () => { steps = choice.value === "steps"; look(0, end()); draw(); };
  }
  addEventListener("resize", draw);
  look(0, steps ? shownFirst : end());
  return { draw, follow };
})();
show();
