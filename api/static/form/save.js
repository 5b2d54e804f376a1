// The form saves by itself while one types, and shows what the service says of it.
"use strict";

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
  // What was typed while this was on its way is saved next, and said then.
  if (dirty) keepHere();
  else {
    saved.textContent = told.saved;
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
