// Joining without a poll card: the ticket of this page stays in its address, behind the #, which is never sent. So a
// page that is loaded again has the same ticket and takes no second place. Nothing is stored. Comes before booth.js.
(() => {
  "use strict";

  const field = document.querySelector("form[data-join]")?.elements.ticket;
  if (!field) return;

  const [, kept] = /^#([0-9a-f]{32})$/.exec(location.hash) ?? [];
  if (kept) field.value = kept;
  const ticket = field.value;

  const keep = () => history.replaceState(history.state, "", `#${ticket}`);

  addEventListener("DOMContentLoaded", keep); // booth.js has taken what was there for a card

  addEventListener("hashchange", (event) => {
    event.stopImmediatePropagation(); // "skip to the content", and no card
    keep();
  });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    event.stopImmediatePropagation();
    location.reload();
  });

  document.addEventListener("click", ({ target }) => {
    const link = target.closest(".booth-languages a");
    if (link) link.hash = ticket;
  });
})();
