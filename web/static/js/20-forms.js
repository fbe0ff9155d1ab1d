// Forms that filter a page send themselves when a choice is made; without script their button does it.
(() => {
  document.addEventListener("change", (e) => {
    const form = e.target.closest("form[data-auto]");
    if (form && !e.target.matches("[type=search], [type=text]")) form.requestSubmit();
  });
  // An empty field does not belong into the address of a view.
  document.addEventListener("submit", (e) => {
    if (!e.target.matches("form[data-auto]")) return;
    for (const field of e.target.elements) if (field.name && field.value === "") field.disabled = true;
    setTimeout(() => { for (const field of e.target.elements) field.disabled = false; });
  });
  document.addEventListener("click", (e) => {
    const button = e.target.closest("[data-print]");
    if (button) window.print();
    const drag = e.target.closest("[data-drag]"); // a bookmark: it runs on other pages, never on ours
    if (drag) {
      e.preventDefault();
      document.getElementById(drag.getAttribute("aria-describedby")).textContent = "Drag it into your bookmarks";
    }
    const copy = e.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard?.writeText(copy.dataset.copy);
      const said = document.getElementById(copy.getAttribute("aria-describedby") ?? "");
      if (said) said.textContent = "Copied";
    }
  });
})();
