// The pages of the document beside the form.
"use strict";

const sheets = document.getElementById("sheets");
const previewTold = document.getElementById("preview-told");
let lit = "";
let drawing = null;
let inSight = false;
let wanted = false;

// On a phone the pages lie below the form: they are drawn when somebody comes to look at them.
new IntersectionObserver(([seen]) => {
  if (seen.isIntersecting === inSight) return;
  inSight = seen.isIntersecting;
  showPreview();
}).observe(sheets);

// Papers are looked at as large as somebody wants, over the whole window, a landscape one turned.
const ZOOMS = [1, 1.25, 1.6, 2, 2.5];
const ZOOM = "preview:zoom";
const acts = document.getElementById("preview-acts");
const space = sheets.closest(".workspace");
let zoom = 0;
try {
  zoom = Math.min(ZOOMS.length - 1, Math.max(0, Number(localStorage.getItem(ZOOM)) || 0));
} catch {
  // Not allowed to remember: each page begins as wide as its column.
}
function enlarge(step) {
  zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + step));
  sheets.style.setProperty("--zoom", ZOOMS[zoom]);
  acts.querySelector('[data-preview="smaller"]').disabled = zoom === 0;
  acts.querySelector('[data-preview="larger"]').disabled = zoom === ZOOMS.length - 1;
  try {
    localStorage.setItem(ZOOM, zoom);
  } catch {
    // Then it counts for this page alone.
  }
}
function press(name, on) {
  acts.querySelector(`[data-preview="${name}"]`).setAttribute("aria-pressed", on);
}
acts.addEventListener("click", ({ target }) => {
  const what = target.closest("button")?.dataset.preview;
  if (what === "smaller" || what === "larger") enlarge(what === "larger" ? 1 : -1);
  else if (what === "turn") press("turn", sheets.classList.toggle("turned"));
  else if (what === "wide") press("wide", space.classList.toggle("wide"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !space.classList.contains("wide")) return;
  space.classList.remove("wide");
  press("wide", false);
});
sheets.addEventListener("load", ({ target }) => {
  if (target.naturalHeight) target.style.setProperty("--ratio", target.naturalWidth / target.naturalHeight);
}, true);
acts.hidden = false;
enlarge(0);

// One request at a time; what changes meanwhile is drawn next.
async function showPreview() {
  if (version.value === "0" || !inSight) return;
  wanted = true;
  if (drawing) return;
  while (wanted) {
    wanted = false;
    drawing = drawSheets();
    await drawing;
    drawing = null;
  }
}
async function drawSheets() {
  const place = lit ? `/${lit.replaceAll(".", "/")}` : "";
  if (!sheets.children.length) previewTold.textContent = "正在生成…";
  const answer = await fetch(`/drafts/${draft}/sheets?lit=${encodeURIComponent(place)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const told = await answer?.json().catch(() => ({}));
  if (!answer?.ok) {
    previewTold.textContent = answer?.status === 401 ? "" : told?.detail || "暂时不能预览";
    return;
  }
  const count = told.sheets.length;
  previewTold.textContent = told.told;
  told.sheets.forEach((address, index) => {
    const picture = sheets.children[index] ?? sheets.appendChild(new Image(900, 1273));
    picture.className = "paper";
    picture.alt = `第 ${index + 1} 页，共 ${count} 页`;
    if (picture.src !== address) picture.src = address;
  });
  while (sheets.children.length > count) sheets.lastChild.remove();
  if (told.lit) {
    const [index, part] = told.lit;
    const picture = sheets.children[index];
    await picture.decode().catch(() => {});
    const place = picture.offsetTop + part * picture.offsetHeight;
    if (place < sheets.scrollTop + 40 || place > sheets.scrollTop + sheets.clientHeight - 60) {
      sheets.scrollTo({ top: place - sheets.clientHeight / 3, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }
}
