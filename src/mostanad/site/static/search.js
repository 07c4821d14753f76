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
    const bearers = entities.map(([label, person, address, what, listed, ...found]) => {
      const listedBy = listed.map((number) => authorities[number]);
      const [name, called = name] = [].concat(label);
      const entity = { label: name, called, address, what, listedBy, isPerson: person > 0, surname: Math.max(0, person - 1) };
      return found.map((one) => (typeof one === "string" ? new Spelling(one || name, entity)
        : new Text(one[0] || name, entity, one[1], one[2])));
    });
    const inOrder = (hits, limit) => hits.filter(Boolean).sort((one, other) => other.score - one.score).slice(0, limit);

    function find(text, limit = LIMIT) {
      const query = new Query(text);
      return query.whole.letters ? inOrder(bearers.map((spellings) => best(query, spellings)), limit) : [];
    }

    let people; // the words of their names
    function some(text, limit, share) {
      people ??= new Set(bearers.flat().flatMap((one) => (one.entity.isPerson && !(one instanceof Text) ? one.words : [])));
      const query = new Query(text), isOfPerson = (word) => people.has(word);
      return inOrder(bearers.map((spellings) => {
        const spelling = spellings.find((one) => one instanceof Text && !one.own);
        const found = spelling?.hasSome(query, isOfPerson, share);
        return found && { spelling, score: found[0], why: "some", missing: found[1] };
      }), limit);
    }

    /** What has half of the words, or if nothing has a quarter; for who finds nothing that has all. */
    find.some = (text, limit = LIMIT) => {
      const half = some(text, limit, 1 / 2);
      return half.length ? half : some(text, limit, 1 / 4);
    };
    return find;
  }

  /** The spelling that is most like what is asked for, of several one in its script, the shortest; undefined if none is
   * like enough. */
  function best(query, spellings) {
    const { size } = globalThis.mostanadNames, isOther = ({ isPersian }) => isPersian !== query.whole.isPersian;
    const order = (one, other) => isOther(one) - isOther(other) || size(one.name) - size(other.name);
    let found;
    for (const spelling of spellings) {
      const [score, why] = query.match(spelling) ?? [0];
      if (score < MIN_SCORE || score < found?.score) continue;
      if (!found || score > found.score || order(spelling, found.spelling) < 0) found = { spelling, score, why };
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

  /** Why it was found: a title can be like what is asked for, or have some of its words. */
  function because({ spelling, why, missing }) {
    if (missing) return say("without: {0}", missing.join(say(", ")));
    return why === "similar" && "title" in spelling ? say("similar words") : REASONS[why];
  }

  function shown(hit, root) {
    const { name, isPersian, entity } = hit.spelling;
    const label = element("a", { dir: "auto", className: "hit-label", href: root + entity.address }, entity.called);
    const item = element("li", {}, label);
    if (name !== entity.called && !(name === entity.label && "title" in hit.spelling)) {
      const language = isPersian ? { lang: "fa", dir: "rtl" } : { dir: "ltr" };
      item.append(" ", element("span", { className: "hit-name", ...language }, name));
    }
    item.append(" ", element("span", { className: "hit-why" }, because(hit)));
    const listed = entity.listedBy.flatMap(([short, title]) => [" ", element("abbr", { className: "tag", title }, short)]);
    if (listed.length) listed.unshift(entity.what ? " · " + say("listed by") : say("listed by"));
    item.append(element("div", {}, element("bdi", {}, entity.what), ...listed));
    return item;
  }

  function said(hits) {
    if (hits.length === 0) return say("Nothing found.");
    if (hits.every(({ why }) => why === "similar")) return say("Nothing found of exactly this name. Similar:");
    return hits.length > LIMIT ? say("{0} found, the best first:", hits.length) : say("{0} found.", hits.length);
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
    const nothing = document.getElementById("nothing"), some = document.getElementById("some");
    const more = document.getElementById("more"), ended = document.getElementById("ended");
    if (!field || !list || !status) return;
    const root = document.documentElement.dataset.root ?? "";
    const { fold } = globalThis.mostanadNames.folding(globalThis.mostanadRules);
    let opened, turn = 0, timer;

    /** The search; its names are loaded when somebody goes to the field. */
    const ready = () => opened ??= load(`${root}search/names.js`).then(
      () => open(globalThis.mostanadRules, globalThis.mostanadNamed));

    async function run() {
      const mine = ++turn, text = field.value.trim();
      nothing.hidden = some.hidden = more.hidden = true;
      lead(text);
      ended.hidden = !fold(text).split(" ").some((word) => globalThis.mostanadRules.ended.includes(word));
      if (!text) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      try {
        const find = await ready(), hits = find(text, Infinity);
        if (mine !== turn) return; // something else was typed meanwhile
        status.textContent = said(hits);
        nothing.hidden = hits.length > 0;
        const others = hits.length ? hits : find.some(text);
        some.hidden = hits.length > 0 || !others.length;
        list.replaceChildren(...others.slice(0, LIMIT).map((hit) => shown(hit, root)));
        more.hidden = others.length <= LIMIT;
        more.textContent = say("Show all {0}", others.length);
        more.onclick = () => {
          list.append(...others.slice(LIMIT).map((hit) => shown(hit, root)));
          more.hidden = true;
          list.children[LIMIT].querySelector("a").focus();
        };
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
