"use strict";

// One form at a time: what its fields are called must stand on the page once. Whoever opened it goes on in it.
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const { target } = detail.ctx;
  for (const place of document.querySelectorAll(".mk-call-here")) {
    if (place !== target) {
      place.replaceChildren();
    }
  }
  const main = document.querySelector("#main-content");
  const here = target.isConnected ? target : main;  // what was swapped as a whole is gone
  (here.querySelector("input:not([type=hidden])") ?? main).focus();
});
