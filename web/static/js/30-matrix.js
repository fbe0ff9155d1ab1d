// The matrix by keyboard: one cell is a tab stop, arrows move, Enter follows the link, "v" opens the proof at its form,
// "[" and "]" go a day back or on. The slider writes the date that the form sends.
(() => {
  const table = document.querySelector("[data-matrix]");
  const slider = document.getElementById("as-of");
  const date = document.querySelector("[name=as_of]");
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
  const prepare = () => {
    for (const cell of table.querySelectorAll(".cell:not([tabindex])")) cell.tabIndex = -1;
    const first = current?.isConnected ? current : table.querySelector(".cell");
    if (first) rest(first);
  };
  prepare();
  document.addEventListener("htmx:after:swap", prepare);
  table.addEventListener("focusin", (e) => {
    const cell = e.target.closest(".cell");
    if (cell) rest(cell);
  });
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
    to.focus();
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();
