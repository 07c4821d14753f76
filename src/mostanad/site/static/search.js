// Search by any spelling of a name, in the browser alone; mostanad.site.search_files says what the files hold.
//
// What is exact, same letters, other order, skeleton or part is found as mostanad.search finds it, with the same score,
// with two exceptions: of words that very many people bear not all names are in the files (keys that are cut), and a slip in
// a word of ten letters or more, which leaves it a part, is found as slips are. What is only similar is looked for if
// nothing better is found: under the words of the site that are most like those of the text. On a large site these come
// from the lists in which the word would stand, so that a lone word with another head is not found.
"use strict";

globalThis.mostanadSearch = (() => {
  const { matching, compare, ratio, size } = globalThis.mostanadNames;
  const MIN_SCORE = 60, LIMIT = 10;
  const MOST_SHARDS = 12, MOST_WITH_SLIPS = 14; // that one text may load: what a search costs at most
  const ENOUGH = 75; // with such a hit nobody is looked for who is only similar
  const WORST_KEY = 0.65, MOST_KEYS = 8; // how like a word must be to be taken for a slip, and how many are
  const PARTS = 4; // of a file that would be too large
  const REASONS = {
    "exact": "the same name",
    "same letters": "the same letters",
    "other order": "the same words, joined or ordered otherwise",
    "skeleton": "another spelling: the same consonants",
    "surname": "the surname",
    "part": "a part of the name",
    "similar": "a similar name",
  };

  /** The search of a site. `load(name)` promises the data of a file of the folder `search`. */
  async function open(load) {
    const [rules, [many, steps, split, lists]] = await Promise.all([load("rules"), load("index")]);
    const inParts = new Set(split);
    steps.reduce((before, step) => (inParts.add(String(before + step)), before + step), 0);
    const { fold, isPersian, keys, whole, Query, Spelling } = matching(rules);
    const spellings = new Map();

    /** A spelling of an entity of a shard; the same object each time. */
    function spelling([shortId, label, address, person], name, addresses) {
      const id = shortId || fold(label).split(" ").join("-");
      const key = `${id}\n${name || label}`;
      if (!spellings.has(key)) {
        const entity = { id, label, address: addresses[address].split("\n").join(id), isPerson: person > 0, surname: Math.max(0, person - 1) };
        spellings.set(key, new Spelling(name || label, entity));
      }
      return spellings.get(key);
    }

    function fileOf(key) {
      const number = hash(key);
      let name = String(number % many), turn = many;
      for (; inParts.has(name); turn *= PARTS) name += `-${Math.floor(number / turn) % PARTS}`;
      return name;
    }

    /** What was loaded for one text. */
    class Shelf {
      constructor() {
        this.room = MOST_SHARDS;
        this.files = new Map();
        this.shards = new Set();
        this.asked = new Set();
        this.cut = new Set();
        this.matches = new Map();
      }

      /** Load files, as many as there is room for; those that there is no room for are undefined. */
      async load(names) {
        const wanted = Array.from(new Set(names)).filter((name) => !this.files.has(name));
        const added = wanted.slice(0, Math.max(0, this.room - this.files.size));
        const data = await Promise.all(added.map(load));
        added.forEach((name, at) => this.files.set(name, data[at]));
        return names.map((name) => this.files.get(name));
      }

      /** Load what lies under keys, and give those keys that are cut. */
      async lookUp(wanted) {
        const keys = Array.from(new Set(wanted));
        const shards = await this.load(keys.map(fileOf));
        keys.forEach((key, at) => {
          this.asked.add(key);
          if (shards[at]) this.shards.add(shards[at]);
          if (shards[at]?.[2].find(([known]) => known === key)?.[1]) this.cut.add(key);
        });
        return keys.filter((key) => this.cut.has(key));
      }

      /** The spellings under the keys that were looked up. */
      get spellings() {
        const found = new Set();
        for (const [addresses, entities, buckets] of this.shards) {
          const numbers = new Set();
          for (const [key, , ...under] of buckets) {
            if (this.asked.has(key)) under.forEach((number) => numbers.add(number));
          }
          let number = 0;
          for (const [id, label, address, person, ...names] of entities) {
            for (const name of names) {
              if (numbers.has(number++)) found.add(spelling([id, label, address, person], name, addresses));
            }
          }
        }
        return found;
      }
    }

    async function fill(shelf, names) {
      const asked = names.map(keys), every = (kind) => asked.flatMap((of) => Array.from(of[kind]));
      const singles = new Set(every("singles"));
      const orders = names.flatMap((name) => Array.from(name.allLetters, (letters) => whole([letters])));
      const cut = await shelf.lookUp([...every("wholes"), ...singles, ...every("pairs"), ...orders]);
      const long = cut.filter((key) => singles.has(key)).sort(compare);
      const lone = names.filter((name) => name.words.length === 1 && long.includes(name.parts[0].consonants));
      const forms = lone.map((name) => `${name.parts[0].consonants}:${name.plain[0]}`);
      await shelf.lookUp([...forms, ...subsets(long, 2).map((two) => two.join("+"))]);
      const threes = subsets(long, 3).filter((three) => subsets(three, 2).every((two) => shelf.cut.has(two.join("+"))));
      await shelf.lookUp(threes.map((three) => three.join("+")));
    }

    /** The lists in which a word with a slip may stand: as it is, without its head, or with a turned one. */
    function listsOf(bones) {
      const [first, second, ...rest] = bones;
      const heads = [bones, [second, ...rest].join(""), [second, first, ...rest].join("")];
      return heads.map((head) => Math.max(0, lists.filter((least) => compare(least, head) <= 0).length - 1));
    }

    /** More shards: of words that are like those of the text. */
    async function fillBySlips(shelf, names) {
      shelf.room = MOST_WITH_SLIPS;
      const words = new Set(names.flatMap((name) => name.parts.map((part) => part.consonants)));
      const long = Array.from(words).filter((bones) => size(bones) > 2);
      const wanted = lists.length < 4 ? lists.keys() : new Set(long.flatMap(listsOf));
      const known = (await shelf.load(Array.from(wanted, (at) => `words-${at}`))).flatMap((list) => list ?? []);
      const nearest = (bones) => known
        .map((key) => [key === bones ? 0 : ratio(key, bones), key])
        .filter(([near]) => near >= WORST_KEY)
        .sort((one, other) => other[0] - one[0] || compare(one[1], other[1]))
        .slice(0, MOST_KEYS);
      const slips = long.flatMap(nearest).sort((one, other) => other[0] - one[0]).map(([, key]) => key);
      const common = Array.from(words).filter((bones) => shelf.cut.has(bones));
      const cut = await shelf.lookUp(slips);
      await shelf.lookUp(cut.flatMap((slip) => common.map((other) => [slip, other].sort(compare).join("+"))));
    }

    function rank(query, shelf, limit) {
      const found = new Map();
      for (const spelled of shelf.spellings) {
        if (!shelf.matches.has(spelled)) shelf.matches.set(spelled, query.match(spelled));
        const match = shelf.matches.get(spelled);
        if (!match || match[0] < MIN_SCORE) continue;
        const { name, entity } = spelled, [score, why] = match;
        const known = found.get(entity.id);
        if (!known || score > known.score || (score === known.score && compare(name, known.name) < 0)) {
          found.set(entity.id, { ...entity, name, score, why, isPersian: isPersian(fold(name)) });
        }
      }
      const order = (one, other) =>
        other.score - one.score || compare(one.label, other.label) || compare(one.id, other.id);
      return Array.from(found.values()).sort(order).slice(0, limit);
    }

    /** What is like a text, best first: id, label, address, name, score, why. */
    return async (text, limit = LIMIT) => {
      const query = new Query(text);
      if (!query.whole.letters) return [];
      const names = query.core === query.whole ? [query.whole] : [query.whole, query.core];
      const shelf = new Shelf();
      await fill(shelf, names);
      const hits = rank(query, shelf, limit);
      if (hits.length && hits[0].score >= ENOUGH) return hits;
      await fillBySlips(shelf, names);
      return rank(query, shelf, limit);
    };
  }

  /** Where a key lies, as search_files.number. */
  function hash(key) {
    let found = 0x811c9dc5;
    for (let at = 0; at < key.length; at++) found = Math.imul(found ^ key.charCodeAt(at), 0x01000193);
    return found >>> 0;
  }

  function subsets(all, many) {
    if (many === 0) return [[]];
    return all.flatMap((one, at) => subsets(all.slice(at + 1), many - 1).map((rest) => [one, ...rest]));
  }

  /** Loads each file once, as a script; a file calls mostanadShard. */
  function scripts(folder) {
    const loaded = new Map(), arrived = new Map();
    globalThis.mostanadShard = (name, data) => arrived.set(name, data);
    return (name) => {
      if (!loaded.has(name)) loaded.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const fail = () => {
          loaded.delete(name);
          reject(new Error(`search/${name}.js cannot be loaded`));
        };
        script.charset = "utf-8";
        script.src = `${folder}${name}.js`;
        script.onload = () => {
          script.remove();
          if (arrived.has(name)) resolve(arrived.get(name)); else fail();
        };
        script.onerror = () => {
          script.remove();
          fail();
        };
        document.head.append(script);
      }));
      return loaded.get(name);
    };
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function shown(hit, root) {
    const label = element(hit.address ? "a" : "span", { dir: "auto", className: "hit-label" }, hit.label);
    if (hit.address) label.href = root + hit.address;
    const item = element("li", {}, label);
    if (hit.name !== hit.label) {
      const language = hit.isPersian ? { lang: "fa", dir: "rtl" } : { dir: "ltr" };
      item.append(" ", element("span", { className: "hit-name", ...language }, hit.name));
    }
    item.append(" ", element("span", { className: "hit-why" }, REASONS[hit.why]));
    return item;
  }

  function said(many) {
    if (many === 0) return "Nothing found.";
    return many < LIMIT ? `${many} found.` : `The best ${many}:`;
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
    const load = scripts(`${root}search/`);
    let opened, turn = 0, timer;

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
        opened = opened ?? open(load);
        const hits = await (await opened)(text);
        if (mine !== turn) return; // something else was typed meanwhile
        list.replaceChildren(...hits.map((hit) => shown(hit, root)));
        status.textContent = said(hits.length);
        nothing.hidden = hits.length > 0;
      } catch (error) {
        opened = undefined;
        if (mine !== turn) return;
        list.replaceChildren();
        status.textContent = `The search does not work here: ${error.message}.`;
      }
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, 150);
    });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked !== null && !field.value) field.value = asked;
    run();
  }

  if (typeof document === "undefined") return { open }; // for tests
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  return { open };
})();
