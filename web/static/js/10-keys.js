// Keys. "/" searches, "a" annotates, "g" and a letter go to a page, "?" shows all. They rest while a field has focus and
// can be switched off in the account. Pages add theirs by data-key on what the key presses.
(() => {
  const go = { w: "/", m: "/matrix", g: "/gaps", c: "/changes", p: "/pricing", s: "/sources", q: "/queue" };
  let waiting = 0;
  const resting = (e) =>
    e.ctrlKey || e.metaKey || e.altKey || document.body.dataset.keys === "off" ||
    e.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && e.target.matches("input, textarea, select")) e.target.blur();
    if (resting(e) || e.defaultPrevented) return;
    if (Date.now() - waiting < 1200 && go[e.key]) {
      waiting = 0;
      e.preventDefault();
      location.href = go[e.key];
      return;
    }
    if (e.key === "g") {
      waiting = Date.now();
      return;
    }
    if (e.key === "/") {
      e.preventDefault();
      document.getElementById("q")?.focus();
      return;
    }
    const target = [...document.querySelectorAll("[data-key]")].find((el) => el.dataset.key === e.key);
    if (!target) return;
    e.preventDefault();
    if (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) target.focus();
    else target.click();
  });
})();
