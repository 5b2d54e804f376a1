// Rows are added, moved and removed at once.
"use strict";

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
    for (const number of row.querySelectorAll(":scope > fieldset > legend [data-number], :scope > fieldset > .row-acts [data-number], :scope > fieldset > .photo-facts > :is(summary, .row-acts) [data-number]")) number.textContent = index + 1;
  });
  const same = box.querySelector(":scope > .same");
  if (same) same.hidden = rows.length < 2;
  const full = box.querySelector(":scope > .row-add > .full");
  if (!full) return;
  full.hidden = rows.length < Number(box.dataset.most);
  if (full.hidden) full.classList.remove("bad");
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
// What is the same for all rows is written once: where nothing stands yet, or in place of it.
function fillAlike(box, everywhere) {
  let count = 0;
  for (const one of box.querySelectorAll(":scope > .same input")) {
    const name = one.name.slice(one.name.lastIndexOf(".") + 1);
    for (const row of one.value.trim() ? rowsOf(box) : []) {
      const control = row.querySelector(`[name="${CSS.escape(`${row.dataset.row}.${name}`)}"]`);
      if (!control || control.value === one.value || (control.value.trim() && !everywhere)) continue;
      control.value = one.value;
      count += 1;
    }
  }
  tell(count ? `填好了 ${count} 处。` : "没有可以填的地方。");
}
// What the paper itself says is offered for all rows, until somebody writes otherwise there.
function offerAlike() {
  for (const one of form.querySelectorAll("[data-alike]")) {
    const said = form.querySelector(`[name="${CSS.escape(one.dataset.alike)}"]`);
    if (said && !one.dataset.written) one.value = said.value;
  }
}
form.addEventListener("input", (event) => {
  if (event.target.matches("[data-alike]")) event.target.dataset.written = "1";
  else offerAlike();
});
function act(button) {
  const row = button.closest("[data-row]");
  const what = button.dataset.act;
  if (what === "choose") {
    // What of the case may be attached, with how many pages, is the service's to say.
    save().then((done) => done && submitWith(button.value));
    return;
  }
  if (what === "same" || what === "all") {
    fillAlike(button.closest("[data-rows]"), what === "all");
  } else if (what === "add") {
    const box = button.closest("[data-rows]");
    const made = addRow(box);
    if (made) firstControl(made)?.focus();
    else {
      const full = box.querySelector(":scope > .row-add > .full");
      full.hidden = false;
      full.classList.add("bad");
      tell(full.textContent);
    }
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
