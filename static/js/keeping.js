"use strict";
// What is typed into a request is kept a moment after the last key; what can't be kept stays here.

const REST = 1500;
const AGAIN = 15000;

document.querySelectorAll("[data-keeps]").forEach((status) => {
  const form = status.closest("form");
  const words = status.dataset;
  let [timer, running, changed, over, failed] = [null, null, false, false, 0];

  function tell(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function wait(time) {
    clearTimeout(timer);
    timer = setTimeout(keep, time);
  }

  function keep() {
    if (over || running || !changed) return;
    changed = false;
    running = send().finally(() => {
      running = null;
      if (changed) wait(REST);
    });
  }

  async function send() {
    const data = new FormData(form);
    data.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 403) throw new Error("signed out");
      if (answer.status >= 500) throw new Error(answer.status);
      const told = await answer.json();
      [over, failed] = [!answer.ok, 0];
      form.elements.seen.value = told.seen ?? form.elements.seen.value;
      tell(told.said);
      if (answer.ok && !changed) form.dispatchEvent(new Event("saved"));
    } catch (problem) {
      changed = true;
      tell(problem.message === "signed out" ? words.signedOut : words.offline);
      failed += 1;
      wait(await renew() && failed === 1 ? 0 : AGAIN);
    }
  }

  // After a new sign-in, in another window, the page needs the token that goes with it.
  async function renew() {
    try {
      const answer = await fetch(form.action);
      if (answer.redirected || !answer.ok) {
        failed = 0;
        return false;
      }
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
  // What is on its way arrives first, so that the page sends what it has seen.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) {
      over = true;
      return;
    }
    event.preventDefault();
    running.finally(() => setTimeout(() => form.requestSubmit(event.submitter)));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) over = false;
  });
});
