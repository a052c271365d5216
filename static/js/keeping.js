"use strict";
// What is typed into a request is kept a moment after the last key; what can't be kept stays here,
// and the page with it: its buttons wait until the portal can be reached.

const REST = 1500;
const AGAIN = 15000;
const TOO_LONG = 15000;

document.querySelectorAll("[data-keeps]").forEach((status) => {
  const form = status.closest("form");
  const words = status.dataset;
  let [timer, running, pressed] = [null, null, null];
  let [changed, over, through, signedOut] = [false, false, false, false];

  function tell(text, { problem = false, again = false } = {}) {
    status.toggleAttribute("data-problem", problem);
    if (again) status.textContent = "";
    if (status.textContent !== text) setTimeout(() => { status.textContent = text; });
  }

  function wait(time) {
    clearTimeout(timer);
    timer = setTimeout(keep, time);
  }

  function keep() {
    if (over || running || pressed || !changed) return;
    running = reach().then((reached) => {
      running = null;
      if (changed) wait(reached ? REST : AGAIN);
    });
  }

  // Whether the portal took what stands here, or said why not; after a new sign-in, in another
  // window, the page needs the token that goes with it.
  async function reach(again = false) {
    try {
      await send();
    } catch {
      if (await renew()) {
        try {
          await send();
          return true;
        } catch { /* told below */ }
      }
      changed = true;
      tell(signedOut ? words.signedOut : words.offline, { problem: true, again });
      return false;
    }
    return true;
  }

  function ask(options = {}) {
    return fetch(form.action, { ...options, signal: AbortSignal.timeout(TOO_LONG) });
  }

  async function send() {
    changed = false;
    const data = new FormData(form);
    data.set("autosave", "1");
    signedOut = false;
    const answer = await ask({ method: "POST", body: data, headers: { Accept: "application/json" } });
    signedOut = answer.redirected || answer.status === 403;
    if (signedOut || answer.status >= 500) throw new Error(answer.status);
    const told = await answer.json();
    over = !answer.ok;
    form.elements.seen.value = told.seen ?? form.elements.seen.value;
    tell(told.said, { problem: over });
    if (answer.ok && !changed) form.dispatchEvent(new Event("saved"));
  }

  async function renew() {
    try {
      const answer = await ask();
      if (answer.redirected || !answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form [name=csrfmiddlewaretoken]");
      if (token) form.elements.csrfmiddlewaretoken.value = token.value;
      return Boolean(token);
    } catch {
      return false;
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    wait(REST);
  });
  // What is on its way arrives first, so that the page sends what it has seen; and nobody leaves
  // for a page that can't be reached.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (through) return;
    event.preventDefault();
    pressed ??= (running ?? Promise.resolve()).then(() => reach(true)).then((reached) => {
      pressed = null;
      if (!reached) {
        wait(AGAIN);
        return;
      }
      [over, through] = [true, true];
      form.requestSubmit(event.submitter);
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) [over, through] = [false, false];
  });
});
