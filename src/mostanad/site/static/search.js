// Search by any spelling of a name, in the browser alone; mostanad.site.search_files says what the files hold.
"use strict";

globalThis.mostanadSearch = (() => {
  const MIN_SCORE = 60, LIMIT = 10; // as mostanad.search
  const say = globalThis.mostanadSay ?? ((message) => message);
  const REASONS = {
    "exact": say("the same name"),
    "same letters": say("the same letters"),
    "other order": say("the same words, joined or ordered otherwise"),
    "skeleton": say("another spelling: the same consonants"),
    "surname": say("the surname"),
    "part": say("a part of the name"),
    "similar": say("a similar name"),
    "words": say("these words"),
  };

  /** The search of a site: a function that gives who is called like a text, best first. */
  function open(rules, [authorities, entities]) {
    const { Query, Spelling, Text } = globalThis.mostanadNames.matching(rules);
    const bearers = entities.map(([label, person, address, what, listed, ...names]) => {
      const listedBy = listed.map((number) => authorities[number]);
      const entity = { label, address, what, listedBy, isPerson: person > 0, surname: Math.max(0, person - 1), isWhole: person < -1 };
      return names.map((name) => (person < 0 ? new Text(label, entity, name) : new Spelling(name || label, entity)));
    });
    return (text, limit = LIMIT) => {
      const query = new Query(text);
      const hits = query.whole.letters ? bearers.map((spellings) => best(query, spellings)).filter(Boolean) : [];
      return hits.sort((one, other) => other.score - one.score).slice(0, limit);
    };
  }

  /** The spelling that is most like what is asked for; undefined if none is like enough. */
  function best(query, spellings) {
    let found;
    for (const spelling of spellings) {
      const [score, why] = query.match(spelling) ?? [0];
      if (score >= MIN_SCORE && !(score <= found?.score)) found = { spelling, score, why };
    }
    return found;
  }

  /** Loads a script. */
  function load(address) {
    return new Promise((resolve, reject) => {
      const onerror = () => reject(new Error(say("the file of names cannot be loaded")));
      document.head.append(Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror }));
    });
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function shown({ spelling, why }, root) {
    const { name, isPersian, entity } = spelling;
    const label = element("a", { dir: "auto", className: "hit-label", href: root + entity.address }, entity.label);
    const item = element("li", {}, label);
    if (name !== entity.label) {
      const language = isPersian ? { lang: "fa", dir: "rtl" } : { dir: "ltr" };
      item.append(" ", element("span", { className: "hit-name", ...language }, name));
    }
    item.append(" ", element("span", { className: "hit-why" }, REASONS[why]));
    const listed = entity.listedBy.flatMap(([short, title]) => [" ", element("abbr", { className: "tag", title }, short)]);
    if (listed.length) listed.unshift(entity.what ? " · " + say("listed by") : say("listed by"));
    item.append(element("div", {}, element("bdi", {}, entity.what), ...listed));
    return item;
  }

  function said(many) {
    if (many === 0) return say("Nothing found.");
    return many < LIMIT ? say("{0} found.", many) : say("The best {0}:", many);
  }

  /** Links that look for a text where the search does not: they carry it on to the filters of the lists. */
  function lead(text) {
    const onward = document.getElementById("elsewhere");
    onward.hidden = !text;
    document.getElementById("sought").textContent = text;
    for (const link of onward.querySelectorAll("a")) link.search = new URLSearchParams({ q: text });
  }

  /** Connects the field with the list of the page. */
  function start() {
    const field = document.getElementById("q");
    const list = document.getElementById("hits"), status = document.getElementById("search-status");
    const nothing = document.getElementById("nothing");
    if (!field || !list || !status) return;
    const root = document.documentElement.dataset.root ?? "";
    let opened, turn = 0, timer;

    /** The search; its names are loaded when somebody goes to the field. */
    const ready = () => opened ??= load(`${root}search/names.js`).then(
      () => open(globalThis.mostanadRules, globalThis.mostanadNamed));

    async function run() {
      const mine = ++turn, text = field.value.trim();
      nothing.hidden = true;
      lead(text);
      if (!text) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      try {
        const hits = (await ready())(text);
        if (mine !== turn) return; // something else was typed meanwhile
        list.replaceChildren(...hits.map((hit) => shown(hit, root)));
        status.textContent = said(hits.length);
        nothing.hidden = hits.length > 0;
      } catch (error) {
        opened = undefined;
        if (mine !== turn) return;
        list.replaceChildren();
        status.textContent = say("The search does not work here: {0}.", error.message);
      }
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, 150);
    });
    field.addEventListener("focus", () => ready().catch(() => { opened = undefined; }), { once: true });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked !== null && !field.value) field.value = asked;
    run();
  }

  if (typeof document === "undefined") return { open }; // for tests
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  return { open };
})();
