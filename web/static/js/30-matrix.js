// The matrix by keyboard: one cell is a tab stop, arrows move, Enter follows the link, "v" opens the proof at its form,
// "[" and "]" go a day back or on. The slider writes the date that the form sends. Groups of a large matrix open in place.
(() => {
  const table = document.querySelector("[data-matrix]");
  const slider = document.getElementById("as-of");
  const date = document.querySelector("input[type=date][name=as_of]"); // a form beside it carries the day along, hidden
  const day = (from, n) => {
    const d = new Date(from + "T00:00:00Z");
    d.setUTCDate(d.getUTCDate() + n);
    return d.toISOString().slice(0, 10);
  };
  if (slider && date) {
    const today = slider.dataset.days;
    const send = (value) => {
      date.value = value >= today ? "" : value;
      date.form.requestSubmit();
    };
    slider.addEventListener("input", () => { date.value = day(today, +slider.value); });
    slider.addEventListener("change", () => send(day(today, +slider.value)));
    document.addEventListener("keydown", (e) => {
      if (e.target.closest("input, textarea, select") || document.body.dataset.keys === "off") return;
      if (e.key === "[") send(day(date.value || today, -1));
      if (e.key === "]") send(day(date.value || today, 1));
    });
  }
  if (!table) return;
  const rows = () => [...table.tBodies].flatMap((b) => [...b.rows]).filter((r) => r.querySelector(".cell"));
  const cells = (row) => [...row.querySelectorAll(".cell")];
  let current;
  const rest = (cell) => {
    if (current) current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
  };
  for (const cell of table.querySelectorAll(".cell")) cell.tabIndex = -1;
  const first = table.querySelector(".cell");
  if (first) rest(first);

  // Whatever has the focus is seen: the least is scrolled, and out from under the heads, which stay and are as high as their names.
  const corner = table.tHead.rows[0].cells[0];
  const show = (cell) => {
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    const at = cell.getBoundingClientRect(), heads = corner.getBoundingClientRect();
    const over = [Math.min(0, at.left - heads.right), Math.min(0, at.top - heads.bottom)];
    if (over[0] || over[1]) table.closest(".scroll").scrollBy(...over);
  };

  // A closed group is fetched when it is opened. Its rows come in a few at a time, so that the page goes on answering.
  const cellsAtOnce = 100;
  const fill = async (group, came) => {
    const step = Math.max(1, Math.floor(cellsAtOnce / table.dataset.columns));
    for (const cell of came.querySelectorAll(".cell")) cell.tabIndex = -1;
    for (const waiting = [...came.rows]; waiting.length; ) {
      group.append(...waiting.splice(0, step));
      await new Promise(requestAnimationFrame);
    }
  };
  const open = async (link) => {
    const group = link.closest("tbody"), focused = link.matches(":focus-visible");
    group.ariaBusy = "true";
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return location.assign(link.href);
    const page = new DOMParser().parseFromString("<table>" + (await answer.text()), "text/html");
    group.replaceChildren();
    await fill(group, page.querySelector("tbody"));
    group.ariaBusy = null;
    const at = new URL(location);
    at.searchParams.append("open", link.dataset.open);
    history.replaceState(null, "", at);
    const into = group.querySelector(".cell");
    if (!current?.isConnected || focused) rest(into);
    if (focused) show(into);
  };
  table.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-open]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    open(link);
  });
  table.addEventListener("focusin", (e) => {
    const cell = e.target.closest(".cell");
    if (cell) rest(cell);
  });

  // Below the table stands in words what somebody points at, or stands on.
  const reading = document.querySelector(".reading");
  const heads = table.tHead.rows[0].cells;
  const read = (e) => {
    const cell = e.target.closest(".cell");
    if (!cell) return;
    const feature = document.createElement("b");
    feature.textContent = cell.closest("tr").cells[0].textContent;
    const head = heads[cell.parentElement.cellIndex];
    const whose = (head.querySelector("a") ?? head).textContent;
    reading.replaceChildren(feature, whose + ": " + cell.textContent);
  };
  reading.hidden = false;
  table.addEventListener("focusin", read);
  table.addEventListener("pointerover", read);
  table.addEventListener("keydown", (e) => {
    const cell = e.target.closest(".cell");
    if (!cell || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "v") {
      location.href = cell.href + "#verify";
      return;
    }
    const all = rows(), row = cell.closest("tr"), y = all.indexOf(row), line = cells(row), x = line.indexOf(cell);
    const to = {
      ArrowLeft: line[x - 1], ArrowRight: line[x + 1], Home: line[0], End: line[line.length - 1],
      ArrowUp: all[y - 1] && cells(all[y - 1])[x], ArrowDown: all[y + 1] && cells(all[y + 1])[x],
    }[e.key];
    if (!to) return;
    e.preventDefault();
    show(to);
  });
})();
