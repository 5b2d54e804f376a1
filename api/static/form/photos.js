// Photos are chosen, dropped, pasted or taken; each gets its row.
"use strict";

// `at` says of what the photos were taken: their caption, and the name of the field that calls them.
async function upload(box, files, at = {}) {
  const list = box.dataset.photos;
  const { left } = tellsOf(list);
  left.replaceChildren();
  left.hidden = true;
  const reached = (await save()) || version.value !== "0";
  for (const [index, file] of files.entries()) {
    tellSaved(`正在上传照片 ${index + 1} / ${files.length}…`);
    if (!reached || !(await sendPhoto(list, file, at))) await keepPhoto(list, file, at);
  }
  decideAll();
  changed();
  tellWaiting();
}
// Send one photo and make its row; false where nobody heard it, so that it has to be sent again.
async function sendPhoto(list, file, at = {}) {
  const body = new FormData();
  body.append(`${list}.files`, file, file.name || `照片.${file.type === "image/png" ? "png" : "jpg"}`);
  const answer = await fetch(`/drafts/${draft}/photos`, { method: "POST", body, headers: { "X-CSRF-Token": token, Accept: "application/json" } }).catch(() => null);
  if (!answer) return false;
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401) {
    signInAgain();
    return false;
  }
  if (!answer.ok) {
    leaveOut(list, file, told.errors?.[0]?.detail || told.detail || "没有传上去，请重试。");
    return true;
  }
  const rows = form.querySelector(`[data-rows="${CSS.escape(list)}"]`);
  if (told.again && [...rows.querySelectorAll(".photo-file > input")].some((each) => Object.values(told.row).includes(each.value))) {
    leaveOut(list, file, `与已有的是同一个文件，没有重复加入。`);
    return true;
  }
  const row = addRow(rows);
  if (!row) {
    leaveOut(list, file, `没有加入，这里最多 ${rows.dataset.most} 个。`);
    return true;
  }
  for (const [name, value] of Object.entries(told.row)) {
    const control = row.querySelector(`[name="${CSS.escape(`${row.dataset.row}.${name}`)}"]`);
    if (control) control.value = value;
  }
  showThumbnail(row);
  row.querySelector(".photo-facts").open = rowsOf(rows).length <= Number(rows.dataset.few);
  tellOf(list, row, at);
  return true;
}
// Every file that was not taken is named where files are added; the bar says how many there are.
function leaveOut(list, file, words) {
  const { left, bar } = tellsOf(list);
  left.append(piece("li", `${file.name}：${words}`));
  left.hidden = false;
  const link = piece("a", "看原因", { href: `#f.${list}.files` });
  bar.replaceChildren(`有 ${left.children.length} 个文件没有加入。`, link);
  bar.hidden = false;
}
function tellsOf(list) {
  const left = form.querySelector(`[data-photos="${CSS.escape(list)}"] > .left-out`);
  const bar = document.getElementById("left-out");
  bar.hidden = true;
  return { left, bar };
}
// A photo taken at an item says which item it shows, and the item says which photo.
function tellOf(list, row, at) {
  if (!at.caption) return;
  const box = form.querySelector(`[data-photos="${CSS.escape(list)}"]`);
  const named = (name) => form.querySelector(`[name="${CSS.escape(name)}"]`);
  const caption = named(`${row.dataset.row}.${box.dataset.caption}`);
  if (caption && !caption.value) caption.value = at.caption;
  const calls = named(at.called);
  if (!calls || calls.closest("[hidden]")) return;
  const called = `${box.dataset.called}${rowsOf(row.parentElement.closest("[data-rows]")).indexOf(row) + 1}`;
  calls.value = calls.value ? `${calls.value}、${called}` : called;
}
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-photograph]");
  if (!button) return;
  const box = form.querySelector(`[data-photos="${CSS.escape(button.dataset.photograph)}"]`);
  const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/jpeg,image/png", hidden: true });
  camera.setAttribute("capture", "environment");
  camera.addEventListener("change", async () => {
    // Where the row has moved to meanwhile is where it is now.
    const caption = firstControl(button.closest("[data-row]")).value;
    await upload(box, [...camera.files], { caption, called: button.dataset.called });
    camera.remove();
  });
  button.after(camera);
  camera.click();
});
function showThumbnail(row) {
  const box = row.querySelector(".photo-file");
  const name = box.querySelector("input").value;
  box.querySelector(".file-name").textContent = name;
  if (!/\.(jpe?g|png)$/i.test(name)) return;
  const picture = new Image(160, 120);
  picture.src = `/drafts/${draft}/photos/${encodeURIComponent(name)}?longest=320`;
  picture.alt = name;
  box.querySelector(".thumb").replaceChildren(picture);
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
