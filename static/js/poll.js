// The questions of a poll made easier: what is left of the purse, places by tapping, statements one by one.
// The fields of the form are all there is; what is shown and said follows from them. Works without, too.
(() => {
  "use strict";

  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const euros = (amount) => `€\u00a0${new Intl.NumberFormat(document.documentElement.lang).format(amount)}`;
  const contests = () => [...document.querySelectorAll("[data-ballot] .contest[data-way]")];
  const blankOf = (contest) => contest.querySelector(".choice--blank input");
  const circlesOf = (contest) => [...contest.querySelectorAll(".choice:not(.choice--blank) > .voting-circle")];
  const counterOf = (contest) => contest.querySelector(".counter");
  const nameIn = (place) => place.querySelector(".who b").textContent;

  function say(contest, ...sentences) {
    const counter = counterOf(contest);
    const text = sentences.filter(Boolean).join(" ");
    if (counter.textContent !== text) counter.textContent = text;
  }

  // -- several options, and a purse

  function showNumber(contest) {
    const number = circlesOf(contest).filter((circle) => circle.checked).length;
    const { chosenNow, tooMany } = counterOf(contest).dataset;
    const isWrong = Boolean(tooMany) && number > Number(contest.dataset.most);
    counterOf(contest).classList.toggle("counter--wrong", isWrong);
    return fill((isWrong ? tooMany : chosenNow) ?? "", { number });
  }

  const showSeveral = (contest) => say(contest, showNumber(contest));

  function showBudget(contest) {
    const rows = [...contest.querySelectorAll("[data-cost]")];
    const isPaid = (row) => row.querySelector("input").checked;
    const spent = rows.filter(isPaid).reduce((sum, row) => sum + Number(row.dataset.cost), 0);
    const left = Number(contest.dataset.purse) - spent;
    const counter = counterOf(contest);
    const number = showNumber(contest);
    if (left < 0) counter.classList.add("counter--wrong");
    say(contest, fill(left < 0 ? counter.dataset.over : counter.dataset.left, { amount: euros(Math.abs(left)) }), number && `${number}.`);
    rows.forEach((row) => showWhetherItFits(row, isPaid(row) ? 0 : Number(row.dataset.cost) - left));
  }

  function showWhetherItFits(row, over) {
    const note = row.querySelector(".unfit");
    row.classList.toggle("choice--unfit", over > 0);
    note.hidden = over <= 0;
    note.textContent = over > 0 ? fill(note.dataset.unfit, { amount: euros(over) }) : "";
  }

  // -- places: a tap gives the next place or takes it away, and two buttons move it

  const selectsOf = (contest) => [...contest.querySelectorAll("select.place")];
  const selectIn = (row) => row.querySelector("select.place");
  const inOrder = (contest) => selectsOf(contest).filter((one) => one.value).sort((a, b) => a.value - b.value);

  function givePlaces(contest, order) {
    selectsOf(contest).forEach((select) => (select.value = ""));
    order.forEach((select, index) => (select.value = String(index + 1)));
    if (order.length) blankOf(contest).checked = false;
    showPlaces(contest);
  }

  function makeTappable(row, moves) {
    const plain = row.querySelector(".choice");
    const tap = document.createElement("button");
    tap.type = "button";
    tap.className = "choice tap";
    tap.innerHTML = '<span class="visually-hidden"></span><span class="place-box" aria-hidden="true"></span>';
    tap.append(plain.querySelector(".who"));
    row.append(selectIn(row), moves.content.cloneNode(true));
    plain.replaceWith(tap);
    selectIn(row).hidden = true;
    row.querySelectorAll(".move .visually-hidden").forEach((words) => (words.textContent = ` ${nameIn(row)}`));
  }

  function showPlaces(contest) {
    for (const row of contest.querySelectorAll(".row")) {
      const { value: place, dataset } = selectIn(row);
      row.querySelector(".place-box").textContent = place;
      row.querySelector(".tap .visually-hidden").textContent = place ? fill(dataset.place, { place }) : dataset.noPlace;
      row.querySelector(".tap").classList.toggle("choice--checked", Boolean(place));
      row.querySelector(".moves").hidden = !place;
    }
  }

  function sayPlaces(contest, sentence, facts = {}) {
    const counter = counterOf(contest).dataset;
    const number = inOrder(contest).length;
    const now = fill(counter.now, { number });
    say(contest, sentence && fill(counter[sentence], facts), number || sentence ? `${now}.` : counter.start);
  }

  function tap(contest, row) {
    const select = selectIn(row);
    const order = inOrder(contest);
    const name = nameIn(row);
    if (select.value) {
      givePlaces(contest, order.filter((one) => one !== select));
      sayPlaces(contest, "removed", { name });
    } else if (order.length >= Number(contest.dataset.most)) {
      say(contest, counterOf(contest).dataset.full);
    } else {
      givePlaces(contest, [...order, select]);
      sayPlaces(contest, "placed", { name, place: select.value });
    }
  }

  function move(contest, row, step) {
    const select = selectIn(row);
    const order = inOrder(contest);
    const from = order.indexOf(select);
    const isAtEnd = !order[from + step];
    if (!isAtEnd) {
      order.splice(from, 1);
      order.splice(from + step, 0, select);
      givePlaces(contest, order);
    }
    const sentence = isAtEnd ? (step < 0 ? "first" : "last") : "placed";
    sayPlaces(contest, sentence, { name: nameIn(row), place: select.value });
  }

  function startPlaces(contest) {
    const moves = contest.querySelector("template");
    contest.querySelectorAll(".row").forEach((row) => makeTappable(row, moves));
    givePlaces(contest, inOrder(contest));
    sayPlaces(contest);
  }

  // -- statements: one at a time, until somebody asks for all of them

  const statementsOf = (contest) => [...contest.querySelectorAll(".statement")];
  const answerIn = (statement) => statement.querySelector(":checked");
  const isStepping = (contest) => contest.classList.contains("is-stepping");
  const seen = new WeakSet();

  function showAnswers(contest, sentence) {
    const number = statementsOf(contest).filter(answerIn).length;
    statementsOf(contest).forEach((one) => (one.querySelector("[data-erase]").hidden = !answerIn(one)));
    say(contest, sentence || fill(counterOf(contest).dataset.now, { number }));
  }

  function showStatement(contest, at) {
    const statements = statementsOf(contest);
    statements.forEach((one, index) => (one.hidden = index !== at));
    seen.add(statements[at]);
    contest.querySelector("progress").value = at + 1;
    contest.querySelector('[data-step="-1"]').hidden = at === 0;
    contest.querySelector('[data-step="1"]').hidden = at === statements.length - 1;
  }

  function goTo(contest, at) {
    const statements = statementsOf(contest);
    const left = statements.findIndex((one) => !one.hidden);
    const isSkipped = at > left && !answerIn(statements[left]);
    showStatement(contest, at);
    showAnswers(contest, isSkipped && fill(counterOf(contest).dataset.skipped, { place: left + 1 }));
    statements[at].focus({ preventScroll: true });
    contest.querySelector("progress").scrollIntoView({ block: "start" });
  }

  function showAllStatements(contest) {
    contest.classList.remove("is-stepping");
    statementsOf(contest).forEach((one) => (one.hidden = false));
    contest.querySelector("progress").hidden = contest.querySelector(".stepper").hidden = true;
    statementsOf(contest)[0].focus();
  }

  function step(contest, by) {
    const at = statementsOf(contest).findIndex((one) => !one.hidden);
    if (by === 0) showAllStatements(contest);
    else goTo(contest, at + by);
  }

  function erase(contest, statement) {
    answerIn(statement).checked = false;
    showAnswers(contest);
    statement.querySelector(".voting-circle").focus();
  }

  function startPoints(contest) {
    const statements = statementsOf(contest);
    const cameBack = statements.some(answerIn) || contest.querySelector("[role=alert]") || blankOf(contest).checked;
    if (cameBack) statements.forEach((one) => seen.add(one));
    const first = cameBack ? statements.findIndex((one) => !answerIn(one)) : 0;
    contest.classList.toggle("is-stepping", statements.length > 1);
    contest.querySelector("progress").hidden = contest.querySelector(".stepper").hidden = statements.length < 2;
    showStatement(contest, Math.max(first, 0));
    showAnswers(contest);
  }

  // "Next" of the ballot shows what was not seen yet; skipping is allowed, overlooking is not meant.
  function unseen(form) {
    for (const contest of form.querySelectorAll(".contest.is-stepping")) {
      const at = blankOf(contest).checked ? -1 : statementsOf(contest).findIndex((one) => !seen.has(one));
      if (at >= 0) return [contest, at];
    }
    return null;
  }

  document.addEventListener(
    "submit",
    (event) => {
      const found = event.target.matches("[data-ballot]") && unseen(event.target);
      if (!found) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      goTo(...found);
    },
    true,
  );

  // -- blank stands alone: choosing it takes the rest away, and the other way round

  function clear(contest) {
    circlesOf(contest).forEach((circle) => (circle.checked = false));
    selectsOf(contest).forEach((select) => (select.value = ""));
  }

  const SHOW = {
    several: showSeveral,
    budget: showBudget,
    places: (contest) => {
      showPlaces(contest);
      sayPlaces(contest, blankOf(contest).checked && "blank");
    },
    points: (contest) => showAnswers(contest, blankOf(contest).checked && counterOf(contest).dataset.blank),
  };
  const START = { ...SHOW, places: startPlaces, points: startPoints };

  document.addEventListener("change", ({ target }) => {
    const contest = target.closest(".contest.is-live");
    if (!contest) return;
    const blank = blankOf(contest);
    if (target === blank && blank.checked) clear(contest);
    else if (target.checked) blank.checked = false;
    SHOW[contest.dataset.way](contest);
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".contest.is-live button");
    if (!button) return;
    const contest = button.closest(".contest");
    if (button.matches(".tap")) tap(contest, button.closest(".row"));
    if (button.matches("[data-move]")) move(contest, button.closest(".row"), Number(button.dataset.move));
    if (button.matches("[data-step]")) step(contest, Number(button.dataset.step));
    if (button.matches("[data-erase]")) erase(contest, button.closest(".statement"));
  });

  function start() {
    for (const contest of contests().filter((one) => !one.matches(".is-live"))) {
      contest.classList.add("is-live");
      START[contest.dataset.way](contest);
    }
  }

  document.addEventListener("htmx:after:swap", start); // after booth.js has put back what was chosen
  start();
})();
