// What the form listens to; the last of its scripts, which share one scope and come in order.
"use strict";

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  decideAll();
  changed();
});
form.addEventListener("focusin", (event) => {
  const place = event.target.closest("[data-field]");
  if (!place || place.dataset.field === lit) return;
  lit = place.dataset.field;
  if (!dirty) showPreview();
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  event.preventDefault();
  act(button);
});
form.addEventListener("paste", (event) => {
  const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  const box = form.querySelector("[data-photos]");
  if (pictures.length && box) {
    event.preventDefault();
    upload(box, pictures);
  } else pasteText(event);
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button || halted) return;
  // Saved first and by the page itself, so that going back finds the form as it was left.
  if (button.dataset.do === "save") {
    event.preventDefault();
    await save();
  }
});
document.addEventListener("keydown", async (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === "s") {
    event.preventDefault();
    await save();
  } else if (event.key === "Enter") {
    event.preventDefault();
    await save();
    showPreview();
  }
});
// The first link of a list of mistakes leads into a folded part: open it on the way.
function goTo(id) {
  const target = id && document.getElementById(decodeURIComponent(id));
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  target.closest("[data-when]")?.removeAttribute("hidden");
  target.focus();
  target.scrollIntoView({ block: "center" });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#f."], a[href^="#s."]');
  if (!link) return;
  event.preventDefault();
  goTo(link.hash.slice(1));
});
// A desk left alone: what is typed is not lost with the window.
window.addEventListener("pagehide", () => dirty && keepHere());
document.addEventListener("visibilitychange", () => document.hidden && dirty && save());

// Which part one is in is shown in the index.
const parts = [...form.querySelectorAll("section > h2")];
const watcher = new IntersectionObserver(() => {
  const current = parts.findLast((part) => part.getBoundingClientRect().top < innerHeight / 3) ?? parts[0];
  for (const link of document.querySelectorAll(".index a")) {
    if (link.hash === `#${current.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}, { rootMargin: "0px 0px -60% 0px", threshold: [0, 1] });
parts.forEach((part) => watcher.observe(part));

decideAll();
takeOver();
restore();
if (location.hash) goTo(location.hash.slice(1));
