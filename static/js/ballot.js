// A long ballot made easier: search a name or party, see your choice beside the button, and reach every circle with Tab.
// Works without, too.
(() => {
  "use strict";

  document.documentElement.classList.add("has-script");

  const PAUSE = 150; // milliseconds without a keystroke, before a search begins

  // -- searching: by the beginnings of words; accents, capitals and signs make no difference

  const WITHOUT_PARTS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" };
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[ßæœøđðłıþ]/g, (letter) => WITHOUT_PARTS[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  const matches = (text, words) => words.every((word) => ` ${text}`.includes(` ${word}`));

  const read = new WeakMap(); // what can be found in a contest, read from the page at the first search

  function listsOf(contest) {
    if (!read.has(contest)) read.set(contest, [...contest.querySelectorAll("details.list")].map(readList));
    return read.get(contest);
  }

  function readList(list) {
    const party = plain(list.querySelector("summary b").textContent);
    const whole = list.querySelector(".choice--list");
    const candidates = [...list.querySelectorAll(".choice:not(.choice--list)")];
    return {
      list,
      label: plain(list.querySelector(".list-number").textContent),
      party,
      whole,
      candidates: candidates.map((row) => ({ row, text: `${plain(row.querySelector(".who b").textContent)} ${party}` })),
    };
  }

  function search(input) {
    const asked = plain(input.value);
    const words = asked.split(" ").filter(Boolean);
    const found = { lists: 0, candidates: 0 };
    for (const one of listsOf(input.closest("fieldset"))) {
      const isParty = asked === one.label || matches(one.party, words);
      const number = show(one, (text) => isParty || matches(text, words));
      one.whole.hidden = !isParty;
      one.list.hidden = number === 0;
      one.list.open = words.length === 0 ? Boolean(one.list.querySelector(":checked")) : !isParty && number > 0;
      if (isParty) found.lists += 1;
      else found.candidates += number;
    }
    say(input.closest("[data-search]").querySelector("[role=status]"), words.length > 0 ? found : null);
  }

  function show({ candidates }, isFound) {
    let number = 0;
    for (const { row, text } of candidates) {
      const isShown = isFound(text);
      if (row.hidden === isShown) row.hidden = !isShown;
      number += isShown ? 1 : 0;
    }
    return number;
  }

  function say(line, found) {
    line.textContent = found ? sentences(line.dataset, found).join(", ") || line.dataset.none : "";
  }

  const sentences = ({ list, lists, candidate, candidates }, found) => [
    ...sentence(found.lists, list, lists),
    ...sentence(found.candidates, candidate, candidates),
  ];

  const sentence = (number, one, more) => (number === 0 ? [] : [number === 1 ? one : more.replace("{number}", number)]);

  let timer = 0;

  function searchAfter(input, wait) {
    clearTimeout(timer);
    timer = setTimeout(search, wait, input);
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-search]")) searchAfter(event.target, PAUSE);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest("[data-search]") || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") event.target.value = "";
    searchAfter(event.target, 0);
  });

  // -- your choice, beside the button

  function nameOf(circle) {
    const row = circle.closest(".choice");
    const who = [row.querySelector(".number"), row.querySelector(".who b")];
    const list = row.closest("details")?.querySelector("summary b").textContent;
    const name = who.map((part) => part?.textContent).filter(Boolean).join(" ");
    return list ? `${name} · ${list}` : name;
  }

  function showChoice(form) {
    const line = form?.querySelector("[data-chosen] p");
    if (!line) return;
    const circle = form.querySelector(".voting-circle:checked");
    line.hidden = !circle;
    line.querySelector("b").textContent = circle ? nameOf(circle) : "";
  }

  const showChoices = () => document.querySelectorAll("[data-ballot]").forEach(showChoice);

  document.addEventListener("change", (event) => {
    if (event.target.matches(".voting-circle")) showChoice(event.target.form);
  });

  document.addEventListener("reset", ({ target: form }) => {
    const list = form.querySelector(".voting-circle:checked")?.closest("details:not([hidden])");
    (list?.querySelector("summary") ?? form.querySelector("h1"))?.focus();
    setTimeout(showChoice, 0, form);
  });

  document.addEventListener("htmx:after:swap", showChoices);
  showChoices();

  // -- by keyboard: all circles are one group, and a browser lets Tab into a group only where it is filled.
  //    Here each open list has a stop of its own, and so has the blank vote.

  const isSeen = (circle) => circle.checkVisibility?.() ?? Boolean(circle.closest("details[open] .choice:not([hidden])"));

  function stopIn(list) {
    const filled = list.querySelector(":checked");
    if (!list.open && !filled) return null;
    return [filled, ...list.querySelectorAll(".voting-circle")].find((circle) => circle && isSeen(circle));
  }

  const blankOf = (contest) => contest.querySelector(".choice--blank .voting-circle");

  function stopsOf(contest) {
    const lists = [...contest.querySelectorAll("details.list:not([hidden])")];
    const inLists = lists.flatMap((list) => [list.querySelector("summary"), stopIn(list)]);
    return [...inLists, blankOf(contest)].filter(Boolean);
  }

  function stopOf(element) {
    const list = element.closest("details");
    return list && element.matches(".voting-circle") ? stopIn(list) : element;
  }

  document.addEventListener("keydown", (event) => {
    const contest = event.target.closest("fieldset");
    if (event.key !== "Tab" || !contest?.querySelector("details.list")) return;
    const stops = stopsOf(contest);
    const here = stops.indexOf(stopOf(event.target));
    const next = here < 0 ? null : stops[here + (event.shiftKey ? -1 : 1)];
    if (!next?.matches(".voting-circle")) return;
    event.preventDefault();
    next.focus();
  });

  document.addEventListener("click", (event) => {
    const skip = event.target.closest(".skip-lists");
    if (!skip) return;
    event.preventDefault(); // the address stays as it is
    blankOf(skip.closest("fieldset")).focus();
  });

  // -- a list that is closed while its head sticks to the top of the screen stays in sight

  document.addEventListener("click", (event) => {
    const head = event.target.closest("details.list[open] > summary");
    if (head) requestAnimationFrame(() => head.scrollIntoView({ block: "nearest" }));
  });
})();
