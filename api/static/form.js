// The form beyond plain HTML: saves as one types, adds rows at once, shows the page beside it.
"use strict";

const form = document.getElementById("draft");
const draft = form.dataset.draft;
const version = document.getElementById("version");
const saved = document.getElementById("saved");
const token = form.querySelector('input[name="csrf"]').value;
const KEPT = `draft:${draft}`;
// So long a person pauses before the form is saved; together with the answer it stays below half
// a second.
const PAUSE = 250;

// ── What is typed stays in this browser until the service has it ──
function entriesNow() {
  return [...new FormData(form)].filter(([name, value]) => name.includes(".") || isEntry(name, value));
}
function isEntry(name, value) {
  return typeof value === "string" && !["csrf", "kind", "version", "case_ref", "do"].includes(name);
}
function keepHere() {
  const typed = entriesNow().filter(([, value]) => typeof value === "string");
  try {
    localStorage.setItem(KEPT, JSON.stringify({ version: version.value, typed }));
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

// ── Save ──
let timer = 0;
let saving = null;
let dirty = false;
let halted = false;

function changed() {
  dirty = true;
  keepHere();
  saved.textContent = "正在保存…";
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}
async function save() {
  clearTimeout(timer);
  if (halted) return false;
  if (saving) {
    await saving;
    if (!dirty) return !halted;
  }
  saving = send();
  const done = await saving;
  saving = null;
  return done;
}
async function send() {
  dirty = false;
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Draft": form.dataset.strict ? "strict" : "early", "X-CSRF-Token": token, Accept: "application/json" },
      redirect: "error",
    });
  } catch {
    saved.textContent = "连不上服务，内容留在这台电脑上，稍后自动再存。";
    dirty = true;
    timer = setTimeout(save, 4000);
    return false;
  }
  if (answer.ok) {
    show(await answer.json());
    return true;
  }
  dirty = true;
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401 || answer.status === 403) signInAgain();
  else if (answer.status === 409) askWhich(told.conflict);
  else {
    saved.textContent = told.detail || "没有保存，稍后自动再存。";
    timer = setTimeout(save, 8000);
  }
  return false;
}
function show(told) {
  version.value = told.version;
  saved.textContent = told.saved;
  if (!dirty) forgetHere();
  else keepHere();
  if (!location.pathname.startsWith("/drafts/")) history.replaceState(null, "", `/drafts/${draft}`);
  document.getElementById("preview-open").hidden = false;
  for (const box of form.querySelectorAll(".said")) {
    const html = told.said[box.id.slice(0, -5)] || "";
    if (box.dataset.html !== html) {
      box.dataset.html = html;
      box.innerHTML = html;
    }
  }
  for (const control of form.querySelectorAll("[aria-describedby]")) {
    if (told.wrong.includes(control.id)) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  for (const [id, [tone, words]] of Object.entries(told.states)) {
    const state = document.getElementById(`${id}.state`);
    state.className = `state ${tone}`;
    state.textContent = words;
  }
  document.getElementById("duty").innerHTML = told.duty;
  if (told.summary) {
    const box = document.createElement("template");
    box.innerHTML = told.summary;
    document.getElementById("summary").replaceChildren(...box.content.firstElementChild.childNodes);
  }
  showPreview();
}
function refuse(words, ...links) {
  const box = document.getElementById("restored");
  box.replaceChildren(words, " ", ...links);
  box.hidden = false;
  saved.textContent = "没有保存";
}
function signInAgain() {
  const link = document.createElement("a");
  link.href = `/sign-in?next=${encodeURIComponent(version.value === "0" ? location.pathname + location.search : `/drafts/${draft}`)}`;
  link.textContent = "重新登录";
  keepHere();
  refuse("登录已经结束，填写的内容留在这台电脑上。", link, "后会回到这里，内容都在。");
  if (version.value === "0") rememberStart();
}
// A form that was never saved has no address yet: after signing in it begins with what was typed.
function rememberStart() {
  try {
    sessionStorage.setItem(location.pathname, draft);
  } catch {
    // Then the draft cannot be found again by itself.
  }
}
function takeOver() {
  if (version.value !== "0") return;
  let before = null;
  try {
    before = sessionStorage.getItem(location.pathname);
    sessionStorage.removeItem(location.pathname);
    if (before && localStorage.getItem(`draft:${before}`)) {
      localStorage.setItem(KEPT, localStorage.getItem(`draft:${before}`));
      localStorage.removeItem(`draft:${before}`);
    }
  } catch {
    // Nothing was kept.
  }
}
function askWhich(words) {
  halted = true;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "比较两份，选择保留哪一份";
  button.addEventListener("click", () => submitWith("save"));
  refuse(`${words || "这份草稿在别处被改过"}，您这里的内容还没有存入。`, button);
}
function submitWith(act) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = act;
  form.append(field);
  form.submit();
}

