// Fields that apply to some cases only show when they do.
"use strict";

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
