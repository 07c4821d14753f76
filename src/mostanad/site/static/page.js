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

  // What is left of a fact without some parties: its support (null: it falls) and whether it is disputed.
  function left(heard, parties, voices) {
    const dropped = (number) => voices[Math.abs(number) - 1][5].some((party) => parties.includes(party));
    const kept = heard.filter((number) => !dropped(number));
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

  function apply(parties, marks, said) {
    const any = parties.length > 0;
    let falls = 0;
    let changed = 0;
    for (const mark of marks) {
      if (!mark.dataset.sign) {
        mark.dataset.sign = mark.textContent;
        mark.dataset.said = mark.title;
        mark.dataset.name = mark.getAttribute("aria-label");
      }
      const fact = mark.closest(".fact, h2");
      const found = left(numbers(mark), parties, mostanadVoices);
      const sign = found.support ? SIGNS[found.support] + (found.disputed ? "≠" : "") : "✕";
      fact.classList.toggle("falls", any && !found.support);
      mark.textContent = any ? sign : mark.dataset.sign;
      mark.title = any ? (found.support ? "without them: " + found.support.replace("_", " ") : "falls away without them") : mark.dataset.said;
      mark.setAttribute("aria-label", any ? "evidence: " + mark.title : mark.dataset.name);
      if (any && !found.support) falls += 1;
      else if (any && sign !== mark.dataset.sign) changed += 1;
    }
    const words = "Of " + marks.length + " facts on this page " + falls + " fall away, " + changed + " have another mark.";
    said.textContent = any ? words : "";
  }

  function remember(parties) {
    try {
      if (parties.length) localStorage.setItem(KEY, parties.join(" "));
      else localStorage.removeItem(KEY);
    } catch (error) {
      return; // then the choice is of this page only
    }
  }

  function remembered() {
    try {
      return (localStorage.getItem(KEY) || "").split(" ").filter(Boolean);
    } catch (error) {
      return [];
    }
  }

  function switchOn() {
    const form = document.getElementById("without");
    const select = document.getElementById("without-party");
    const list = document.getElementById("without-chosen");
    const said = document.getElementById("without-said");
    const marks = Array.from(document.querySelectorAll("a.mark[data-v]"));
    if (!form || !marks.length || typeof mostanadVoices === "undefined") return;
    const here = new Set();
    for (const mark of marks) for (const number of numbers(mark)) for (const party of mostanadVoices[Math.abs(number) - 1][5]) here.add(party);
    const labels = new Map(mostanadParties);
    let chosen = remembered().filter((party) => labels.has(party)); // one of another release may be unknown here
    for (const [party, label] of mostanadParties) {
      if (here.has(party) || chosen.includes(party)) {
        const option = document.createElement("option");
        option.value = party;
        option.textContent = label;
        select.append(option);
      }
    }

    // Each of several parties can be taken back by its button; the list itself shows whom one chose last.
    function show() {
      select.value = chosen.length ? chosen[chosen.length - 1] : "";
      list.replaceChildren(...(chosen.length > 1 ? chosen.map(button) : []));
      apply(chosen, marks, said);
    }

    function button(party) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = labels.get(party) + " ✕";
      made.title = "hear " + labels.get(party) + " again";
      made.addEventListener("click", () => choose(chosen.filter((other) => other !== party)));
      return made;
    }

    function choose(parties) {
      chosen = parties;
      remember(chosen);
      show();
    }

    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    select.addEventListener("change", () => {
      choose(select.value ? chosen.filter((party) => party !== select.value).concat(select.value) : []);
    });
    if (chosen.length) show();
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
