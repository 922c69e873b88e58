"use strict";

DKFDS.init();

const summary = document.querySelector(".mk-error-summary");
if (summary) {
  summary.focus();
}
