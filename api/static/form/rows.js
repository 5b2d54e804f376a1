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
    for (const number of row.querySelectorAll(":scope > fieldset > legend [data-number], :scope > fieldset > .row-acts [data-number]")) number.textContent = index + 1;
  });
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
function act(button) {
  const row = button.closest("[data-row]");
  const what = button.dataset.act;
  if (what === "choose") {
    // What of the case may be attached, with how many pages, is the service's to say.
    save().then((done) => done && submitWith(button.value));
    return;
  }
  if (what === "add") {
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
