"use strict";
// An address with the anchor of a clause that stands in another part leads to that part.

const wanted = location.hash.match(/^#c([\d.]+)$/);
if (wanted && !document.getElementById(location.hash.slice(1))) {
  const asked = new URLSearchParams(location.search);
  if (asked.get("at") !== wanted[1]) {
    asked.set("at", wanted[1]);
    location.replace(`${location.pathname}?${asked}${location.hash}`);
  }
}