// ── Rows ──
const rowsOf = (box) => [...box.querySelector(":scope > .rows-list").children];

function rename(root, before, after) {
  const places = root.querySelectorAll("*");
  for (const each of [root, ...places]) {
    for (const attribute of each.attributes ?? []) {
      if (attribute.value.includes(before)) attribute.value = attribute.value.split(before).join(after);
    }
    if (each.content) rename(each.content, before, after);
  }
}
function renumber(box) {
  const list = box.dataset.rows;
  const rows = rowsOf(box);
  // First to names nobody has, so that no two radio groups meet on the way.
  rows.forEach((row, index) => {
    if (row.dataset.row === `${list}.${index}`) return;
    rename(row, row.dataset.row, `${list}.~${index}`);
  });
  rows.forEach((row, index) => {
    if (row.dataset.row.includes("~")) rename(row, `${list}.~${index}`, `${list}.${index}`);
    for (const number of row.querySelectorAll(":scope > fieldset > legend [data-number], :scope > fieldset > .row-acts [data-number]")) number.textContent = index + 1;
  });
}
function addRow(box, after) {
  const rows = rowsOf(box);
  if (rows.length >= Number(box.dataset.most)) return null;
  const copy = box.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
  rename(copy, `${box.dataset.rows}.${box.dataset.holder}`, `${box.dataset.rows}.${rows.length}`);
  box.querySelector(":scope > .rows-list").append(copy);
  if (after) after.after(copy);
  renumber(box);
  decideAll(copy);
  return copy;
}
function firstControl(root) {
  return root.querySelector("input:not([type=hidden]), select, textarea");
}
function act(button) {
  const row = button.closest("[data-row]");
  const what = button.dataset.act;
  if (what === "add") {
    const box = button.closest("[data-rows]");
    const made = addRow(box);
    if (made) firstControl(made)?.focus();
    else saved.textContent = `最多 ${box.dataset.most} 项`;
  } else if (what === "remove") {
    const box = row.parentElement.closest("[data-rows]");
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    renumber(box);
    (near ? near.querySelector('[data-act="remove"]') : box.querySelector(":scope > .row-add button, :scope > .drop input"))?.focus();
  } else {
    const box = row.parentElement.closest("[data-rows]");
    const other = what === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (other) what === "up" ? other.before(row) : other.after(row);
    renumber(box);
    button.focus();
  }
  decideAll();
  changed();
}
// A block copied from a spreadsheet fills cell by cell, row by row, from the field it is pasted at.
function pasteBlock(event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const control = event.target;
  const row = control.closest?.("[data-row]");
  const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  if (!row || control.tagName === "TEXTAREA" && lines.every((line) => line.length === 1)) return;
  if (lines.length === 1 && lines[0].length === 1) return;
  event.preventDefault();
  const box = row.parentElement.closest("[data-rows]");
  const cells = (each) => [...each.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea")].filter((cell) => cell.closest("[data-row]") === each);
  const from = cells(row).indexOf(control);
  let place = row;
  for (const line of lines) {
    if (!place) place = addRow(box);
    if (!place) break;
    const fields = cells(place);
    line.forEach((value, index) => fill(fields[from + index], value.trim()));
    place = place.nextElementSibling;
  }
  decideAll();
  changed();
}
function fill(control, value) {
  if (!control) return;
  if (control.tagName === "SELECT") {
    const option = [...control.options].find((each) => each.value === value || each.text.trim() === value);
    if (option) control.value = option.value;
  } else if (control.type === "checkbox" || control.type === "radio") {
    if (control.type === "checkbox") control.checked = ["是", "true", "1", "√"].includes(value);
  } else control.value = value;
}

// ── Fields that apply to some cases only ──
function valueOf(name) {
  const rows = form.querySelector(`[data-rows="${CSS.escape(name)}"]`);
  if (rows) return rowsOf(rows).length;
  const group = document.getElementById(`f.${name}`);
  if (group?.matches("details, fieldset.part")) return [...group.querySelectorAll("input, textarea, select")].some((each) => (each.type === "checkbox" || each.type === "radio" ? each.checked : each.value)) ? "filled" : "";
  const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const ticked = controls.find((each) => each.checked);
  if (controls.some((each) => each.type === "radio" || each.type === "checkbox")) return ticked ? ticked.value : "";
  return controls[0]?.value ?? "";
}
function decide(box) {
  const when = JSON.parse(box.dataset.when);
  const value = valueOf(when.name);
  const holds = typeof value === "number" ? value >= when.rows : when.values.length ? when.values.includes(value) : value !== "" && value !== "false";
  const filled = [...box.querySelectorAll("input, textarea, select")].some((each) => (each.type === "checkbox" || each.type === "radio" ? each.checked : each.type !== "file" && each.value));
  box.hidden = !holds && !filled && !box.querySelector(".told.bad");
}
function decideAll(root = form) {
  for (const box of root.querySelectorAll("[data-when]")) decide(box);
}

// ── The page beside the form ──
const sheets = document.getElementById("sheets");
const previewTold = document.getElementById("preview-told");
let lit = "";
let drawing = null;
let inSight = false;
let wanted = false;

// On a phone the pages lie below the form: they are drawn when somebody comes to look at them.
new IntersectionObserver(([seen]) => {
  if (seen.isIntersecting === inSight) return;
  inSight = seen.isIntersecting;
  showPreview();
}).observe(sheets);

// One request at a time; what changes meanwhile is drawn next.
async function showPreview() {
  if (version.value === "0" || !inSight) return;
  wanted = true;
  if (drawing) return;
  while (wanted) {
    wanted = false;
    drawing = drawSheets();
    await drawing;
    drawing = null;
  }
}
async function drawSheets() {
  const place = lit ? `/${lit.replaceAll(".", "/")}` : "";
  if (!sheets.children.length) previewTold.textContent = "正在生成…";
  const answer = await fetch(`/drafts/${draft}/sheets?lit=${encodeURIComponent(place)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const told = await answer?.json().catch(() => ({}));
  if (!answer?.ok) {
    previewTold.textContent = answer?.status === 401 ? "" : told?.detail || "暂时不能预览";
    return;
  }
  const count = told.sheets.length;
  previewTold.textContent = told.told;
  told.sheets.forEach((address, index) => {
    const picture = sheets.children[index] ?? sheets.appendChild(new Image(900, 1273));
    picture.className = "paper";
    picture.alt = `第 ${index + 1} 页，共 ${count} 页`;
    if (picture.src !== address) picture.src = address;
  });
  while (sheets.children.length > count) sheets.lastChild.remove();
  if (told.lit) {
    const [index, part] = told.lit;
    const picture = sheets.children[index];
    await picture.decode().catch(() => {});
    const place = picture.offsetTop + part * picture.offsetHeight;
    if (place < sheets.scrollTop + 40 || place > sheets.scrollTop + sheets.clientHeight - 60) {
      sheets.scrollTo({ top: place - sheets.clientHeight / 3, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }
}

// ── Photos ──
async function upload(box, files) {
  const list = box.dataset.photos;
  const rows = form.querySelector(`[data-rows="${CSS.escape(list)}"]`);
  if (!(await save()) && version.value === "0") return;
  for (const [index, file] of files.entries()) {
    saved.textContent = `正在上传照片 ${index + 1} / ${files.length}…`;
    const body = new FormData();
    body.append(`${list}.files`, file, file.name || `照片.${file.type === "image/png" ? "png" : "jpg"}`);
    const answer = await fetch(`/drafts/${draft}/photos`, { method: "POST", body, headers: { "X-CSRF-Token": token, Accept: "application/json" } }).catch(() => null);
    const told = await answer?.json().catch(() => ({}));
    if (!answer?.ok) {
      if (answer?.status === 401) signInAgain();
      else refuse(`${file.name}：${told?.errors?.[0]?.detail || told?.detail || "没有传上去，请重试。"}`);
      continue;
    }
    const row = addRow(rows);
    if (!row) {
      refuse(`最多 ${rows.dataset.most} 张照片，其余的没有加入。`);
      break;
    }
    for (const [name, value] of Object.entries(told)) {
      const control = row.querySelector(`[name="${CSS.escape(`${row.dataset.row}.${name}`)}"]`);
      if (control) control.value = value;
    }
    showThumbnail(row);
  }
  decideAll();
  changed();
}
function showThumbnail(row) {
  const box = row.querySelector(".photo-file");
  const name = box.querySelector("input").value;
  const picture = new Image(160, 120);
  picture.src = `/drafts/${draft}/photos/${encodeURIComponent(name)}?longest=320`;
  picture.alt = name;
  box.querySelector(".thumb").replaceChildren(picture);
  box.querySelector(".file-name").textContent = name;
}
for (const box of form.querySelectorAll("[data-photos]")) {
  for (const field of box.querySelectorAll('input[type="file"]')) {
    field.addEventListener("change", async () => {
      const files = [...field.files];
      field.value = "";
      await upload(box, files);
    });
  }
}

// ── Listening ──
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
  } else pasteBlock(event);
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
