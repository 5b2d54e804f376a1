// What the pages do beyond plain HTML; without it everything still works, by a click more.
"use strict";

// Say something to whoever cannot see what changed.
function tell(words) {
  const place = document.getElementById("told");
  if (place) place.textContent = words;
}

// A refused part of a page: show what the service said, where the eye is, and lose nothing typed.
function showRefusal(words, signIn) {
  let box = document.getElementById("refusal");
  if (!box) {
    box = document.createElement("div");
    box.id = "refusal";
    box.className = "alert floating";
    box.setAttribute("role", "alert");
    document.body.append(box);
  }
  box.replaceChildren(words);
  if (signIn) {
    const link = document.createElement("a");
    link.href = "/sign-in";
    link.target = "_blank";
    link.textContent = "在新窗口登录";
    box.append(" ", link);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "知道了";
  close.addEventListener("click", () => box.remove());
  box.append(" ", close);
}

document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  let words = "没有完成，请稍后再试。";
  try {
    words = JSON.parse(answer.responseText).detail || words;
  } catch {
    // Not a problem document: a proxy's page, which says nothing to a clerk.
  }
  if (answer.status === 401) words = "登录已经结束。登录后回到这里，填写的内容都还在。";
  showRefusal(words, answer.status === 401);
});
document.addEventListener("htmx:sendError", () => {
  showRefusal("连不上服务，请检查网络；填写的内容都还在，稍后会再试。", false);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.getElementById("refusal")?.remove();
});

// What was chosen is said beside the button that chooses.
document.addEventListener("change", (event) => {
  const told = event.target.closest?.(".chooser")?.querySelector(".chosen");
  if (!told || event.target.type !== "file") return;
  told.dataset.empty ??= told.textContent;
  const names = [...event.target.files].map((each) => each.name);
  told.textContent = names.length > 2 ? `${names[0]} 等 ${names.length} 个` : names.join("、") || told.dataset.empty;
});

// A file may be dropped anywhere on the box around its field.
for (const box of document.querySelectorAll(".drop")) {
  const field = box.querySelector('input[type="file"]');
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    tell(`已选择 ${field.files[0].name}`);
  });
  // Where one file is all a form asks for, choosing it is enough.
  if (field.hasAttribute("data-send")) field.addEventListener("change", () => field.form.requestSubmit());
}
