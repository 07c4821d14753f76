// Search by any spelling of a name, in the browser alone; mostanad.site.search_files says what the files hold.
//
// What is exact, same letters, other order, skeleton or part is found as mostanad.search finds it, unless a key was cut
// (search_files.py). What is only similar is found if its shard is loaded: another word is right, or the slip is not at
// the head of a lone word.
"use strict";

globalThis.mostanadSearch = (() => {
  const { matching, compare, ratio, size, sorted } = globalThis.mostanadNames;
  const MIN_SCORE = 60, LIMIT = 10;
  const MOST_LEAVES = 14; // that one text may load: what a search costs at most
  const WORST_KEY = 0.65; // how like a key must be for its spellings to be compared
  const REASONS = {
    "exact": "the same name",
    "same letters": "the same letters",
    "other order": "the same words, joined or ordered otherwise",
    "skeleton": "another spelling: the same consonants",
    "part": "a part of the name",
    "similar": "a similar name",
  };

  /** The search of a site. `load(name)` promises the data of a file of the folder `search`. */
  async function open(load) {
    const [rules, index] = await Promise.all([load("rules"), load("index")]);
    const { fold, isPersian, keys, Query, Spelling } = matching(rules);
    const spellings = new Map();

    /** The spelling of an entity of a leaf; the same one each time. */
    function spelling([shortId, label, address, isPerson], name, addresses) {
      const id = shortId || fold(label).split(" ").join("-");
      const key = `${id}\n${name || label}`;
      if (!spellings.has(key)) {
        const entity = { id, label, address: addresses[address].split("\n").join(id), isPerson: isPerson === 1 };
        spellings.set(key, new Spelling(name || label, entity));
      }
      return spellings.get(key);
    }

    /** What was loaded for one text. */
    class Shelf {
      constructor() {
        this.leaves = new Map();
        this.asked = new Set();
        this.matches = new Map();
      }

      /** Load the leaves of keys, and give those keys that are cut. */
      async lookUp(wanted) {
        const unknown = Array.from(wanted).filter((key) => !this.asked.has(key));
        for (const key of unknown) this.asked.add(key);
        const names = await Promise.all(unknown.map(leafOf));
        const room = Math.max(0, MOST_LEAVES - this.leaves.size);
        const added = Array.from(new Set(names)).filter((name) => !this.leaves.has(name)).slice(0, room);
        const leaves = await Promise.all(added.map(load));
        added.forEach((name, at) => this.leaves.set(name, leaves[at]));
        const buckets = names.map((name, at) => this.leaves.get(name)?.[2].find(([key]) => key === unknown[at]));
        return unknown.filter((_, at) => buckets[at]?.[1] === 1);
      }

      /** The spellings under keys that are like one of these. */
      near(wanted) {
        const found = new Set();
        for (const [addresses, entities, buckets] of this.leaves.values()) {
          const numbers = new Set();
          for (const [key, , ...under] of buckets) {
            if (wanted.has(key) || isLike(key, wanted)) under.forEach((number) => numbers.add(number));
          }
          let number = 0;
          for (const [id, label, address, isPerson, ...names] of entities) {
            for (const name of names) {
              if (numbers.has(number++)) found.add(spelling([id, label, address, isPerson], name, addresses));
            }
          }
        }
        return found;
      }
    }

    async function leafOf(key) {
      const node = place(index, key);
      return `${node}-${place(await load(String(node)), key)}`;
    }

    async function fill(shelf, names) {
      const asked = names.map(keys), every = (kind) => asked.flatMap((of) => Array.from(of[kind]));
      const singles = new Set(every("singles"));
      const cut = await shelf.lookUp([...every("wholes"), ...singles, ...every("pairs")]);
      const long = cut.filter((key) => singles.has(key)).sort(compare);
      const wholes = cut.filter((key) => key.startsWith("="));
      const twos = subsets(long, 2).map((two) => two.join("+"));
      const letters = wholes.flatMap((whole) => names.map((name) => `${whole}/${sorted(name.letters)}`));
      const cutTwos = new Set(await shelf.lookUp([...letters, ...twos]));
      const threes = subsets(long, 3).filter((three) => subsets(three, 2).every((two) => cutTwos.has(two.join("+"))));
      await shelf.lookUp(threes.map((three) => three.join("+")));
    }

    /** More leaves, in which a slip of a word may stand: where its beginning is the same, or its head was lost. */
    async function fillBySlips(shelf, names) {
      const long = names.flatMap((name) => name.parts.map((part) => part.consonants)).filter((bones) => size(bones) > 2);
      for (const bones of long) {
        const signs = Array.from(bones);
        const beginnings = signs.map((_, at) => signs.slice(0, at + 1).join("")).slice(1, -1).reverse();
        await shelf.lookUp([
          [signs[1], signs[0], ...signs.slice(2)].join(""),
          signs.slice(1).join(""),
          ...beginnings.flatMap((beginning) => [beginning, `${beginning}\uffff`]),
        ]);
      }
    }

    function rank(query, shelf, wanted, limit) {
      const found = new Map();
      for (const spelled of shelf.near(wanted)) {
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
      const wanted = new Set(shelf.asked);
      const hits = rank(query, shelf, wanted, limit);
      if (hits.some((hit) => hit.why !== "similar")) return hits;
      await fillBySlips(shelf, names);
      return rank(query, shelf, wanted, limit);
    };
  }

  /** The place of the last of these that is not greater than a key. */
  function place(least, key) {
    let low = 0, high = least.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (least[middle] <= key) low = middle; else high = middle;
    }
    return low;
  }

  function subsets(all, many) {
    if (many === 0) return [[]];
    return all.flatMap((one, at) => subsets(all.slice(at + 1), many - 1).map((rest) => [one, ...rest]));
  }

  function isLike(key, wanted) {
    for (const other of wanted) {
      const [short, long] = key.length < other.length ? [key, other] : [other, key];
      if (short.length * 2 >= WORST_KEY * (short.length + long.length) && ratio(key, other) >= WORST_KEY) return true;
    }
    return false;
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

  /** Connects the field with the list of the page. */
  function start() {
    const field = document.getElementById("q");
    const list = document.getElementById("hits"), status = document.getElementById("search-status");
    if (!field || !list || !status) return;
    const root = document.documentElement.dataset.root ?? "";
    const load = scripts(`${root}search/`);
    let opened, turn = 0, timer;

    async function run() {
      const mine = ++turn, text = field.value;
      if (!text.trim()) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      try {
        opened ??= open(load);
        const hits = await (await opened)(text);
        if (mine !== turn) return; // something else was typed meanwhile
        list.replaceChildren(...hits.map((hit) => shown(hit, root)));
        status.textContent = hits.length === 0 ? "Nothing found." : hits.length === 1 ? "1 found." : `${hits.length} found.`;
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
