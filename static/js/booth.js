// The voting booth: takes the voting code out of the address, finds typing mistakes at once,
// and sends a vote again, with the same attempt, until an answer comes. Nothing is stored.
(() => {
  "use strict";

  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const LENGTH = 12;
  const READ_AS = { O: "0", I: "1", L: "1" };
  const SEND_AGAIN = [429, 502, 503, 504];
  const LONGEST_WAIT = 16; // seconds
  const main = () => document.getElementById("main");

  // -- the voting code, as jeugd/domain/voting_code.py reads it

  const symbolsOf = (text) => text.toUpperCase().replace(/[\s-]/g, "").replace(/[OIL]/g, (letter) => READ_AS[letter]);

  const timesAlpha = (value) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);

  function checkSymbol(symbols) {
    let total = 0;
    [...symbols].forEach((symbol, place) => {
      let value = ALPHABET.indexOf(symbol);
      for (let times = 0; times <= place; times += 1) value = timesAlpha(value);
      total ^= value;
    });
    return ALPHABET[total];
  }

  // What is wrong with a voting code, as the sentence in the page; empty if nothing is.
  function mistakeIn(symbols, sentences) {
    const place = [...symbols].findIndex((symbol) => !ALPHABET.includes(symbol));
    if (place >= 0) return sentences.symbol.replace("{position}", place + 1);
    if (!symbols) return sentences.empty;
    if (symbols.length !== LENGTH) return sentences.length.replace("{length}", symbols.length);
    return checkSymbol(symbols.slice(0, -1)) === symbols.at(-1) ? "" : sentences.check;
  }

  function checkCode(form) {
    const input = form.elements.code;
    const sentence = document.getElementById("code-error");
    const symbols = symbolsOf(input.value);
    const mistake = mistakeIn(symbols, sentence.dataset);
    sentence.textContent = mistake;
    input.setAttribute("aria-invalid", String(Boolean(mistake)));
    input.closest(".field").classList.toggle("field--wrong", Boolean(mistake));
    if (mistake) input.focus();
    else input.value = symbols.match(/.{4}/g).join("-");
    return !mistake;
  }

  // -- the code that comes in the address of a scanned card; it leaves the address at once

  function takenFromAddress() {
    const code = location.hash.slice(1).replace(/%20/g, " ");
    if (document.getElementById(code)) return ""; // a place on this page, not a card
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    return code;
  }

  function fillIn(code) {
    const form = document.querySelector("form[data-code]");
    if (!code || !form) return;
    form.elements.code.value = code;
    form.requestSubmit();
  }

  async function anotherCard() {
    const code = takenFromAddress();
    if (code && !document.querySelector("form[data-code]")) {
      await htmx.ajax("GET", location.pathname + location.search, { target: "#main", swap: "innerHTML" });
    }
    fillIn(code);
  }

  // -- sending, and sending again

  let timer = 0;
  let waits = 0;
  let waiting = null;
  let remembered = null;

  const say = (name) => {
    const line = document.getElementById("connection");
    if (line) line.textContent = name ? line.dataset[name] : "";
  };

  function calm() {
    clearTimeout(timer);
    timer = 0;
    waits = 0;
    waiting = null;
    say("");
  }

  function sendLater(form, seconds) {
    const wait = Math.max(seconds || 0, Math.min(2 ** waits, LONGEST_WAIT));
    waits += 1;
    say("lost");
    clearTimeout(timer);
    waiting = form;
    timer = setTimeout(sendAgain, wait * 1000);
  }

  function sendAgain() {
    timer = 0;
    if (waiting?.isConnected) waiting.requestSubmit();
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const isBusy = form.getAttribute("aria-busy") === "true";
      if (isBusy || (form.matches("[data-code]") && !checkCode(form))) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  document.addEventListener("htmx:before:request", (event) => {
    const form = event.detail.ctx.sourceElement;
    if (!form.matches("form")) return;
    clearTimeout(timer);
    timer = 0;
    form.setAttribute("aria-busy", "true");
    remembered = form.matches("[data-back]") ? choicesIn(form.parentElement) : null;
  });

  document.addEventListener("htmx:finally:request", (event) => event.detail.ctx.sourceElement.removeAttribute("aria-busy"));

  document.addEventListener("htmx:before:swap", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (!response || !sourceElement.matches("[data-retry]") || !SEND_AGAIN.includes(response.status)) return;
    event.preventDefault();
    sendLater(sourceElement, Number(response.headers.get("Retry-After")));
  });

  document.addEventListener("htmx:error", (event) => {
    const form = event.detail.ctx?.sourceElement;
    if (form?.isConnected && form.matches("[data-retry]")) sendLater(form);
  });

  addEventListener("online", () => timer && sendAgain());

  // -- a filled ballot is as long as any other, for whoever sees only how much is sent

  const lengthOf = (field) => new URLSearchParams([field]).toString().length + 1;

  document.addEventListener("formdata", ({ target: form, formData }) => {
    if (!form.dataset.fill) return;
    const answers = [...formData].filter(([name]) => name.startsWith("choice-"));
    const length = answers.reduce((sum, field) => sum + lengthOf(field), 0);
    formData.set("fill", "0".repeat(Math.max(form.dataset.fill - length, 0)));
  });

  // -- a new step: say where we are; going back keeps the choice, in this page only

  const choicesIn = (place) => [...place.querySelectorAll("input[name^=choice-]")].map(({ name, value }) => [name, value]);

  function chooseAgain(choices) {
    for (const [name, value] of choices) {
      const select = document.querySelector(`select[name="${CSS.escape(name)}"]`);
      if (select) select.value = value;
      const circle = [...document.querySelectorAll(`input[name="${name}"][value="${CSS.escape(value)}"]`)].at(-1); // the candidate's own
      if (!circle) continue;
      circle.closest("details")?.setAttribute("open", "");
      circle.click();
    }
  }

  document.addEventListener("htmx:after:swap", () => {
    calm();
    const step = main()?.querySelector("[lang]");
    const heading = main()?.querySelector("h1");
    if (step) document.documentElement.lang = step.lang;
    if (heading) document.title = `${heading.textContent.trim()} – jeugd`;
    if (remembered && document.querySelector("[data-ballot]")) chooseAgain(remembered);
    remembered = null;
    const wrong = document.querySelector("[data-ballot] [role=alert], [data-code] .field--wrong"); // it has the focus; a long page begins above it
    if (wrong) requestAnimationFrame(() => wrong.scrollIntoView({ block: "center" }));
  });

  // -- leaving: nothing of the vote stays behind for whoever comes next

  addEventListener("pagehide", () => {
    calm();
    remembered = null;
    document.querySelectorAll("form").forEach((form) => form.reset());
    main()?.replaceChildren();
  });

  addEventListener("pageshow", (event) => event.persisted && location.replace(location.pathname + location.search));

  addEventListener("hashchange", anotherCard);

  const code = takenFromAddress();
  addEventListener("DOMContentLoaded", () => setTimeout(fillIn, 0, code)); // htmx begins in a timeout as well
})();
