"use strict";
// A draft's page by mouse and keys. All of it stands on links and forms that work without script.

const nodes = document.querySelector("[data-nodes]");
const tools = document.getElementById("node-tools");
const act = document.getElementById("act");
const many = document.getElementById("many");
const KEPT = "draft-scroll";

const numberOf = (node) => node.id.slice(1);
const linkOf = (node) => node.querySelector(".node-open");
const ticks = () => [...nodes.querySelectorAll(".node-tick:checked")];

// The tools of one clause, out of the page's template.
function openTools(node) {
  nodes.querySelectorAll(".node-tools").forEach((each) => each.remove());
  const copy = tools.content.cloneNode(true);
  const number = numberOf(node);
  copy.querySelectorAll("button").forEach((button) => {
    button.value = button.value.replace(":0", `:${number}`);
  });
  copy.querySelectorAll("a").forEach((link) => {
    const address = link.getAttribute("href");
    link.setAttribute("href", address.replace("/clauses/0/", `/clauses/${number}/`).replace(/=0(?=\D|$)/g, `=${number}`));
  });
  node.append(copy);
  select(node);
}

function toggleTools(node) {
  const isOpen = node.querySelector(".node-tools");
  if (isOpen) isOpen.remove(); else openTools(node);
  nodes.querySelectorAll(".node-more").forEach((link) => link.setAttribute("aria-expanded", String(!isOpen && node.contains(link))));
}

function select(node) {
  nodes.querySelectorAll(".node-chosen").forEach((each) => each.classList.remove("node-chosen"));
  node.classList.add("node-chosen");
  showSource(node);
}

function showSource(node) {
  document.querySelectorAll(".line-chosen").forEach((each) => each.classList.remove("line-chosen"));
  for (let line = Number(node.dataset.line); line && line <= Number(node.dataset.end); line += 1) {
    document.getElementById(`l${line}`)?.classList.add("line-chosen");
  }
  const [first, box] = [document.querySelector(".line-chosen"), document.querySelector(".draft-source-text")];
  if (first) box.scrollTop = first.offsetTop - box.clientHeight / 3;
}

function nodeAtLine(line) {
  return [...nodes.querySelectorAll("[data-line]")].find(
    (node) => Number(node.dataset.line) <= line && line <= Number(node.dataset.end),
  );
}

// After an act the page comes back where it was.
function keepScroll(node) {
  const place = node ? { id: node.id, top: node.getBoundingClientRect().top } : { y: window.scrollY };
  sessionStorage.setItem(KEPT, JSON.stringify({ ...place, path: location.pathname }));
}

function restoreScroll() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);
  const node = nodes.querySelector(":scope > .node:has(> .node-tools)") || document.querySelector(".node:target");
  node?.querySelector(":scope > .node-tools") && node.querySelector(".node-more").setAttribute("aria-expanded", "true");
  if (document.querySelector("main .notice-warn, main .notice-bad")?.closest(".messages")) return;
  if (kept && kept.path === location.pathname) {
    const top = node ? window.scrollY + node.getBoundingClientRect().top - (kept.top ?? 200) : kept.y;
    window.scrollTo({ top, behavior: "instant" });
  }
  if (!node) return;
  select(node);
  linkOf(node)?.focus({ preventScroll: true });
}

function press(value, node) {
  keepScroll(node);
  const button = document.createElement("button");
  [button.name, button.value, button.hidden] = ["act", value, true];
  act.append(button);
  act.requestSubmit(button);
}

function pressMany(value) {
  keepScroll(ticks()[0].closest(".node"));
  many.elements.do.value = value;
  many.requestSubmit();
}

function step(node, by) {
  const all = [...nodes.querySelectorAll(":scope > .node")];
  const next = all[all.indexOf(node) + by];
  if (!next) return;
  linkOf(next).focus();
  select(next);
}

function one(verb, some) {
  return (node) => (some && ticks().length ? pressMany(some) : press(verb.replace("#", numberOf(node)), node));
}

const KEYS = {
  j: (node) => step(node, 1),
  k: (node) => step(node, -1),
  e: (node) => linkOf(node).click(),
  m: (node) => toggleTools(node),
  x: (node) => { const tick = node.querySelector(".node-tick"); tick.checked = !tick.checked; countTicks(); },
  s: (node) => showSource(node),
  n: (node) => {
    const later = [...nodes.querySelectorAll("[data-doubt]")].find(
      (each) => node.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    if (later) step(later, 0); else document.getElementById("next-doubt")?.click();
  },
  y: (node) => node.querySelector(".node-doubt button")?.click(),
  u: () => document.getElementById("undo")?.requestSubmit(),
  r: () => document.getElementById("redo")?.requestSubmit(),
  "]": one("indent:#", "indent"),
  "[": one("outdent:#", "outdent"),
  Backspace: one("join:#", "join"),
  Delete: one("drop:#", "drop"),
  1: one("kind:#:heading", "kind-heading"),
  2: one("kind:#:para", "kind-para"),
  3: one("kind:#:item", "kind-item"),
  4: one("kind:#:cont", "kind-cont"),
  "Alt+ArrowUp": one("up:#"),
  "Alt+ArrowDown": one("down:#"),
};

// Only while a clause's link or tick box has the focus, so that no key surprises anybody.
function key(event) {
  const node = event.target.closest?.(".node-open, .node-more, .node-tick")?.closest(".node");
  if (!node || event.ctrlKey || event.metaKey) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const verb = KEYS[event.altKey ? `Alt+${name}` : name];
  if (!verb) return;
  event.preventDefault();
  verb(node);
}

function countTicks() {
  const words = many.querySelector(".draft-ticked");
  const count = ticks().length + (many.querySelector("[name=ticked][type=hidden]")?.value.split(",").length ?? 0);
  words.textContent = count === 1 ? words.dataset.one : count ? words.dataset.many.replace("%s", count) : "";
}

function click(event) {
  const node = event.target.closest(".node");
  const link = event.target.closest(".node-more");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    toggleTools(node);
  } else if (node && !event.target.closest("a, button, input, details")) {
    select(node);
  }
}

if (nodes && tools && act) {
  nodes.addEventListener("click", click);
  nodes.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (node && event.target.closest(".node-open, .node-more, .node-tick")) select(node);
  });
  document.addEventListener("keydown", key);
  nodes.addEventListener("change", countTicks);
  document.querySelector(".draft-source-text")?.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    const node = line && nodeAtLine(Number(line.id.slice(1)));
    if (!node) return;
    select(node);
    node.scrollIntoView({ block: "center" });
    linkOf(node).focus({ preventScroll: true });
  });
  document.addEventListener("submit", (event) => {
    if (event.target.closest("#act, #many, #undo, #redo")) keepScroll(event.submitter?.closest(".node") || nodes.querySelector(".node-chosen"));
  });
  // The browser goes to the address's #clause at the end of loading, and drops the focus then.
  const restore = () => requestAnimationFrame(() => setTimeout(restoreScroll, 0));
  if (document.readyState === "complete") restore(); else window.addEventListener("load", restore);
}
