"use strict";

DKFDS.init();

// The answer to a form is not kept (no-store), and Back cannot send the form again: it leads to the page of the form.
const again = document.querySelector("main[data-again]")?.dataset.again;
if (again) {
  history.replaceState(null, "", again === location.pathname ? location.href : again);
}

const summary = document.querySelector(".mk-error-summary");
if (summary) {
  summary.focus();
}
