"use strict";
// From change to change through a redline, by key. The links lead there without it.

const stops = [...document.querySelectorAll("[data-step]")];
const BY_KEY = { j: 1, n: 1, k: -1, p: -1 };

function stopBeside(link, by) {
  return stops[stops.indexOf(link.closest("[data-step]")) + by];
}

function focusOn(stop, options) {
  if (!stop) return;
  const fold = stop.closest("details:not([open])");
  if (fold) fold.open = true;
  stop.querySelector("a")?.focus(options);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-step-by]");
  if (!link) return;
  const stop = stopBeside(link, Number(link.dataset.stepBy));
  setTimeout(() => focusOn(stop, { preventScroll: true }), 0);
});

document.addEventListener("keydown", (event) => {
  const link = event.target.closest("[data-step-by]");
  const by = BY_KEY[event.key.toLowerCase()];
  if (!link || !by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const stop = stopBeside(link, by);
  focusOn(stop, { preventScroll: true });
  stop?.scrollIntoView({ block: "center" });
});

document.querySelectorAll("[data-step-keys]").forEach((words) => { words.hidden = false; });
