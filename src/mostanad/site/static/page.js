// The box that shows a page without the claims of chosen parties, and the copy buttons. Pages work without it.
"use strict";

(function () {
  const SIGNS = { official: "◆", corroborated: "●", unplaced: "◍", one_camp: "◐", single: "○" };
  const KEY = "mostanad-without";
  const KEPT = "mostanad-keep-echoes";
  const ALL = "*"; // all parties; an authority's records of its own acts stay

  // A message in the language of the page, from words.js, with values filled in; numbers in its digits.
  function say(message, ...values) {
    const said = (globalThis.mostanadWords ?? {})[message] ?? message;
    const lang = typeof document === "undefined" ? "en" : document.documentElement.lang;
    const shown = (value) => (typeof value === "number" && lang !== "en" ? value.toLocaleString(lang) : String(value));
    return said.replace(/\{(\d)\}/g, (whole, number) => shown(values[number]));
  }
  globalThis.mostanadSay = say;

  // The support of a fact by these voices; null without any. As mostanad.evidence.support; a test keeps the two equal.
  // A voice is [document, asserter, origin, camp, is official, parties whose claim it is, parties it was taken from].
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

  // The parties without which a voice is dropped; with echoes, also those from which it took its claim.
  function whose(voice, echoes) {
    return echoes ? voice[5].concat(voice[6]) : voice[5];
  }

  // A fact without some parties: its support (null if none is left) and whether it is disputed. `heard` are numbers of
  // voices, from 1; negative ones dispute the fact.
  function left(heard, parties, voices, echoes) {
    const isDropped = (voice) =>
      whose(voice, echoes).some((party) => parties.includes(party)) || (parties.includes(ALL) && !voice[4]);
    const dropped = (number) => isDropped(voices[Math.abs(number) - 1]);
    const kept = heard.filter((number) => !dropped(number));
    const asserting = kept.filter((number) => number > 0).map((number) => voices[number - 1]);
    return { support: support(asserting), disputed: kept.some((number) => number < 0) };
  }

  // A sentence on parties that are probably tied to the dropped ones but stay, because no document shows the tie.
  function untied(chosen, parties) {
    const stays = parties.filter(([party]) => chosen.includes(party)).flatMap((row) => row.slice(2));
    const out = parties.filter(([party]) => chosen.includes(party)).map((row) => row[1]);
    const names = Array.from(new Set(stays.filter((name) => !out.includes(name))));
    return names.length ? " " + say("Not dropped, tie not documented: {0}.", names.join(say(", "))) : "";
  }

  if (typeof module !== "undefined") {
    module.exports = { left, untied };
    return;
  }

  function read(heard) {
    return (heard || "").split(" ").filter(Boolean).map(Number);
  }

  function numbers(mark) {
    return read(mark.dataset.v);
  }

  // Updates pictures: a line falls away with its fact, and is faint if only its dates fall away.
  function redraw(parties, echoes) {
    const isLeft = (heard) =>
      !parties.length || !heard || left(read(heard), parties, mostanadVoices, echoes).support !== null;
    for (const lane of document.querySelectorAll(".lane[data-v]")) {
      const stands = isLeft(lane.dataset.v);
      lane.classList.toggle("falls", !stands);
      lane.classList.toggle("undated", stands && !(isLeft(lane.dataset.first) && isLeft(lane.dataset.last)));
    }
  }

  function apply(parties, echoes, marks) {
    const any = parties.length > 0;
    for (const mark of marks) {
      const found = left(numbers(mark), parties, mostanadVoices, echoes);
      if (!mark.classList.contains("mark")) {
        mark.classList.toggle("falls", any && !found.support); // a value without its own mark
        continue;
      }
      if (!mark.dataset.sign) {
        mark.dataset.sign = mark.textContent;
        mark.dataset.said = mark.title;
        mark.dataset.name = mark.getAttribute("aria-label");
      }
      const fact = mark.closest(".fact, .line");
      const sign = found.support ? SIGNS[found.support] + (found.disputed ? "≠" : "") : "✕";
      if (fact) fact.classList.toggle("falls", any && !found.support);
      mark.textContent = any ? sign : mark.dataset.sign;
      mark.title = any ? (found.support ? say("without them: {0}", say(found.support.replace("_", " "))) : say("falls away without them")) : mark.dataset.said;
      mark.setAttribute("aria-label", any ? say("evidence: {0}", mark.title) : mark.dataset.name);
    }
  }

  function fallen(parties, echoes, marks) {
    return marks.filter((mark) => !left(numbers(mark), parties, mostanadVoices, echoes).support).length;
  }

  // Gives both counts, with and without echoes: readers of one should know the other.
  function words(parties, echoes, facts) {
    if (!parties.length) return basis(facts);
    if (!facts.length) return say("This page has no facts with a mark: it is shown whole.");
    const falls = fallen(parties, echoes, facts);
    const other = fallen(parties, !echoes, facts);
    const isChanged = (mark) => mark.dataset.sign && mark.textContent !== mark.dataset.sign && mark.textContent !== "✕";
    const changed = facts.filter(isChanged).length;
    const rest = echoes
      ? say("{0} if what others took from them stays", other)
      : say("{0} if what others took from them goes too", other);
    const more = other === falls ? "" : " (" + rest + ")";
    return say("Of {0} facts on this page {1} fall away{2}, {3} have another mark.", facts.length, falls, more, changed);
  }

  // What the page rests on before a party is dropped: documents, speakers, and authorities' own records.
  function basis(facts) {
    const official = facts.length - fallen([ALL], false, facts);
    const heard = facts.flatMap(numbers).map((number) => mostanadVoices[Math.abs(number) - 1]);
    const documents = new Set(heard.map((voice) => voice[0])).size;
    const speakers = new Set(heard.map((voice) => voice[1])).size;
    const all = facts.length === 1 ? say("{0} fact", 1) : say("{0} facts", facts.length);
    const of = documents === 1 ? say("{0} document", 1) : say("{0} documents", documents);
    const by = speakers === 1 ? say("{0} speaker", 1) : say("{0} speakers", speakers);
    return say("{0} on this page, of {1} by {2}; {3} are authorities' records of their own acts.", all, of, by, official);
  }

  function stored(key) {
    try {
      return localStorage.getItem(key) || "";
    } catch (error) {
      return "";
    }
  }

  function store(key, text) {
    try {
      if (text) localStorage.setItem(key, text);
      else localStorage.removeItem(key);
    } catch (error) {
      return; // then the choice lasts for this page only
    }
  }

  // Fills the menu with the parties that matter here, those with the most facts on this page first.
  function listParties(select, marks, chosen) {
    const here = new Map();
    const on = new Map(); // by party, the numbers of the marks that rest on it
    const speaking = new Set();
    marks.forEach((mark, at) => {
      const voices = numbers(mark).map((number) => mostanadVoices[Math.abs(number) - 1]);
      for (const [, asserter, origin, camp] of voices) speaking.add(asserter).add(origin).add(camp);
      for (const party of new Set(voices.flatMap((voice) => whose(voice, true)))) {
        here.set(party, (here.get(party) || 0) + 1);
        on.set(party, `${on.get(party) || ""} ${at}`);
      }
    });
    // A party that says nothing here itself is left out if another that does has the same marks: they fall together.
    const heard = new Set([...on.keys()].filter((party) => speaking.has(party)).map((party) => on.get(party)));
    const matters = (party) => here.has(party) && (speaking.has(party) || !heard.has(on.get(party)));
    const option = document.createElement("option");
    option.value = ALL;
    option.textContent = say("everybody but authorities on their own acts");
    select.append(option);
    const listed = mostanadParties.filter(([party]) => matters(party) || chosen.includes(party));
    listed.sort((one, other) => (here.get(other[0]) || 0) - (here.get(one[0]) || 0));
    for (const [party, label] of listed) {
      const option = document.createElement("option");
      option.value = party;
      option.textContent = say("{0} ({1})", label, here.get(party) || 0);
      select.append(option);
    }
  }

  // The box beside the title. It needs this script, so pages do not contain it.
  function box() {
    const made = Object.assign(document.createElement("details"), { id: "without", className: "tool" });
    made.innerHTML = `<summary>${say("Show without the claims of one party")}</summary>
<form>
<p>${say("See what is left of this page without the word of one side.")}</p>
<label for="without-party">${say("Leave out everything said or published by")}</label>
<select id="without-party"><option value="">${say("nobody: show everything")}</option></select>
<p class="hint">${say("and by everyone whom documents tie to them. You can choose several, one after the other.")}</p>
<label class="choice"><input type="checkbox" id="without-origins" checked> ${say("also what others took from them")}</label>
<span id="without-chosen"></span>
<output id="without-said" aria-live="polite"></output>
</form>`;
    return made;
  }

  // The voices are half a megabyte: they load when the box is opened, or if a party was dropped on another page.
  function switchOn() {
    const marks = Array.from(document.querySelectorAll("main [data-v]:not(svg *)"));
    if (!marks.length && !stored(KEY)) return;
    const tool = box();
    const collect = (event) => marks.push(...event.detail);
    document.addEventListener("mostanad-rows", collect); // the rows that lists.js loaded
    const load = () => {
      const script = document.createElement("script");
      script.src = document.documentElement.dataset.root + "voices.js";
      script.onload = () => work(tool, marks);
      script.onerror = () => tool.remove(); // the box is useless without the voices
      document.head.append(script);
    };
    const lead = matchMedia("(max-width: 46rem)").matches && document.querySelector("main p.finding"); // phones: the box goes after it
    if (marks.length && lead) lead.after(tool);
    else if (marks.length) document.querySelector(".title").append(tool);
    if (stored(KEY)) load();
    else tool.addEventListener("toggle", load, { once: true });
  }

  function work(tool, marks) { // sets the box up when the voices have loaded
    const labels = new Map([[ALL, say("everybody but authorities on their own acts")], ...mostanadParties]);
    let chosen = stored(KEY).split(" ").filter((party) => labels.has(party)); // a party of another release may be unknown here
    if (!marks.length && !chosen.length) return;
    document.querySelector(".title").append(tool);
    const select = document.getElementById("without-party");
    const origins = document.getElementById("without-origins");
    const list = document.getElementById("without-chosen");
    const said = document.getElementById("without-said");
    const summary = tool.querySelector("summary");
    const closed = summary.textContent;
    const facts = Array.from(new Map(marks.map((mark) => [mark.getAttribute("href") || mark.dataset.at, mark])).values()); // one mark for each fact
    origins.checked = !stored(KEPT);
    listParties(select, facts, chosen);

    // Several parties have a button each to bring them back; the menu shows the last choice.
    function show() {
      select.value = chosen.length ? chosen[chosen.length - 1] : "";
      list.replaceChildren(...(chosen.length > 1 ? chosen.map(button) : []));
      apply(chosen, origins.checked, marks);
      said.textContent = words(chosen, origins.checked, facts) + untied(chosen, mostanadParties);
      redraw(chosen, origins.checked);
      tool.classList.toggle("active", chosen.length > 0);
      const whom = chosen.map((party) => labels.get(party)).join(say(" and "));
      const fell = fallen(chosen, origins.checked, facts);
      const open = say("Without {0}: {1} of {2} facts fall away", whom, fell, facts.length);
      summary.textContent = chosen.length ? open : closed;
    }

    function button(party) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = labels.get(party) + " ✕";
      made.title = say("hear {0} again", labels.get(party));
      made.addEventListener("click", () => choose(chosen.filter((other) => other !== party)));
      return made;
    }

    function choose(parties) {
      chosen = parties;
      store(KEY, chosen.join(" "));
      show();
    }

    tool.addEventListener("submit", (event) => event.preventDefault());
    select.addEventListener("change", () => {
      choose(select.value ? chosen.filter((party) => party !== select.value).concat(select.value) : []);
    });
    document.addEventListener("mostanad-rows", show); // after `collect`, which adds their marks
    origins.addEventListener("change", () => {
      store(KEPT, origins.checked ? "" : "yes");
      show();
    });
    show();
  }

  function copyButtons() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("button.copy")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const parts = button.dataset.copy.split(" ").map((id) => document.getElementById(id).textContent);
        navigator.clipboard.writeText(parts.join("\n\n")).then(
          () => (button.textContent = say("Copied")),
          () => (button.textContent = say("The browser did not allow copying: select the text and copy it")),
        );
      });
    }
  }

  function openAll() { // print shows all folded parts
    for (const details of document.querySelectorAll("details")) details.open = true;
  }

  for (const mark of document.querySelectorAll("a.mark:not([title])")) mark.title = mark.getAttribute("aria-label");
  switchOn();
  copyButtons();
  window.addEventListener("beforeprint", openAll);
})();
