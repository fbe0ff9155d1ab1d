// What is typed into a form with data-draft is kept on this device until a page says by data-kept that the server has it: a lost
// connection, an ended session or an error lose nothing. Passwords are never in such a form, and what nobody came back to for a
// month is forgotten.
(() => {
  const prefix = "gapwatch-draft ", month = 30 * 24 * 3600 * 1000;
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  if (document.body.dataset.kept) localStorage.removeItem(prefix + document.body.dataset.kept);
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix) && !(Date.now() - read(key)?.at < month)) localStorage.removeItem(key);
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = prefix + form.dataset.draft;
  const said = form.querySelector("[data-draft-said]");
  const picks = (f) => f.type === "radio" || f.type === "checkbox";
  const fields = () => [...form.elements].filter((f) => f.name);
  const keep = () => {
    const draft = { at: Date.now(), values: {} };
    for (const f of fields()) if (!picks(f) || f.checked) draft.values[f.name] = f.value;
    draft.gap = form.querySelector("[name=feature]:checked")?.closest(".pick").querySelector("b").textContent;
    localStorage.setItem(key, JSON.stringify(draft));
    const now = new Date();
    said.textContent = "Draft kept on this device, " +
      String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  };

  // A gap that was chosen among those found stands in the list again before the others are found anew.
  const offer = (value, name) => {
    const pick = document.createElement("label"), radio = document.createElement("input"), word = document.createElement("b");
    pick.className = "pick";
    radio.type = "radio";
    radio.name = "feature";
    radio.value = value;
    word.textContent = name;
    pick.append(radio, word);
    document.getElementById("found").prepend(pick);
  };
  const restore = ({ values, gap }) => {
    const feature = values.feature;
    if (feature && gap && !fields().some((f) => f.name === "feature" && f.value === feature)) offer(feature, gap);
    for (const f of fields()) {
      if (picks(f)) f.checked = f.value === values[f.name];
      else if (f.name in values) f.value = values[f.name];
    }
    if (values.link || values.competitor || values.why || values.help || values.plan) form.querySelector("details").open = true;
  };
  const findAgain = () => {
    form.querySelector("[name=feature]:checked")?.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("#what").dispatchEvent(new Event("draft"));
    said.textContent = "Your draft from this device is back.";
    form.querySelector("[data-draft-drop][hidden]").hidden = false;
  };
  const draft = read(key);
  if (draft && !("answered" in form.dataset)) { // what comes back with a mistake is what was typed
    restore(draft);
    setTimeout(findAgain); // after htmx, which looks at the page as late
  }
  form.addEventListener("input", keep);
  form.addEventListener("click", (e) => {
    if (e.target.closest("[data-draft-drop]")) localStorage.removeItem(key);
  });
  form.addEventListener("submit", (e) => {
    keep();
    if (navigator.onLine) return;
    e.preventDefault();
    said.textContent = "No connection. The draft is kept on this device; save again when you are back.";
  });
})();
