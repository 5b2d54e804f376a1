// Photos taken where there is no network wait in this browser, and are sent once it is back.
"use strict";

const AGAIN = 4000;
let waiting = 0;
let sending = false;

// A request of IndexedDB as a promise; a browser that keeps nothing says so by refusing.
function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
async function shelf(mode) {
  const opening = indexedDB.open("docgen-photos", 1);
  opening.onupgradeneeded = () =>
    opening.result.createObjectStore("photos", { autoIncrement: true }).createIndex("draft", "draft");
  return (await asked(opening)).transaction("photos", mode).objectStore("photos");
}
async function keepPhoto(list, file, at = {}) {
  try {
    await asked((await shelf("readwrite")).add({ draft, list, file, at }));
    waiting += 1;
    setTimeout(sendWaiting, AGAIN);
  } catch {
    leaveOut(list, file, "没有网络，这台设备也存不下，请连上网络以后重新拍摄。");
  }
}
function tellWaiting() {
  const box = document.getElementById("waiting");
  box.hidden = !waiting;
  box.textContent = waiting ? `没有网络，有 ${waiting} 张照片留在这台设备上，连上以后自动上传，在此之前不要清除浏览器的数据。` : "";
}
async function sendWaiting() {
  if (sending) return;
  sending = true;
  try {
    const keys = await asked((await shelf("readonly")).index("draft").getAllKeys(draft));
    waiting = keys.length;
    for (const key of keys) {
      if (version.value === "0" && !(await save())) break;
      const kept = await asked((await shelf("readonly")).get(key));
      if (!(await sendPhoto(kept.list, kept.file, kept.at))) break;
      await asked((await shelf("readwrite")).delete(key));
      waiting -= 1;
      decideAll();
      changed();
    }
  } catch {
    waiting = 0; // Nothing can be kept here, so nothing waits.
  }
  sending = false;
  tellWaiting();
  if (waiting) setTimeout(sendWaiting, AGAIN);
}
window.addEventListener("online", sendWaiting);
