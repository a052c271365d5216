"use strict";
// A clause that is being written saves itself after a second of quiet; at a conflict it waits.

const QUIET = 1000;
const TOO_LONG = 15000;

document.querySelectorAll("[data-autosave]").forEach((status) => {
  const form = status.closest("form");
  const conflict = form.querySelector("[data-conflict]");
  const text = form.elements.text;
  let timer = null;
  let sending = null;
  let changed = false;
  let stopped = conflict.childElementCount > 0;

  const take = (name, value) => document.querySelectorAll(`input[name=${name}]`).forEach((input) => { input.value = value; });

  async function save() {
    if (sending || stopped || !changed) return;
    sending = send();
    await sending;
    sending = null;
    if (changed && !timer) timer = setTimeout(save, QUIET);
  }

  async function send() {
    changed = false;
    status.textContent = status.dataset.saving;
    const data = new FormData(form);
    data.set("autosave", "1");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: data, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(TOO_LONG),
      });
      await understand(answer);
    } catch {
      changed = true;
      status.textContent = status.dataset.offline;
      timer = setTimeout(save, 5 * QUIET);
    }
  }

  async function understand(answer) {
    if (answer.status === 409 && !answer.headers.get("Content-Type").includes("json")) {
      stopped = true;
      conflict.innerHTML = await answer.text();
      const { revision, seen } = conflict.firstElementChild.dataset;
      take("revision", revision);
      take("seen", seen);
      status.textContent = "";
      conflict.tabIndex = -1;
      conflict.focus();
      return;
    }
    if (answer.redirected || answer.status >= 500 || answer.status === 403) throw new Error(answer.status);
    const told = await answer.json();
    status.textContent = told.said;
    if (!answer.ok) return;
    take("revision", told.revision);
    take("seen", told.seen);
    form.setAttribute("action", told.action);
    if (!changed) form.dispatchEvent(new Event("saved"));
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = null; save(); }, QUIET);
  });
  // What is on its way arrives first: the page would else be told that somebody else was faster.
  form.addEventListener("submit", (event) => {
    stopped = true;
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    sending.then(() => { if (!conflict.childElementCount) form.requestSubmit(event.submitter); });
  });

  const split = form.querySelector("[data-split]");
  split.hidden = false;
  split.addEventListener("click", () => {
    text.setRangeText("\n\n", text.selectionStart, text.selectionEnd, "end");
    form.requestSubmit();
  });
});
