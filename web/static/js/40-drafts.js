// What is typed into a form with data-draft is kept on this device until it is saved, so that a lost connection loses
// nothing. Passwords are never in such a form.
(() => {
  const form = document.querySelector("form[data-draft]");
  const sent = sessionStorage.getItem("gapwatch-sent");
  if (sent && !document.querySelector("[role=alert]") && !(form && form.dataset.draft === sent)) {
    localStorage.removeItem("gapwatch-draft-" + sent);
    sessionStorage.removeItem("gapwatch-sent");
  }
  if (!form) return;
  const key = "gapwatch-draft-" + form.dataset.draft;
  const said = form.querySelector("[data-draft-said]");
  const fields = () => [...form.elements].filter((f) => f.name && f.name !== "seen" && f.type !== "hidden");
  const keep = () => {
    const draft = {};
    for (const f of fields()) {
      if (f.type === "radio" || f.type === "checkbox") { if (f.checked) draft[f.name] = f.value; }
      else if (f.value) draft[f.name] = f.value;
    }
    localStorage.setItem(key, JSON.stringify(draft));
    const now = new Date();
    said.textContent = "Draft kept on this device, " +
      String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  };
  const untouched = fields().every((f) => f.id === "owner" || f.type === "radio" || f.type === "checkbox" || !f.value);
  const kept = localStorage.getItem(key);
  if (kept && untouched) {
    const draft = JSON.parse(kept);
    for (const f of fields()) {
      if (!(f.name in draft)) continue;
      if (f.type === "radio" || f.type === "checkbox") f.checked = f.value === draft[f.name];
      else f.value = draft[f.name];
    }
    said.textContent = "Your draft from this device is back.";
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", (e) => {
    keep();
    if (!navigator.onLine) {
      e.preventDefault();
      said.textContent = "No connection. The draft is kept on this device; save again when you are back.";
      return;
    }
    sessionStorage.setItem("gapwatch-sent", form.dataset.draft);
  });
})();
