// The switch "without what these parties assert or publish", and the buttons that copy. Pages are read without it.
"use strict";

(function () {
  const SIGNS = { official: "◆", corroborated: "●", unplaced: "◍", one_camp: "◐", single: "○" };
  const KEY = "mostanad-without";

  // On what the voices that are left bear out a fact: as mostanad.evidence.support, held equal by a test.
  function support(voices) {
    if (!voices.length) return null;
    if (voices.some((voice) => voice[4])) return "official";
    const origins = new Set(voices.map((voice) => voice[2]));
    const camps = new Set(voices.map((voice) => voice[3]).filter((camp) => camp !== null));
    const placed = new Set(voices.filter((voice) => voice[3] !== null).map((voice) => voice[2]));
    if (origins.size === 1) return "single";
    if (camps.size >= 2 && placed.size >= 2) return "corroborated";
    if (camps.size === 1 && placed.size === origins.size) return "one_camp";
    return "unplaced";
  }

  // What is left of a fact without a party: its support (null: it falls) and whether it is disputed.
  function left(heard, party, voices) {
    const kept = heard.filter((number) => !voices[Math.abs(number) - 1][5].includes(party));
    const asserting = kept.filter((number) => number > 0).map((number) => voices[number - 1]);
    return { support: support(asserting), disputed: kept.some((number) => number < 0) };
  }

  if (typeof module !== "undefined") {
    module.exports = { left };
    return;
  }

  function numbers(mark) {
    return (mark.dataset.v || "").split(" ").filter(Boolean).map(Number);
  }

  function apply(party, marks, said) {
    let falls = 0;
    let changed = 0;
    for (const mark of marks) {
      if (!mark.dataset.sign) {
        mark.dataset.sign = mark.textContent;
        mark.dataset.said = mark.title;
        mark.dataset.name = mark.getAttribute("aria-label");
      }
      const fact = mark.closest(".fact, h2");
      const found = left(numbers(mark), party, mostanadVoices);
      const sign = found.support ? SIGNS[found.support] + (found.disputed ? "≠" : "") : "✕";
      fact.classList.toggle("falls", Boolean(party) && !found.support);
      mark.textContent = party ? sign : mark.dataset.sign;
      mark.title = party ? (found.support ? "without them: " + found.support.replace("_", " ") : "falls away without them") : mark.dataset.said;
      mark.setAttribute("aria-label", party ? "evidence: " + mark.title : mark.dataset.name);
      if (party && !found.support) falls += 1;
      else if (party && sign !== mark.dataset.sign) changed += 1;
    }
    said.textContent = party ? "Of " + marks.length + " facts on this page " + falls + " fall away, " + changed + " rest on less." : "";
  }

  function remember(party) {
    try {
      if (party) localStorage.setItem(KEY, party);
      else localStorage.removeItem(KEY);
    } catch (error) {
      return; // then the choice is of this page only
    }
  }

  function remembered() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch (error) {
      return "";
    }
  }

  function switchOn() {
    const form = document.getElementById("without");
    const select = document.getElementById("without-party");
    const said = document.getElementById("without-said");
    const marks = Array.from(document.querySelectorAll("a.mark[data-v]"));
    if (!form || !marks.length || typeof mostanadVoices === "undefined") return;
    const here = new Set();
    for (const mark of marks) for (const number of numbers(mark)) for (const party of mostanadVoices[Math.abs(number) - 1][5]) here.add(party);
    for (const [party, label] of mostanadParties) {
      if (here.has(party) || party === remembered()) {
        const option = document.createElement("option");
        option.value = party;
        option.textContent = label;
        select.append(option);
      }
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    select.value = remembered();
    if (select.selectedIndex < 0) select.value = ""; // a party of another release
    select.addEventListener("change", () => {
      remember(select.value);
      apply(select.value, marks, said);
    });
    if (select.value) apply(select.value, marks, said);
  }

  function copyButtons() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("button.copy")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const text = document.getElementById(button.dataset.copy).textContent;
        navigator.clipboard.writeText(text).then(
          () => (button.textContent = "Copied"),
          () => (button.textContent = "Copying was not allowed: mark the text and copy it"),
        );
      });
    }
  }

  // Somebody who follows a link to a fact, or prints, wants to see how it is cited.
  function openAll() {
    for (const details of document.querySelectorAll("details")) details.open = true;
  }

  switchOn();
  copyButtons();
  window.addEventListener("beforeprint", openAll);
})();
