// Photos are chosen, dropped, pasted or taken; each gets its row.
"use strict";

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
