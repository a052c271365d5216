"use strict";
// Small helps on top of pages that work without them.

const saying = document.createElement("div");
saying.className = "hidden";
saying.setAttribute("role", "status");

function say(words) {
  saying.textContent = "";
  setTimeout(() => { saying.textContent = words; }, 50);
}

async function copyLink(event) {
  const link = event.target.closest("a[data-copy]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    link.dataset.done = "";
    say(link.dataset.copied);
    setTimeout(() => { delete link.dataset.done; }, 4000);
  } catch {
    location.href = link.href;
  }
}

// A second click on a button while its form is on the way does nothing.
function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  setTimeout(() => { delete form.dataset.sending; }, 5000);
}

function warnOfUnsavedText(form) {
  let unsaved = false;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("saved", () => { unsaved = false; });
  document.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

document.body.append(saying);
document.querySelector("[data-error-summary]")?.focus();
document.addEventListener("click", copyLink);
document.addEventListener("submit", sendOnce);
document.querySelectorAll("form[data-warn-unsaved]").forEach(warnOfUnsavedText);
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach((form) => { delete form.dataset.sending; });
});
