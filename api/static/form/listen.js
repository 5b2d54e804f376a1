// What the form listens to; the last of its scripts, which share one scope and come in order.
"use strict";

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  written = event.target;
  // What is written over comes from no paper of the case any more.
  for (let place = written.closest("[data-field]"); place; place = place.parentElement.closest("[data-field]")) place.querySelector(":scope > .from")?.remove();
  // Letters on their way to a word are none yet: they are neither saved nor shown.
  if (composing || event.isComposing) return;
  decideAll();
  changed();
});
form.addEventListener("compositionstart", () => (composing = true));
form.addEventListener("compositionend", () => {
  composing = false;
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
  // Only what can be printed opens a window.
  if (button.dataset.do === "print") {
    event.preventDefault();
    form.dataset.strict = "1";
    dirty = true;
    if (!(await save())) return;
    const address = `/drafts/${draft}/file/pdf?print=1`;
    if (!ready) goTo("summary");
    else if (!window.open(address, "_blank")) location.assign(address);
  }
});
// A button that leads on does not overtake what is being saved, or one clerk would be told of two.
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (!saving) return;
  event.preventDefault();
  await landed();
  form.requestSubmit(event.submitter);
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
    if (!inSight) sheets.scrollIntoView({ block: "center" });
  }
});
// Enter goes from field to field; in a text of several lines it begins the next line.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = event.target;
  if (!here.matches("input:not([type=file]), select, textarea")) return;
  if (here.matches("[data-lines]") && !event.shiftKey) return;
  event.preventDefault();
  const all = stops();
  const place = all.findIndex((each) => each === here || (here.type === "radio" && each.name === here.name));
  const next = all[place + (event.shiftKey ? -1 : 1)] ?? (event.shiftKey ? null : document.querySelector('[data-do="check"]'));
  next?.focus();
  if (next?.matches("input")) next.select();
});
// What Enter stops at: every field that shows, a group of radio buttons once.
function stops() {
  const groups = new Map();
  return [...form.elements].filter((each) => {
    if (!form.contains(each) || !each.matches("input:not([type=hidden], [type=file]), select, textarea") || each.disabled || !each.checkVisibility()) return false;
    if (each.type !== "radio") return true;
    if (!groups.has(each.name)) groups.set(each.name, [...form.querySelectorAll(`[name="${CSS.escape(each.name)}"]`)].find((one) => one.checked) ?? each);
    return groups.get(each.name) === each;
  });
}
// The first link of a list of mistakes leads into a folded part: open it on the way.
function goTo(id) {
  const target = id && document.getElementById(decodeURIComponent(id));
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  target.closest("[data-when]")?.removeAttribute("hidden");
  (target.matches("details") ? target.querySelector("summary") : target).focus();
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

offerAlike();
decideAll();
takeUp();
restore();
sendWaiting();
if (location.hash) goTo(location.hash.slice(1));
