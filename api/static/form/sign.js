// Signing on the spot: the document as it stands, a pad below it, strokes that the service keeps.
"use strict";

const hands = document.querySelector("[data-hands]");
if (hands) {
  const of = (name) => document.getElementById(`hands-${name}`);
  const [dialog, pad, text, lines] = [of("dialog"), of("pad"), of("text"), of("lines")];
  const pen = pad.getContext("2d");
  const MOST = 2400;
  const NEAR = 4;
  let asked = null;
  let strokes = [];
  let began = 0;
  let drawn = null;

  const say = (words) => {
    of("told").hidden = !words;
    of("told").textContent = words;
  };
  const send = (path, fields) => fetch(`/drafts/${draft}/${path}`, {
    method: fields ? "POST" : "GET",
    body: fields && new URLSearchParams(fields),
    headers: { "X-CSRF-Token": token, Accept: "application/json" },
  }).catch(() => null);
  const chosen = () => asked.lines[Number(lines.querySelector("input:checked")?.value ?? -1)];

  function wipe() {
    strokes = [];
    drawn = null;
    pen.clearRect(0, 0, pad.width, pad.height);
    say("");
  }
  // Where the pen is, in units of the pad, and hundredths of a second since it first came down.
  function place(event) {
    const box = pad.getBoundingClientRect();
    const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    const at = Math.round((event.timeStamp - began) / 10);
    return [within((event.clientX - box.left) / box.width * 1000, 1000), within((event.clientY - box.top) / box.height * 400, 400), Math.max(0, at)];
  }
  function line(from, to) {
    pen.lineWidth = 8;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(from[0], from[1]);
    pen.lineTo(to[0], to[1]);
    pen.stroke();
  }
  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    if (!strokes.length) began = event.timeStamp;
    drawn = [place(event)];
    strokes.push(drawn);
    line(drawn[0], drawn[0]);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const [last, next] = [drawn.at(-1), place(each)];
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < NEAR || next[2] < last[2]) continue;
      if (strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MOST) return;
      line(last, next);
      drawn.push(next);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (drawn = null));

  function showLines(first) {
    lines.replaceChildren(lines.firstElementChild);
    asked.lines.forEach((each, index) => {
      const box = piece("div", "", { className: "choice" });
      const id = `hands-line-${index}`;
      box.append(
        Object.assign(document.createElement("input"), { type: "radio", name: "line", id, value: index, checked: index === first }),
        Object.assign(piece("label", `${each.called}${each.name ? `：${each.name}` : ""}${each.done ? "（已签）" : ""}`), { htmlFor: id }),
      );
      lines.append(box);
    });
    showLine();
  }
  function showLine() {
    const each = chosen();
    of("named").hidden = !each || Boolean(each.name);
    of("asked").hidden = !each?.asks;
    of("consent").checked = false;
    wipe();
  }
  lines.addEventListener("change", showLine);

  async function open() {
    say("");
    // What is signed is what the service has: typed to the end, and right.
    if (!(await save())) return;
    const answer = await send("signing");
    const told = await answer?.json().catch(() => ({}));
    if (!answer?.ok) {
      announce(answer?.status === 422 ? `还有 ${told.errors?.length ?? ""} 处要改正或者补填，请先点“检查”，改好以后再签名。` : "连不上服务，现在不能在屏幕上签名；可以稍后再签，或者打印后在纸上签名。");
      document.getElementById("restored").scrollIntoView({ block: "center" });
      return;
    }
    asked = told;
    const shown = await (await send("sheets"))?.json().catch(() => ({}));
    text.replaceChildren(...(shown?.sheets ?? []).map((address, index) => Object.assign(new Image(900, 1273), { src: address, className: "paper", alt: `第 ${index + 1} 页` })));
    if (!text.children.length) return announce("文书现在显示不出来，不能签名，请稍后再试。");
    showLines(Math.max(0, asked.lines.findIndex((each) => !each.done)));
    dialog.showModal();
  }
  function taken(told) {
    version.value = told.version;
    of("list").innerHTML = told.hands;
    showPreview();
  }
  async function sign() {
    const each = chosen();
    const name = each?.name || of("name").value.trim();
    if (!each || !name) return say("请选择签名人，并填写姓名。");
    if (each.asks && !of("consent").checked) return say("请先征得签名人同意，并在“同意”前打勾。");
    if (!strokes.length) return say("框里还没有签名。");
    const written = strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
    const answer = await send("signatures", { signer: each.signer, name, strokes: written, shown_sha256: asked.shown_sha256, ...(of("consent").checked && { consented: "1" }) });
    const told = await answer?.json().catch(() => ({}));
    if (!answer?.ok) return say(told?.errors?.[0]?.detail || told?.detail || "连不上服务，签名没有存入，请重试。");
    taken(told);
    each.done = true;
    of("name").value = "";
    const next = asked.lines.findIndex((line) => !line.done);
    if (next < 0) dialog.close();
    else showLines(next);
  }
  of("open").addEventListener("click", open);
  of("clear").addEventListener("click", wipe);
  of("sign").addEventListener("click", sign);
  of("list").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-unsign]");
    if (!button) return;
    const answer = await send(`signatures/${button.dataset.unsign}/remove`, {});
    if (answer?.ok) taken(await answer.json());
  });
}
// What a save found void is said once, where nobody misses it.
function tellHands(told) {
  if (!told.hands) return;
  document.getElementById("hands-list").innerHTML = told.hands;
  if (told.voided) announce("内容改过，此前的手写签名已经作废，请签名人看过现在的内容以后重新签名。");
}
