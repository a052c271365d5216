"use strict";
// Passkeys: the form is shown where the browser has them, and sends what the device answers.

const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function told(options) {
  const known = structuredClone(options.publicKey);
  known.challenge = fromText(known.challenge);
  if (known.user) known.user.id = fromText(known.user.id);
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    (known[name] || []).forEach((entry) => { entry.id = fromText(entry.id); });
  }
  return known;
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const page = document.getElementById("passkey-options");
  if (form.dataset.passkey === "create") {
    const publicKey = told(JSON.parse(page.textContent).creation_options);
    Object.assign(publicKey.authenticatorSelection, { residentKey: "preferred", requireResidentKey: false, userVerification: "preferred" });
    return navigator.credentials.create({ publicKey });
  }
  if (form.dataset.passkey === "get") return navigator.credentials.get({ publicKey: told(JSON.parse(page.textContent).request_options) });
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return navigator.credentials.get({ publicKey: told((await answer.json()).request_options) });
}

async function use(event) {
  event.preventDefault();
  const form = event.target;
  const trouble = form.querySelector("[role=alert]");
  trouble.textContent = "";
  delete form.dataset.sending;
  try {
    form.elements.credential.value = answered(await ask(form));
    form.submit();
  } catch {
    trouble.textContent = form.dataset.trouble;
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-missing]").forEach((note) => { note.hidden = true; });
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const trouble = document.createElement("p");
    trouble.setAttribute("role", "alert");
    trouble.className = "field-error";
    form.append(trouble);
    form.hidden = false;
    form.addEventListener("submit", use);
  });
}
