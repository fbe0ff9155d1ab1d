// A gap that was chosen stays chosen when the list of gaps is found anew: what was asked for while typing may answer after
// the choice, and would take it away unseen.
(() => {
  let chosen = null;
  document.addEventListener("change", (e) => {
    if (e.target.matches(".found input[name=feature]")) chosen = e.target.closest("#found .pick");
  });
  document.addEventListener("htmx:after:swap", () => {
    const list = document.getElementById("found");
    if (!list || !chosen || chosen.isConnected) return;
    const value = chosen.querySelector("input").value;
    const again = [...list.querySelectorAll("input[name=feature]")].find((input) => input.value === value);
    if (again) chosen = again.closest(".pick");
    else list.prepend(chosen);
    chosen.querySelector("input").checked = true;
  });
})();
