// Rows are added, moved and removed at once, and a block from a spreadsheet fills them.
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
