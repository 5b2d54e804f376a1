// What is typed stays in this browser until the service has it.
"use strict";

const form = document.getElementById("draft");
const draft = form.dataset.draft;
const version = document.getElementById("version");
// What stood in the draft at that version, for the service to merge what somebody else saves since.
const base = document.getElementById("base");
const saved = document.getElementById("saved");
const token = form.querySelector('input[name="csrf"]').value;
const KEPT = `draft:${draft}`;
// So long a person pauses before the form is saved; together with the answer it stays below half
// a second.
const PAUSE = 250;

function entriesNow() {
  return [...new FormData(form)].filter(([name, value]) => !name.includes(".same.") && (name.includes(".") || isEntry(name, value)));
}
function isEntry(name, value) {
  return typeof value === "string" && !["csrf", "kind", "version", "base", "case_ref", "join", "do"].includes(name);
}
function keepHere() {
  const typed = entriesNow().filter(([, value]) => typeof value === "string");
  try {
    localStorage.setItem(KEPT, JSON.stringify({ version: version.value, base: base.value, typed }));
  } catch {
    // No room or not allowed: the service has all but the last moment.
  }
}
function forgetHere() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // It was not allowed to keep anything either.
  }
}

// Put back what the service never got: after a power cut, or a session that ended.
function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return;
  }
  if (!kept || JSON.stringify(kept.typed) === JSON.stringify(entriesNow())) return forgetHere();
  const box = document.getElementById("restored");
  const words = kept.version === version.value
    ? "找回了上次没有来得及保存的内容。"
    : "这台电脑上还有没保存的内容，但草稿后来在别处改过。";
  box.replaceChildren(words);
  box.hidden = false;
  if (kept.version === version.value) {
    putBack(kept.typed);
    changed();
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "用这台电脑上的，与已保存的比较";
  button.addEventListener("click", () => {
    putBack(kept.typed);
    version.value = kept.version;
    base.value = kept.base ?? "";
    submitWith("save");
  });
  box.append(" ", button);
}
function putBack(typed) {
  const rows = new Map();
  for (const [name] of typed) {
    for (const found of name.matchAll(/\.(\d+)(?=\.|$)/g)) {
      const list = name.slice(0, found.index);
      rows.set(list, Math.max(rows.get(list) ?? 0, Number(found[1]) + 1));
    }
  }
  for (const [list, count] of [...rows].sort(([one], [other]) => one.length - other.length)) {
    const box = form.querySelector(`[data-rows="${CSS.escape(list)}"]`);
    while (box && rowsOf(box).length < count) addRow(box);
  }
  for (const control of form.elements) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = false;
  }
  for (const [name, value] of typed) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "checkbox" || control.type === "radio") control.checked ||= control.value === value;
      else control.value = value;
    }
  }
  for (const box of form.querySelectorAll("details.part")) {
    box.open ||= [...box.querySelectorAll("input, textarea")].some((each) => each.type !== "hidden" && each.type !== "radio" && each.value && (each.type !== "checkbox" || each.checked));
  }
  decideAll();
}
