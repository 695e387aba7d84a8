// The turnout refreshes by itself; the rest of the page only when the polling station has taken another step,
// so that a form in which somebody is typing stays.
(() => {
  "use strict";

  const state = () => document.querySelector("#turnout [data-state]")?.dataset.state;
  let shown = state();

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.target?.id !== "turnout" || state() === shown) return;
    shown = state();
    htmx.ajax("GET", location.pathname + location.search, { source: "#station", target: "#station", swap: "innerHTML" });
  });
})();
