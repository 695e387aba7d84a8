// Reads the question and the options aloud with the browser's own voice; the button shows only where there is one.
(() => {
  "use strict";

  if (!("speechSynthesis" in window)) return;

  const root = document.documentElement;
  const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(root.lang));

  const look = () => root.classList.toggle("has-voice", Boolean(voice()));

  function stop() {
    speechSynthesis.cancel();
    document.querySelector("[data-read-aloud]")?.setAttribute("aria-pressed", "false");
  }

  function read(button) {
    const parts = [...document.querySelectorAll("#main [data-speak], #main details[open] .choice")];
    const seen = parts.filter((part) => part.getClientRects().length > 0);
    button.setAttribute("aria-pressed", "true");
    seen.forEach((part, place) => {
      const sentence = new SpeechSynthesisUtterance(part.innerText.replace(/\s+/g, " "));
      sentence.lang = root.lang;
      sentence.voice = voice();
      sentence.rate = 0.95;
      if (place === seen.length - 1) sentence.onend = stop;
      speechSynthesis.speak(sentence);
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-read-aloud]");
    if (!button) return;
    if (button.getAttribute("aria-pressed") === "true") stop();
    else read(button);
  });

  speechSynthesis.addEventListener?.("voiceschanged", look);
  document.addEventListener("htmx:after:swap", () => {
    stop();
    look();
  });
  addEventListener("pagehide", stop);
  look();
})();
