// The form saves by itself while one types, and shows what the service says of it.
"use strict";

let timer = 0;
let saving = null;
let dirty = false;
let halted = false;
// Whether somebody is half-way through a word that an input method will make of letters.
let composing = false;
// The field that was written in last: what the service refuses is said there too.
let written = null;
// Whether the service finds nothing to mend.
let ready = false;

function changed() {
  dirty = true;
  keepHere();
  tellSaved("正在保存…");
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}
async function save() {
  clearTimeout(timer);
  if (halted || composing) return false;
  if (await landed()) {
    if (!dirty) return !halted;
    if (halted) return false;
  }
  saving = send();
  const done = await saving;
  saving = null;
  return done;
}
// Whatever is on its way to the service is waited for; true if there was anything.
async function landed() {
  const waited = saving !== null;
  while (saving) await saving;
  return waited;
}
async function send() {
  dirty = false;
  const sent = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const body = new URLSearchParams(sent);
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Draft": form.dataset.strict ? "strict" : "early", "X-CSRF-Token": token, Accept: "application/json" },
      redirect: "error",
    });
  } catch {
    tellSaved("连不上服务，内容留在这台电脑上，稍后自动再存。", "bad");
    dirty = true;
    timer = setTimeout(save, 4000);
    return false;
  }
  if (answer.ok) {
    show(await answer.json(), sent);
    return true;
  }
  dirty = true;
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401 || answer.status === 403) signInAgain();
  else if (answer.status === 409) askWhich(told.conflict);
  else {
    refuse(told.detail || "服务没有收下，稍后自动再存。");
    timer = setTimeout(save, 8000);
  }
  return false;
}
function show(told, sent) {
  version.value = told.version;
  base.value = told.base;
  ready = told.ready;
  document.getElementById("refused").hidden = true;
  document.getElementById("unsaved")?.remove();
  if (told.merged) takeOver(told.merged, new Map(sent));
  tellHands(told);
  // What was typed while this was on its way is saved next, and said then.
  if (dirty) keepHere();
  else {
    tellSaved(told.saved);
    forgetHere();
  }
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
  for (const mark of form.querySelectorAll("[data-optional]")) mark.hidden = told.needed.includes(mark.dataset.optional);
  for (const [id, [tone, words]] of Object.entries(told.states)) {
    const state = document.getElementById(`${id}.state`);
    state.className = `state ${tone}`;
    state.textContent = words;
  }
  document.getElementById("duty").innerHTML = told.duty;
  if (told.summary) {
    const box = document.createElement("template");
    box.innerHTML = told.summary;
    const summary = document.getElementById("summary");
    summary.replaceChildren(...box.content.firstElementChild.childNodes);
    summary.hidden = false;
  }
  showPreview();
}
function tellSaved(words, tone = "") {
  saved.textContent = words;
  saved.className = tone;
}
// What is said once, above the form.
function announce(...words) {
  const box = document.getElementById("restored");
  box.replaceChildren(...words);
  box.hidden = false;
}
// What was not saved is said where the eye is: in the bar and beside the field written in last.
function refuse(words, ...links) {
  const box = document.getElementById("refused");
  if (box.hidden || box.firstChild.textContent !== words) box.replaceChildren(words, " ", ...links);
  box.hidden = false;
  tellSaved("没有保存", "bad");
  document.getElementById("unsaved")?.remove();
  const place = written?.isConnected && written.closest("[data-field]")?.querySelector(".said");
  if (place) place.after(piece("span", `没有保存：${words}`, { id: "unsaved", className: "told bad" }));
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
function takeUp() {
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
// What somebody else wrote in other fields, put in place; what was typed meanwhile stays.
function takeOver(merged, sent) {
  for (const [list, count] of merged.rows) {
    const box = form.querySelector(`[data-rows="${CSS.escape(list)}"]`);
    while (box && rowsOf(box).length > count) rowsOf(box).at(-1).remove();
    while (box && rowsOf(box).length < count && addRow(box));
    if (box) renumber(box);
  }
  for (const [name, values] of merged.values) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (control.value === (sent.get(name) ?? control.value).replaceAll("\r\n", "\n")) control.value = values[0] ?? "";
      if (control.closest(".photo-file")) showThumbnail(control.closest("[data-row]"));
    }
  }
  decideAll();
  announce(merged.told);
}
function submitWith(act) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = act;
  form.append(field);
  form.submit();
}
