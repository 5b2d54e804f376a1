// What is pasted goes where it was meant: a block from a spreadsheet cell by cell, once somebody has
// seen it; anything else into the one field, its line breaks as that field holds them.
"use strict";

// Undoes the last block, until something else is typed.
let undoPaste = null;

function pasteText(event) {
  const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r\n?/g, "\n");
  const row = event.target.closest?.("[data-row]");
  // A text with a tab in it is no block, nor are lines: a block has columns and rows.
  if (row && text.includes("\t") && text.includes("\n")) {
    event.preventDefault();
    offerBlock(event.target, row, linesOf(text), text);
  } else if (event.target.matches?.("input") && /[\n\t]/.test(text)) {
    // The browser would run the lines together.
    event.preventDefault();
    putIn(event.target, text);
  }
}
// The rows of a block; a spreadsheet puts a cell of several lines in quotation marks.
function linesOf(text) {
  const lines = [[]];
  for (const [, cell, end] of text.replace(/\n+$/, "").matchAll(/("(?:[^"]|"")*"(?=[\t\n]|$)|[^\t\n]*)(\t|\n|$)/g)) {
    lines.at(-1).push(/^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\n") lines.push([]);
    else if (!end) break;
  }
  return lines;
}
function putIn(control, text) {
  control.focus();
  // As if it were typed, so that the browser itself can take it back.
  document.execCommand("insertText", false, control.tagName === "TEXTAREA" ? text : text.trim().replace(/\s*[\n\t]\s*/g, " "));
}
// The cells of a row from left to right: a group of radio buttons is one of them.
function cellsOf(row) {
  const cells = new Map();
  for (const each of row.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea")) {
    if (each.closest("[data-row]") === row && !each.closest(".offers")) cells.set(each.type === "radio" ? each.name : each.id || each, [...(cells.get(each.name) ?? []), each]);
  }
  return [...cells.values()];
}
function wordsOf(control) {
  return (control.labels?.[0]?.textContent ?? control.getAttribute("aria-label") ?? "").trim();
}
function headOf(cell) {
  const legend = cell[0].type === "radio" && cell[0].closest("fieldset")?.querySelector("legend");
  return (legend ? legend.textContent : wordsOf(cell[0])).trim();
}
// What fits a value into a cell, as a function that does it; null where nothing does.
function fitting(cell, value) {
  const [control] = cell;
  if (control.type === "radio") {
    const one = cell.find((each) => each.value === value || wordsOf(each) === value);
    return value && !one ? null : () => cell.forEach((each) => (each.checked = each === one));
  }
  if (control.type === "checkbox") {
    const yes = ["是", "true", "TRUE", "1", "√"].includes(value);
    return yes || ["", "否", "false", "FALSE", "0"].includes(value) ? () => (control.checked = yes) : null;
  }
  if (control.tagName === "SELECT") {
    const option = [...control.options].find((each) => each.value === value || each.text.trim() === value);
    return option ? () => (control.value = option.value) : null;
  }
  return () => (control.value = value);
}
// Show a block before it is applied: which value goes under which heading, and what has no place.
function offerBlock(control, row, lines, text) {
  const box = row.parentElement.closest("[data-rows]");
  const cells = cellsOf(row);
  const from = cells.findIndex((cell) => cell.includes(control));
  const heads = cells.slice(from, from + Math.max(...lines.map((line) => line.length))).map(headOf);
  const room = Number(box.dataset.most) - rowsOf(box).indexOf(row);
  let lost = 0;
  const dialog = document.createElement("dialog");
  dialog.className = "block";
  dialog.setAttribute("aria-labelledby", "block-title");
  const table = document.createElement("table");
  table.append(rowOf("th", heads));
  for (const [at, line] of lines.entries()) {
    const shown = rowOf("td", line.map((value) => value.trim()));
    [...shown.children].forEach((place, index) => {
      const cell = cells[from + index];
      if (at < room && cell && fitting(cell, line[index].trim())) return;
      place.className = "unfit";
      if (line[index].trim()) lost += 1;
    });
    table.append(shown);
  }
  dialog.append(
    piece("h2", "这样填入，对吗？", { id: "block-title" }),
    piece("p", lost ? `划去的 ${lost} 格填不进去：没有这一栏、这一选项，或者行数已满。` : `共 ${lines.length} 行，逐格填入。`),
    table,
  );
  const acts = piece("p", "", { className: "buttons" });
  for (const [words, act] of [["填入", () => applyBlock(control, row, lines)], ["作为文字贴入这一格", () => putIn(control, text)], ["取消", () => control.focus()]]) {
    const button = piece("button", words, { type: "button" });
    if (acts.children.length) button.className = "quiet";
    button.addEventListener("click", () => {
      dialog.close();
      act();
    });
    acts.append(button);
  }
  dialog.append(acts);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
function piece(tag, words, facts = {}) {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(words);
  return made;
}
function rowOf(tag, words) {
  const made = document.createElement("tr");
  made.append(...words.map((each) => piece(tag, each, tag === "th" ? { scope: "col" } : {})));
  return made;
}
function applyBlock(control, row, lines) {
  const box = row.parentElement.closest("[data-rows]");
  const from = cellsOf(row).findIndex((cell) => cell.includes(control));
  const before = [];
  const added = [];
  let place = row;
  for (const line of lines) {
    if (!place) {
      place = addRow(box);
      if (!place) break;
      added.push(place);
    }
    const cells = cellsOf(place);
    line.forEach((value, index) => {
      const cell = cells[from + index];
      const fit = cell && fitting(cell, value.trim());
      if (!fit) return;
      before.push(...cell.map((each) => [each, each.value, each.checked]));
      fit();
    });
    place = place.nextElementSibling;
  }
  undoPaste = () => {
    undoPaste = null;
    for (const [each, value, checked] of before) {
      if (each.type === "radio" || each.type === "checkbox") each.checked = checked;
      else each.value = value;
    }
    added.forEach((each) => each.remove());
    renumber(box);
    decideAll();
    changed();
    document.getElementById("restored").hidden = true;
    control.focus();
  };
  decideAll();
  changed();
  const button = piece("button", "撤销", { type: "button" });
  button.addEventListener("click", () => undoPaste?.());
  const told = document.getElementById("restored");
  told.replaceChildren(`从表格填入了 ${lines.length} 行。`, " ", button);
  told.hidden = false;
  control.focus();
}
form.addEventListener("input", () => {
  if (!undoPaste) return;
  undoPaste = null;
  document.getElementById("restored").hidden = true;
});
form.addEventListener("keydown", (event) => {
  if (undoPaste && (event.ctrlKey || event.metaKey) && event.key === "z") {
    event.preventDefault();
    undoPaste();
  }
});
