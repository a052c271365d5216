"use strict";
// Warns before a shared device is cleared, and keeps it as long as somebody reads. The server has the last word.

const warning = document.querySelector("[data-idle]");

function watch() {
  const idle = warning.dataset.idle * 1000;
  const early = warning.dataset.warning * 1000;
  const form = warning.querySelector("form");
  let told = Date.now();

  async function stay() {
    const now = Date.now();
    warning.hidden = true;
    if (now - told < early / 2) return;
    told = now;
    const said = new FormData(form);
    said.append("quietly", "yes");
    const answer = await fetch(form.action, { method: "POST", body: said, redirect: "manual" });
    if (answer.status !== 204) location.replace(warning.dataset.over);
  }

  for (const act of ["pointerdown", "keydown", "scroll", "input"]) {
    window.addEventListener(act, () => { if (warning.hidden) stay(); }, { passive: true });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    told = 0;
    stay();
  });
  setInterval(() => {
    const quiet = Date.now() - told;
    if (quiet >= idle) location.replace(warning.dataset.over);
    else if (quiet >= idle - early) warning.hidden = false;
  }, 1000);
}

if (warning) watch();
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
