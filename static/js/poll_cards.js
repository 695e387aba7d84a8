// The browser waits for the PDF; meanwhile the page asks how far it is, until the cards are there.
(() => {
  "use strict";

  const ASK_EVERY = 250; // milliseconds
  const PATIENCE = 4; // times that nothing may be under way before we stop asking

  // The place is the source too: htmx names its target in the request, and we answer with that block.
  const fetchPart = (place) =>
    htmx.ajax("GET", location.pathname + location.search, { source: place, target: place, swap: "innerHTML" });

  document.querySelector("form.card")?.addEventListener("submit", (event) => {
    const button = event.target.querySelector("button");
    button.disabled = true;
    let idle = 0;
    const timer = setInterval(async () => {
      await fetchPart("#progress");
      idle = document.getElementById("drawn") ? 0 : idle + 1;
      if (idle < PATIENCE) return;
      clearInterval(timer);
      button.disabled = false;
      await fetchPart("#made"); // how many there are now
    }, ASK_EVERY);
  });
})();
