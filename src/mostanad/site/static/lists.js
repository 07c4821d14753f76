// Filters and sorts the rows of #list, a table with sections, or its children. Without this script all rows are shown.
// When the form gets the focus, a file loads with the filter values of rows (mostanad.site.filters) and the rows of the
// other pages. All conditions on a group of records must hold for one record.
"use strict";

(function () {
  const list = document.getElementById("list");
  const form = document.getElementById("filters");
  if (!list || !form) return;
  const root = document.documentElement.dataset.root;
  const said = document.getElementById("shown"), nothing = document.getElementById("nothing");
  const save = document.getElementById("save"), heading = document.querySelector("h1[data-title]");
  const fields = Array.from(form.querySelectorAll("[name]"));
  const { fold } = mostanadNames.folding(mostanadRules); // as the search folds names
  const { monthOf, isOneWord } = mostanadNames.matching(mostanadRules), { cached, newYear } = mostanadNames;
  const say = globalThis.mostanadSay;
  let isWhole = !form.dataset.rows, isAsked = false, rows = [];
  let wants = new Map(); // the value of each field, as of the last call of show()
  let unknown = []; // the values in the URL that no field offers
  let known, spelled; // all words of all rows; and by typed word, those that match it

  /** The text of a node, with spaces between its cells and lines: joined, two words would become one. */
  const textOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.data : Array.from(node.childNodes, textOf).join(" "));

  /** Reads the rows before they are hidden or moved; `home` is their section. */
  function read(elements, asked) {
    rows = Array.from(elements, (row, number) => {
      const [groups, order, more] = asked[number] ?? [{}, {}, ""];
      const words = new Set(fold(textOf(row) + " " + more).split(" "));
      return { row, home: row.parentElement, words, groups, order };
    });
    known = spelled = undefined;
  }

  /** The words of a text, and the same with popular names replaced by the words of the record. */
  function readings(text) {
    const names = Object.entries(mostanadRules.called);
    const called = names.reduce((sofar, [name, means]) => sofar.replace(` ${name} `, ` ${means} `), ` ${text} `);
    return [text, called].map((one) => one.split(" ").filter(Boolean));
  }

  /** An English word without its ending: a search for executions also finds executed. */
  const stem = cached((word) => word.replace(/(?<=^[a-z]{5,})ions?$|(?<=^[a-z]{4,})(?:ed|ing|es|s|e)$/, ""));

  /** Whether a row has a word that begins with the typed one, is another form of it, or is spelled differently. */
  function hasWord({ words }, typed) {
    known ??= Array.from(new Set(rows.flatMap((one) => Array.from(one.words))));
    spelled ??= new Map();
    if (!spelled.has(typed)) {
      spelled.set(typed, known.filter((word) => word.startsWith(typed) || stem(word) === stem(typed) || isOneWord(word, typed)));
    }
    return spelled.get(typed).some((word) => words.has(word));
  }

  function own() {
    return list.tBodies ? list.querySelectorAll("tbody > tr:not(.section)") : list.children;
  }

  function loadRows() {
    if (isAsked || isWhole) return;
    isAsked = true;
    globalThis.mostanadRows = (parts) => {
      const here = Array.from(list.tBodies);
      const made = parts.flatMap(([html], number) => {
        if (number === Number(form.dataset.here)) return here;
        const table = document.createElement("table");
        table.innerHTML = html.replaceAll('href="~/', 'href="' + root);
        return Array.from(table.tBodies);
      });
      list.append(...made);
      // A section that continues from the page before has no id: its heading goes, its rows move into the section.
      let begun = made[0];
      for (const body of made.slice(1)) {
        const head = body.id ? null : body.querySelector(".section");
        if (!head) begun = body;
        else {
          head.remove();
          begun.append(...body.rows);
          body.remove();
        }
      }
      for (const nav of document.querySelectorAll(".pager")) nav.hidden = true;
      for (const link of document.querySelectorAll(".bar a")) link.href = link.hash;
      isWhole = true;
      if (heading) { // the title of the page now covers all pages
        document.title = document.title.replace(heading.textContent, heading.dataset.title);
        heading.textContent = heading.dataset.title;
      }
      read(own(), parts.flatMap(([, asked]) => asked));
      show();
      const marks = made.filter((body) => !here.includes(body)).flatMap((body) => Array.from(body.querySelectorAll("[data-v]")));
      document.dispatchEvent(new CustomEvent("mostanad-rows", { detail: marks }));
    };
    const script = document.createElement("script");
    script.src = root + form.dataset.rows;
    document.head.append(script);
  }

  const isTick = ({ type }) => type === "checkbox";
  /** Whether a field is for an authority: each ticked one needs a listing that meets the other conditions. */
  const isBy = ({ name }) => name === "authority" || name === "by";
  /** The fields of which one must match: for a ticked kind of post all ticked kinds, else the field itself. */
  const ticked = (field) => (isTick(field) && !isBy(field) ? fields.filter(({ name, checked }) => name === field.name && checked) : [field]);
  const authorities = fields.filter(({ name }) => name === "by").map((field) => [field.value, field.parentElement.textContent.trim()]);

  const padded = (text) => text.replace(/\b\d\b/g, "0$&");

  /** A day or month in numbers, from one with the name of a Gregorian or Persian month; other texts as they are. */
  function numbered(text) {
    const [, day, name, year] = /^(?:(\d\d?) )?(\D+) (\d{4})$/.exec(fold(text)) ?? [];
    const at = monthOf(name).find((one) => one >= 0);
    return at === undefined ? text : padded([year, at + 1, day].filter(Boolean).join("-"));
  }

  /** The value of a field; empty for an incomplete or impossible date. Dates may have Persian digits. */
  function wantedOf(field) {
    if (isTick(field)) return field.checked ? field.value : "";
    if (field.type !== "text") return field.value;
    const digits = numbered(field.value).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
    const plain = /^\d{4}\//.test(digits) ? digits.replaceAll("/", "-") : digits; // slashes count only if the year comes first
    if (plain !== field.value) field.value = plain;
    field.setCustomValidity(isDay(plain) ? "" : "none");
    return field.validity.valid ? ours(padded(plain) + (field.name === "to" ? ">" : "")) : "";
  }

  /** Whether a date exists in the Gregorian or Persian calendar; true for a month or a year alone. */
  function isDay(text) {
    const [year, month = 1, day = 1] = text.split("-").map(Number);
    if (year >= 1500) return !(day > new Date(Date.UTC(year, month, 0)).getUTCDate());
    return day < (month < 7 ? 32 : 31) && (month < 12 || day < 30 || ours(text) < newYear(year + 1));
  }

  /** The Gregorian date of a Persian one (1200 to 1499); of a month or year its first day, or with a final ">" its last. */
  const ours = cached((text) => {
    const [year, month = 0, day = 0] = text.replace(">", "").split("-").map(Number);
    if (!(year >= 1200 && year < 1500)) return text.replace(">", "");
    const nth = (year, month, days) =>
      new Date(Date.parse(newYear(year)) + 86400000 * ((month - 1) * 31 - Math.max(0, month - 7) + days)).toISOString().slice(0, 10);
    if (day || !text.endsWith(">")) return nth(year, month || 1, (day || 1) - 1);
    return month && month < 12 ? nth(year, month + 1, -1) : nth(year + 1, 1, -1);
  });

  /** Whether a record meets the condition of a field. An inexact date meets it if one of its possible days does; a
   * condition with a month or year covers all of its days. A record is [.., first possible day, last possible day, ..].
   * `isSure`: all possible days must meet it; the two places after them hold when a listing was surely in force, or for
   * something that lasted a pair of days. `isUndated`: a record without days also meets it. `isOpen`: so does a listing
   * without a known ground. */
  function has(record, field, { isSure = false, isUndated = false, isOpen = false } = {}) {
    const { name, dataset: { at } } = field, value = wants.get(field);
    const place = Number(at), days = [record[place], record[place + 1]];
    const [earliest, latest] = isSure ? ["9999", "0000"] : ["0000", "9999"];
    if (name === "on") {
      const [begin, end] = isSure ? [record[place + 2], record[place + 3]] : days;
      return (begin || earliest) <= value && (end || latest) >= value;
    }
    if (name === "had") return fold(value).split(" ").every((word) => wordsOf(record[place]).some((one) => one.startsWith(word)));
    if ((name === "from" || name === "to") && !days.some(Boolean)) return isUndated;
    const [first, last] = !isSure ? days : Array.isArray(record[place + 2]) ? record[place + 2] : days.reverse();
    if (name === "from") return (last || latest) >= value;
    if (name === "to") return (first || earliest) <= value + "-12-31".slice(value.length - 4);
    return ticked(field).some((one) => [].concat(record[place]).includes(wants.get(one))) || (isOpen && name === "for" && record[place] === "unknown");
  }

  const wordsOf = cached((text) => fold(text).split(" "));

  const apart = (text) => "\u2066" + text + "\u2069"; // isolated, so that it keeps its direction in right-to-left text

  /** A day in words, as on pages. */
  function inWordsOf(day) {
    const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    const as = (tag) => new Intl.DateTimeFormat(tag, options).format(new Date(day));
    return document.documentElement.lang === "fa" ? `${as("fa-u-ca-persian")} (${as("fa-u-ca-gregory")})` : as("en-GB");
  }

  /** Why a row is only a possible match: what is open about its listing or post, on the requested day if any; or
   * how inexactly the row is dated, or the larger event that has its date. */
  function inWords({ row, order }, record, of, on) {
    const [first, last] = of === "listed" ? record.slice(3) : [];
    if (on && of === "listed") return say("perhaps: no list shows whether the listing was in force");
    if (on && of === "own") {
      if (order.differ) return say("perhaps: documents differ on when it was held");
      const [, first, last, begun, , other, day] = record, [shown] = record.slice(3).filter(Boolean).sort();
      const hasBegun = begun && begun <= wants.get(on);
      if (hasBegun && other > begun && other <= wants.get(on)) return say("perhaps: it had begun by then; no document says whether it still lasted when they began another post ({0})", day);
      if (hasBegun) return say("perhaps: it had begun by then; no document says whether it still lasted");
      const isLater = !first && shown > wants.get(on) && !(last && last < shown);
      if (isLater) return say("perhaps: documented only from {0}", inWordsOf(shown));
      return say("perhaps: no document says whether it was held then");
    }
    if (first && last) return say("perhaps: listed on a day from {0} to {1}", inWordsOf(first), inWordsOf(last));
    if (of === "own" && record[5]) return say("perhaps: it has no date; it is part of {0}", record[5]);
    if (of === "own" && !order.last) return say("perhaps: it has no date");
    if (of === "own") return say("perhaps: dated only {0}", Array.from(row.querySelectorAll("time")).at(-1).textContent);
    return say("perhaps: the day is not known exactly");
  }

  function show() {
    const [{ value: words = "" } = {}] = fields.filter((field) => field.name === "q");
    const wanted = words.split(/[;؛]/).filter((one, at) => !at || one.trim()).flatMap((one) => readings(fold(one))); // alternatives, separated by semicolons
    wants = new Map(fields.map((field) => [field, wantedOf(field)]));
    const asked = fields.filter((field) => field.dataset.of && wants.get(field));
    const isNot = ({ name }) => name.startsWith("not"), nots = asked.filter(isNot);
    const used = asked.filter((field) => !isNot(field)), day = used.find(({ name }) => name === "on");
    const groups = Array.from(new Set(used.map((field) => field.dataset.of)));
    // Rows to leave out: listed by that authority on the requested day, or now; on any ground, or for human rights.
    const isOn = (record, how) => (day ? has(record, day, how) : record[5] !== "ended");
    // Rows for which no list shows whether an authority listed them on that day, on any ground or for human rights.
    const isUnsure = ({ unsure = [] }, who, isRights) => day && unsure.some(([by, what, ...days]) =>
      by === who && what === (isRights ? "rights" : "any") &&
      days.some((first, at) => at % 2 === 0 && first <= wants.get(day) && days[at + 1] >= wants.get(day)));
    const isOut = (record) => isOn(record, { isSure: true }) && nots.some((not) =>
      has(record, not) && (not.name === "not" || record[2] === "rights"));
    // With a "not listed" field, only listings in force then count as listed, unless the state field is in use.
    const isStanding = nots.length && !used.some(({ name }) => name === "state");
    const conditions = (of) => used.filter((field) => field.dataset.of === of && !isBy(field));
    // The records of a group that meet its conditions, whatever the authority.
    const meeting = (its, of, how) => (its[of] ?? []).filter((record) =>
      (of !== "listed" || !(isStanding || how.isNow) || isOn(record)) && conditions(of).every((field) => has(record, field, how)));
    // Lists leave open whether somebody was listed, or listed for human rights: other conditions cannot be left open.
    const rest = conditions("listed").filter((field) => field !== day), isRights = rest.length > 0;
    const isTold = rest.every((field) => wants.get(field) === "rights");
    const finds = (its, of, how) => {
      const by = used.filter((field) => field.dataset.of === of && isBy(field)), found = meeting(its, of, how);
      const isSilent = how.isSilent && by.length > 0 && isTold;
      return by.every((field) => found.some((record) => has(record, field)) || (isSilent && isUnsure(its, wants.get(field), isRights))) &&
        (found.find((record) => !by.length || by.some((field) => has(record, field))) ?? isSilent);
    };
    const fits = (one, how) =>
      wanted.some((reading) => reading.every((word) => hasWord(one, word))) && !(nots.length && (one.groups.listed ?? []).some(isOut)) &&
      groups.every((of) => (how.isBeside && of === "listed") || finds(one.groups, of, how));
    const isUndated = fields.some(({ name, checked }) => name === "undated" && checked);
    const isSureOnly = fields.some(({ name, checked }) => name === "sure" && checked);
    const isOfListings = !day && (groups.includes("listed") || fields.some(({ name }) => name === "who"));
    const isNow = !day && !used.some(({ name }) => name === "state"), isAnyState = isOfListings && isNow;
    const isTallied = authorities.length > 1 && (asked.length > 0 || Boolean(words.trim())) && !used.some(isBy);
    const tally = isTallied ? authorities.map(([who, called]) => ({ who, called, sure: 0, over: 0, perhaps: 0, open: 0 })) : [];
    let count = 0, perhaps = 0, undated = 0, open = 0, silent = 0, over = 0;
    for (const one of rows) {
      const isFit = fits(one, { isUndated });
      const of = isFit ? groups.find((name) => !finds(one.groups, name, { isSure: true })) : undefined;
      const not = isFit ? nots.find((field) => isUnsure(one.groups, wants.get(field), field.name !== "not")) : undefined;
      const isPerhaps = Boolean(of || not);
      one.row.hidden = !isFit || (isPerhaps && isSureOnly);
      count += one.row.hidden ? 0 : 1;
      over += isAnyState && !one.row.hidden && !finds(one.groups, "listed", { isUndated, isNow: true }) ? 1 : 0;
      undated += !isFit && fits(one, { isUndated: true }) ? 1 : 0;
      open += !isFit && fits(one, { isUndated, isOpen: true }) ? 1 : 0;
      silent += !isFit && fits(one, { isUndated, isSilent: true }) ? 1 : 0;
      perhaps += isPerhaps && !isSureOnly ? 1 : 0;
      if (isTallied) {
        const [can, now, sure] = [{ isUndated }, { isUndated, isNow }, { isSure: true, isNow }]
          .map((how) => new Set(one.row.hidden ? [] : meeting(one.groups, "listed", how).map(([who]) => who)));
        const isBeside = day && isTold && fits(one, { isUndated, isBeside: true });
        for (const each of tally) {
          if (sure.has(each.who) && !isPerhaps) each.sure += 1;
          else if (now.has(each.who)) each.perhaps += 1;
          else if (can.has(each.who)) each.over += 1;
          else if (isBeside && isUnsure(one.groups, each.who, isRights)) each.open += 1;
        }
      }
      one.row.classList.toggle("perhaps", isPerhaps);
      one.row.querySelector("small.perhaps")?.remove();
      if (isPerhaps) {
        const mark = one.row.firstElementChild.appendChild(document.createElement("small"));
        const said = [of && inWords(one, finds(one.groups, of, { isUndated }), of, day), not &&
          say("perhaps: no list that we hold shows whether they were listed then ({0})", apart(not.selectedOptions[0].text))];
        mark.className = "perhaps";
        mark.textContent = " (" + said.filter(Boolean).join(say("; ")) + ")";
      }
    }
    const numbers = [count - perhaps, rows.length, perhaps];
    const shown = !perhaps ? say(said.dataset.said.replace("{n}", "{0}").replace("{all}", "{1}"), ...numbers)
      : day ? say("{0} of {1} for certain, and perhaps {2} more: no document shows whether it was so on that day.", ...numbers)
      : groups.includes("own") ? say("{0} of {1} for certain, and perhaps {2} more, whose dates leave this open.", ...numbers)
      : say("{0} of {1} for certain, and perhaps {2} more, whose day is not known exactly.", ...numbers);
    const listing = tally.filter(({ sure, over, perhaps, open }) => sure + over + perhaps + open).map(({ called, sure, over, perhaps, open }) => {
      const beside = [over && say("{0} more only by a listing that ended", over), perhaps && say("perhaps {0} more", perhaps),
        open && say("for {0} more we cannot tell", open)].filter(Boolean);
      return say("{0} {1}", apart(called), sure) + (beside.length ? ` (${beside.join(say("; "))})` : "");
    });
    const isSaid = listing.length > 0 && count > 1;
    const beyond = Array.from(form.querySelectorAll("[data-beyond]"))
      .filter((one) => isSaid || asked.some((field) => wants.get(field) === one.dataset.beyond));
    const more = [
      over && (used.filter(isBy).length > 1 ? say("{0} of them no longer by each of these: a listing ended.", over)
        : say("{0} of them only by a listing that ended.", over)),
      isSaid && say("By authority: {0}.", listing.join(say(", "))),
      words.trim() && count > 1 && form.dataset.words,
      count > 1 && used.some(({ name }) => name === "post") && form.dataset.kinds,
      used.some(({ name }) => name === "deed") && form.dataset.deeds,
      ...beyond.map((one) => one.textContent),
      undated && say("{0} more have no date and may belong here: “Also without a date” shows them.", undated),
      ...fields.filter((field) => field.pattern && ![field.value, ""].includes(wants.get(field)))
        .map((field) => apart(field.value + " = " + wants.get(field)) + "."), // dates converted from the Persian calendar
      silent && say("For {0} more we cannot tell: we hold no list of that time that decides it.", silent),
      day && nots.length && say("“Not listed” means: on no list that we hold."),
      open && say("{0} more would fit if listings on grounds that are not shown counted.", open),
    ].filter(Boolean);
    const odd = fields.filter((field) => field.value && field.pattern && !field.validity.valid);
    const none = odd.filter(({ validity }) => validity.customError), others = odd.filter((field) => !none.includes(field));
    said.textContent = isWhole && !unknown.length && !none.length ? [shown, ...more].join(" ") : "";
    const listed = (values) => values.map(apart).join(say(", "));
    const warn = (text, hint) => said.prepend(Object.assign(document.createElement("strong"), { textContent: text }), ` ${hint} `);
    const uncounted = say("Without it, the question would be a different one: nothing is counted.");
    if (others.length) warn(say("Ignored, because it cannot be read as a date: {0}.", listed(others.map(({ value }) => value))), `${odd[0].title}.`);
    if (none.length) warn(say("There is no such day: {0}.", listed(none.map(({ value }) => value))), uncounted);
    if (unknown.length) warn(say("Nothing here is called that: {0}.", listed(unknown)), uncounted);
    for (const bar of document.querySelectorAll(".bar")) bar.hidden = isWhole && count < rows.length; // its numbers count all rows
    if (save) save.hidden = !isWhole || !count;
    if (nothing) nothing.hidden = count > 0 || !isWhole;
    for (const link of nothing?.querySelectorAll("a.search") ?? []) link.search = words && "?" + new URLSearchParams({ q: words });
    sort();
    for (const body of list.tBodies ?? []) body.hidden = !body.querySelector("tr:not(.section):not([hidden])");
  }

  /** Puts the rows in the order of the list, in its sections, or by a sort value, rows without it last. If some are
   * only possible matches, they follow the others, and there are no sections. */
  function sort() {
    const [field] = fields.filter((one) => one.name === "sort");
    if (!field) return;
    const key = field.value.replace("-", ""), way = field.value.startsWith("-") ? -1 : 1;
    const value = ({ order }) => order[key];
    const isLess = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
    const compare = (one, other) =>
      (value(one) === undefined) - (value(other) === undefined) || way * isLess(value(one), value(other));
    const isPerhaps = ({ row }) => row.classList.contains("perhaps"), found = rows.filter(({ row }) => !row.hidden);
    const isApart = found.some(isPerhaps) && !found.every(isPerhaps), isOne = Boolean(key) || isApart;
    const inOrder = (one, other) => (isApart && isPerhaps(one) - isPerhaps(other)) || (key ? compare(one, other) : 0);
    const sorted = isOne ? rows.slice().sort(inOrder) : rows;
    for (const one of sorted) (isOne ? list.tBodies[0] : one.home).append(one.row);
    for (const row of list.querySelectorAll(".section")) row.hidden = isOne;
    list.classList.toggle("mixed", isOne);
  }

  /** Keeps the filters in the URL, so that a link leads to the same rows. */
  function keep() {
    const state = new URLSearchParams(fields.filter(wantedOf).map((field) => [field.name, field.value]));
    history.replaceState(null, "", location.pathname + (String(state) && "?" + state));
  }

  function take() { // sets the fields from the URL
    const state = new URLSearchParams(location.search);
    const taken = fields.filter((field) =>
      isTick(field) ? state.getAll(field.name).includes(field.value) : state.get(field.name));
    for (const field of taken) {
      if (isTick(field)) field.checked = true;
      else field.value = state.get(field.name);
      if (field.name === "place" && !field.value) field.value = `${state.get("place")} Province`;
      field.closest("details")?.setAttribute("open", "");
      if (field.type === "hidden") field.nextElementSibling.hidden = false; // the text after it tells the reader
    }
    const of = (name) => fields.filter((field) => field.name === name);
    unknown = Array.from(state).filter(([name, value]) => value && of(name).length &&
      of(name).every((field) => (isTick(field) ? field.value !== value : !field.value))).map(([, value]) => value);
    if (!taken.length && !unknown.length) return;
    const section = list.closest("section");
    section?.parentElement.querySelector("section").before(section); // the result goes before other tables
    said.scrollIntoView(); // the count, and the first rows
    loadRows();
  }

  /** The rows shown, as CSV for a spreadsheet: the text of each column, and the URL of the row. */
  function saved() {
    const text = (cell) => cell.innerText.trim().replace(/\s*\n\s*/g, "; ");
    const heads = Array.from(list.tHead?.rows[0].cells ?? [], text);
    const lines = rows.filter(({ row }) => !row.hidden).map(({ row }) =>
      [...Array.from(row.cells ?? [row], text), row.querySelector("a[href]")?.href ?? ""]);
    const quoted = (cells) => cells.map((cell) => '"' + cell.replaceAll('"', '""') + '"').join(",") + "\r\n";
    return new Blob(["\ufeff", quoted([...heads, "URL"]), ...lines.map(quoted)], { type: "text/csv" });
  }

  form.hidden = false;
  read(own(), []);
  take();
  save?.addEventListener("click", () => {
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(saved());
  });
  form.addEventListener("focusin", loadRows);
  form.addEventListener("input", () => {
    unknown = [];
    loadRows();
    keep();
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
