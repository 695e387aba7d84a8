// The browser waits for the PDF; meanwhile the page asks how far it is, until the cards are there.
(() => {
  "use strict";

  const ASK_EVERY = 250; // milliseconds
  const PATIENCE = 4; // times that nothing may be under way before we stop asking

  document.querySelector("form.card")?.addEventListener("submit", (event) => {
    const button = event.target.querySelector("button");
    button.disabled = true;
    let idle = 0;
    const timer = setInterval(async () => {
      const place = "#progress"; // the source too: htmx names its target in the request, and we answer with that block
      await htmx.ajax("GET", location.pathname + location.search, { source: place, target: place, swap: "innerHTML" });
      idle = document.getElementById("drawn") ? 0 : idle + 1;
      if (idle < PATIENCE) return;
      clearInterval(timer);
      button.disabled = false;
    }, ASK_EVERY);
  });
})();
