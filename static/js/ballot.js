// A long ballot made easier: search a name or party, and see your choice beside the button. Works without, too.
(() => {
  "use strict";

  document.documentElement.classList.add("has-script");

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function search(input) {
    const contest = input.closest("fieldset");
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    const matches = (text) => words.every((word) => text.includes(word));
    let found = 0;
    for (const list of contest.querySelectorAll("details.list")) {
      const isParty = matches(plain(list.querySelector("summary").textContent));
      let here = 0;
      for (const row of list.querySelectorAll(".choice")) {
        row.hidden = !(isParty || matches((row.dataset.plain ??= plain(row.querySelector(".who").textContent))));
        here += row.hidden ? 0 : 1;
      }
      list.hidden = here === 0;
      list.open = words.length > 0 ? here > 0 && !isParty : Boolean(list.querySelector(":checked"));
      found += here;
    }
    say(input.closest("[data-search]").querySelector("[role=status]"), words.length ? found : null);
  }

  function say(line, found) {
    const { none, one, more } = line.dataset;
    if (found === null) line.textContent = "";
    else line.textContent = found === 0 ? none : found === 1 ? one : more.replace("{number}", found);
  }

  function showChoice(circle) {
    const line = circle.form.querySelector("[data-chosen]");
    if (!line) return;
    line.hidden = false;
    line.querySelector("b").textContent = circle.closest(".choice").querySelector("b").textContent;
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-search]")) search(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest("[data-search]")) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches(".voting-circle")) showChoice(event.target);
  });
})();
