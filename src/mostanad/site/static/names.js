// Compares names in the browser exactly as mostanad.matching does; a test keeps the two in step.
//
// `folding` applies the tables of mostanad.matching.folding, which are in search/rules.js. `matching` follows
// mostanad.matching.spelling and mostanad.matching.texts; partial matches (hasSome) exist only here.
"use strict";

globalThis.mostanadNames = (() => {
  const ALL_ORDERS = 4; // names of up to this many words are tried in every order, longer ones are rotated
  const WORST_WORD = 0.78, WORST_SKELETON = 0.84, WORST_WHOLE = 0.88, SURNAME = 91, HALF = 60, SAME_WORD = 0.95, ALIKE = 0.94;
  const HARDENED = 0.9, OTHER = 5, BEGUN = 90, LONG = 6, SLIP = 0.84;
  // Partial matches: the least share of the query's letters; added for a place's province, and for a distinctive word.
  const LEAST_SHARE = 1 / 4, AROUND = 15, NAMED = 20;
  const LEAST = 63, BODY = 3, TIME = 68; // scores of texts: the least; added for bodies; for a time alone, as in mostanad.matching.texts
  const YEAR = /^(19|20|13|14)[0-9][0-9]$/; // Gregorian or Persian
  const YEAR_JOINED = /(?:(?<=[\u0600-\u06ff])|(?<=\p{L}{4}))(?=[0-9]{2}(?:[0-9]{2})?$)/u; // the place before a year that ends a word

  const size = (text) => { let many = 0; for (const _ of text) many++; return many; };
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  /** Compares strings by code points, as Python does. */
  function compare(one, other) {
    let at = 0;
    while (at < one.length && one[at] === other[at]) at++;
    return (one.codePointAt(at) ?? -1) - (other.codePointAt(at) ?? -1);
  }

  /** Rounds to one decimal, ties to the even digit, as Python does. */
  function round(number) {
    const down = Math.floor(number * 10);
    return number * 4 % 2 === 1 ? (down % 2 ? down + 1 : down) / 10 : Number(number.toFixed(1));
  }

  function permutations(all) {
    if (all.length < 2) return [all];
    return all.flatMap((one, at) => permutations(all.filter((_, place) => place !== at)).map((rest) => [one, ...rest]));
  }

  function cached(work) {
    const known = new Map();
    return (key) => {
      if (!known.has(key)) known.set(key, work(key));
      return known.get(key);
    };
  }

  /** The similarity of two texts, 0 to 1, as rapidfuzz: twice the longest common subsequence by the sum of lengths. */
  function ratio(one, other) {
    if (one === other) return 1;
    const left = Array.from(one), right = Array.from(other), both = left.length + right.length;
    const distance = both - 2 * (left.length < 32 ? commonOfShort(left, right) : common(left, right));
    return (1 - distance / both) * 100 / 100; // rounded as in rapidfuzz, which returns percent
  }

  /** The length of the longest common subsequence. */
  function common(left, right) {
    let row = new Uint16Array(right.length + 1);
    for (const sign of left) {
      const next = new Uint16Array(right.length + 1);
      right.forEach((other, at) => { next[at + 1] = sign === other ? row[at] + 1 : Math.max(row[at + 1], next[at]); });
      row = next;
    }
    return row[right.length];
  }

  /** The same by Hyyrö's bit-parallel algorithm, with a bit for each letter of the left, which has fewer than 32. */
  function commonOfShort(left, right) {
    const bits = new Map();
    left.forEach((sign, at) => bits.set(sign, (bits.get(sign) ?? 0) | (1 << at)));
    let state = -1;
    for (const sign of right) {
      const matches = state & (bits.get(sign) ?? 0);
      state = (state + matches) | (state - matches);
    }
    let many = 0;
    for (let at = 0; at < left.length; at++) many += ~state >> at & 1;
    return many;
  }

  /** The functions of mostanad.matching.folding, from its tables. */
  function folding(rules) {
    const patterns = (list) => list.map(([pattern, to]) => [new RegExp(pattern, "gu"), to.replace(/\\(\d)/g, "$$$1")]);
    const apply = (list, text) => list.reduce((sofar, [pattern, to]) => sofar.replace(pattern, to), text);
    const table = (object) => new Map(Object.entries(object));
    const letters = table(rules.letters), sounding = table(rules.sounds), casefolded = table(rules.casefold);
    const spaces = new Set(rules.spaces), digits = new Map();
    for (const [first, value, many] of rules.digits) {
      for (let at = 0; at < many; at++) digits.set(String.fromCodePoint(first + at), String(value + at));
    }
    const arabic = new RegExp(rules.arabic, "u"), honorific = new RegExp(rules.honorific, "gu");
    const joined = patterns(rules.joined), latin = patterns(rules.latin);
    const vowels = patterns(rules.vowels), persian = patterns(rules.persian);
    const spoken = new Set(rules.spoken);

    const each = (text, become) => { let found = ""; for (const sign of text) found += become(sign); return found; };
    const squeeze = (text) => text.split(" ").filter(Boolean).join(" ");
    const casefold = (text) => each(text, (sign) => casefolded.get(sign) ?? sign.toLowerCase());
    const isPersian = (text) => arabic.test(text);

    const character = cached((sign) =>
      /\p{M}/u.test(sign) ? "" : digits.get(sign) ?? (/[\p{L}\p{N}]/u.test(sign) ? sign : " "));

    function foldOnce(text) {
      const replaced = each(casefold(text).normalize("NFKD"), (sign) => letters.get(sign) ?? sign);
      return squeeze(each(replaced, character).normalize("NFC"));
    }

    // Folding never crosses a space, so each word is folded by itself and cached.
    const byWord = (work) => {
      const known = cached(work);
      return (text) => squeeze(text.split(" ").map(known).join(" "));
    };
    const fold = byWord((text) => {
      let folded = "";
      while (folded !== text) [folded, text] = [text, foldOnce(text)];
      return folded;
    });
    const space = (sign) => (spaces.has(sign) ? " " : sign);
    const asWritten = byWord((text) => each(casefold(text.normalize("NFC")), space));

    const words = (folded) => apply(joined, folded).split(" ").filter(Boolean);
    const withoutHonorifics = (folded) => squeeze(folded.replace(honorific, " ")) || folded;
    const sounds = cached((word) =>
      isPersian(word) ? each(apply(persian, word), (sign) => sounding.get(sign) ?? sign) : apply(latin, word));
    const plain = cached((word) =>
      isPersian(word) ? sounds(word).split("?").join("").toLowerCase() : apply(vowels, sounds(word)));

    function skeleton(parts) { // the consonants; the vowels in each gap between them; the gaps at ends of words
      let consonants = "", many = 0;
      const gaps = [""], ends = new Set([0]);
      for (const part of parts) {
        let at = 0;
        for (const sound of sounds(part)) {
          if (spoken.has(sound) || (sound === "y" && at)) {
            gaps[many] += sound === "y" ? "i" : sound;
          } else {
            consonants += sound;
            gaps.push("");
            many++;
          }
          at++;
        }
        ends.add(many);
      }
      return { consonants, gaps, ends, isPersian: isPersian(parts.join("")) };
    }

    const qualities = (gap) => Array.from(gap).map((vowel) => rules.qualities[vowel]).join("");
    const share = (one, other) => Array.from(one).some((sign) => other.includes(sign));

    function sameGap(left, right, isEdge, leftIsPersian, rightIsPersian) { // whether the vowels of two gaps can be the same
      if (isEdge && !left !== !right) return /^\?+$/.test(left + right);
      if (!leftIsPersian && !rightIsPersian) return !left || !right || share(qualities(left), qualities(right));
      if (leftIsPersian && rightIsPersian) {
        const all = left + right;
        return !(all.includes("I") && all.includes("U")) || share(left, right);
      }
      const [written, spelled] = leftIsPersian ? [left, right] : [right, left];
      if (!written) return spelled.length < 2;
      if (/[ou].*i|i.*[ou]/.test(spelled) && !/[U?]/.test(written)) return false;
      return Array.from(written).every((vowel) => !rules.written[vowel] || share(spelled, rules.written[vowel]));
    }

    function agree(one, other, slips = false) { // whether two skeletons can be of one name; `slips`: vowels may be missing in both
      if (one.consonants !== other.consonants || !one.gaps[0] !== !other.gaps[0]) return false;
      if (!slips && !one.isPersian && !other.isPersian) {
        const missing = new Set(one.gaps.map((gap, at) => (!gap === !other.gaps[at] ? null : !gap)));
        if (missing.has(true) && missing.has(false)) return false;
      }
      return one.gaps.every((gap, at) =>
        sameGap(gap, other.gaps[at], one.ends.has(at) || other.ends.has(at), one.isPersian, other.isPersian));
    }

    return { fold, asWritten, words, withoutHonorifics, isPersian, sounds, plain, skeleton, agree };
  }

  /** The classes and functions of mostanad.matching.spelling and texts. */
  function matching(rules) {
    const { fold, asWritten, words, withoutHonorifics, isPersian, plain, skeleton, agree } = folding(rules);
    const known = new Map(), small = new Set(rules.small), months = new Set(rules.months), called = Object.entries(rules.called), alike = new Map(Object.entries(rules.alike));
    const within = new Map(Object.entries(rules.within));
    const places = new Map(), sounded = new Set(); // places by their consonants; the consonants of all words of texts
    // Words that match by sound: of names, each with whether it is in a person's name; and of places.
    const names = new Map(), placed = new Set([...within].flat().concat(Object.keys(rules.lies), rules.proper).join(" ").split(" "));

    function like(one, other) {
      const key = `${one} ${other}`;
      let found = known.get(key);
      if (found === undefined) known.set(key, found = ratio(one, other));
      return found;
    }

    /** The same, or 0 if the lengths alone show that the similarity is below `least`. */
    function likeEnough(one, other, least) {
      const [left, right] = [size(one), size(other)];
      return 2 * Math.min(left, right) < least * (left + right) ? 0 : like(one, other);
    }

    const boned = cached((word) => skeleton([word])), hasDigit = cached((word) => /[0-9]/.test(word));
    const numbered = new Map(); // a number for each word: caches are arrays with this index, which is faster
    const numberOf = (word) => numbered.get(word) ?? (numbered.set(word, numbered.size), numbered.size - 1);
    for (const place of within.keys()) places.set(boned(place).consonants, [...places.get(boned(place).consonants) ?? [], place]);

    /** A folded name, with the forms in which names are compared; costly forms are computed when first used. */
    class Name {
      constructor(folded, parts = words(folded)) {
        this.words = parts;
        this.letters = folded.split(" ").join("");
        this.isPersian = isPersian(folded);
        this.plain = parts.map(plain);
        this.parts = parts.map(boned);
      }

      get numbers() { return this._numbers ??= this.words.map(numberOf); }

      get digits() { return this._digits ??= this.words.map(hasDigit); }

      get sounding() { return this._sounding ??= this.plain.join(""); }

      get skeleton() { return this._skeleton ??= skeleton(this.words); }

      get singles() { // the consonants of each word with more than two of them
        return this._singles ??= new Set(this.parts.map((part) => part.consonants).filter((bones) => size(bones) > 2));
      }

      get pairs() { // the joined consonants of each two neighbouring words, with the position of the first
        return this._pairs ??= new Map(this.parts.slice(1).map((part, at) => [this.parts[at].consonants + part.consonants, at]));
      }

      joined(other) { // the name with two words joined, if they are one word in the other name
        let least;
        for (const bones of this.pairs.keys()) {
          if (other.singles.has(bones) && (least === undefined || compare(bones, least) < 0)) least = bones;
        }
        if (least === undefined) return this;
        const at = this.pairs.get(least);
        return new Name(
          [...this.words.slice(0, at), this.words[at] + this.words[at + 1], ...this.words.slice(at + 2)].join(" "));
      }

      get orders() {
        return this._orders ??= this.words.length <= ALL_ORDERS ? permutations(this.words)
          : this.words.map((_, at) => [...this.words.slice(at), ...this.words.slice(0, at)]);
      }

      get allLetters() { return this._allLetters ??= new Set(this.orders.map((order) => order.join(""))); }

      /** By consonants: each order of the words as plain letters, with its skeleton. */
      get skeletons() {
        if (this._skeletons) return this._skeletons;
        this._skeletons = new Map();
        for (const order of this.orders) {
          const bones = skeleton(order), same = this._skeletons.get(bones.consonants) ?? [];
          this._skeletons.set(bones.consonants, [...same, [order.map(plain).join(""), bones]]);
        }
        return this._skeletons;
      }
    }

    /** The surname of a label as names: its last word, and its last `many` words if that is more; none for 0. */
    const surnames = (label, many) => {
      const called = words(withoutHonorifics(fold(label)));
      return Array.from(new Set(many ? [1, many] : []), (at) => new Name(called.slice(-at).join(" ")));
    };

    class Spelling extends Name {
      constructor(name, entity) {
        const folded = fold(name);
        super(entity.isPerson ? withoutHonorifics(folded) : folded);
        this.surnames = surnames(entity.label, entity.surname);
        Object.assign(this, { name, entity, asWritten: asWritten(name), fullLetters: folded.split(" ").join("") });
        for (const word of this.words) names.set(word, entity.isPerson || (names.get(word) ?? false));
        this.isOther = !entity.isPerson && name !== entity.label;
      }
    }

    /** The years in a term (first and last month), Gregorian and Persian, these also by their last two digits. */
    const years = (term) => {
      if (!term) return "";
      const [first, last] = term.map((month, at) => new Date(`${month}-${["01", "28"][at]}`));
      const year = (day, before) => new Date(day - before * 86400000).getUTCFullYear();
      const from = (one, other) => Array.from({ length: other - one + 1 }, (_, at) => one + at);
      const persian = from(year(first, 79) - 621, year(last, 79) - 621);
      return [...from(year(first, 0), year(last, 0)), ...persian, ...persian.map((one) => String(one % 100).padStart(2, "0"))].join(" ");
    };

    class Text extends Name { // a row that is found by words: of its title, its page, and more
      constructor(name, entity, more, higher = 0, term = "") {
        const [first, last = first] = term.split("/");
        super(fold(`${name} ${entity.address.replace(/^.*\//, "")} ${more} ${years(first && [first, last])}`));
        this.least = LEAST + higher;
        this.term = first && [first, last]; // of a post or a short event
        const title = fold(name);
        this.named = new Set(title.split(" "));
        Object.assign(this, { name, entity, asWritten: asWritten(name), title: title.split(" ").join("") });
        this.own = name === entity.label ? null : new Set(words(title)); // for a post or an act, which leads to another row's page
        this.isBody = !this.own && higher === BODY;
      }

      /** Makes the text known to queries, which join two words that are one word of a text. */
      index() {
        for (const { consonants } of this.parts) sounded.add(consonants);
        return this;
      }

      has(query) {
        if (query.asWritten === this.asWritten) return [100, "exact"];
        if (query.whole.letters === this.title) return [98, "same letters"];
        const worst = query.worst(this);
        if (worst < WORST_WORD) return null;
        if (this.own && query.nearest(this, this.own).every((one) => one < WORST_WORD)) return null;
        if (query.isTime) return [TIME, "words"]; // one score for all: the order of the entities decides
        const isBeside = this.isBody && query.nearest(this, this.named).every((one) => one < SAME_WORD);
        const covered = isBeside ? 0 : Math.min(1, sum(query.asked.words.map(size)) / size(this.title));
        return [round((this.least + 20 * covered) * worst ** 1.5), worst >= SAME_WORD ? "words" : "similar"];
      }

      /** A partial match: its score, the missing words, and `around`, the places whose province the text names instead.
       * Null if it has less than `share` of the query's letters, or no word but people's names. `surnames`: in the query;
       * `telling`: words that few entities have, which name a body or a post; `unknown`: words that no text has,
       * which count for posts only. A time that a text leaves open counts by half. */
      hasSome(query, isOfPerson, share, surnames, telling, unknown) {
        const { words } = query.asked, isPost = this.own && this.entity.isPerson;
        const isHere = query.nearest(this).map((one) => one >= SAME_WORD);
        const isUndated = !(this._hasYear ??= this.words.some((word) => YEAR.test(word)));
        const isOpen = (word, at) => !isHere[at] && isTime(word) && (isUndated || (!this.term && !YEAR.test(word)));
        const counted = words.filter((word, at) => (isPost || !unknown.has(word)) && !isOpen(word, at));
        const all = sum(counted.map(size)), open = sum(words.filter(isOpen).map(size));
        const titled = this.isBody ? { words: [...this.named] } : this; // only its title says where a body is
        const isAround = (word, at) => !this.own && !isHere[at] && isOfProvince(titled, provinceOf(word, isOfPerson));
        const around = words.filter(isAround);
        const isPlaced = words.some((word, at) => isHere[at] && provinceOf(word, isOfPerson));
        const isCalled = (this.isBody || isPost)
          && words.some((word, at) => isHere[at] && telling.has(word) && query.nearestTo(at, this, this.named) >= SAME_WORD);
        if (this.isBody && isCalled) share = Math.min(share, LEAST_SHARE);
        if (isPost) share = Math.max(share, 2 / 3); // a few common words are not enough
        const here = sum([...words.filter((_, at) => isHere[at]), ...around].map(size));
        if (here < (around.length || isPlaced ? Math.min(share, LEAST_SHARE) : share) * all) return null;
        const subjects = this._subjects ??= new Set([...this.own ?? this.words].filter((word) => !isOfPerson(word) && !/^([0-9]{1,3}|.)$/u.test(word)));
        if (!around.length && !query.nearest(this, subjects).some((one) => one >= SAME_WORD)) return null;
        const isNamed = words.some((word, at) => isHere[at] && surnames.has(word));
        const isRank = (word, at) => (at === 0 && word === "general") || (isNamed && isAlike(word, "judge")); // a form of address may be missing
        const missing = words.filter((word, at) => !isHere[at] && !isAround(word, at) && !isRank(word, at));
        // The record may know only the month of an event: then the day may be missing.
        const isOfDay = missing.length === 1 && /^[0-9]{1,2}$/.test(missing[0]) && words.some((word) => YEAR.test(word));
        const lacking = missing.filter((word) => counted.includes(word)).length;
        const isMore = lacking < 2 || 2 * lacking <= counted.length - around.length; // a force there is no hit for a judge there
        const isMost = 2 * lacking <= counted.length;
        const more = (this.least > LEAST ? 5 : 0) + (around.length && isMore ? AROUND : 0) + (isNamed || isOfDay || isPlaced || (isCalled && isMost) ? NAMED : 0);
        const score = 40 * here / (all + open / 2) + 10 * Math.min(1, here / size(this.title)) + more;
        const provinces = around.map((word) => provinceOf(word, isOfPerson));
        const isAll = unknown.size > 0 && !around.length && missing.every((word) => unknown.has(word));
        return { score, missing: query.asTyped(missing), around: query.asTyped(around), provinces, isAll };
      }
    }

    /** What was typed, without signs around it, by folded word; the first occurrence counts. */
    const typedWords = (text) => new Map(text.trim().split(/\s+/u).reverse().flatMap((typed) =>
      words(fold(typed)).map((word) => [word, typed.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, "")])));

    class Query {
      constructor(text) {
        const folded = fold(text), core = withoutHonorifics(folded);
        known.clear(); // or the cache would grow with each query
        this.asWritten = asWritten(text);
        this.whole = new Name(folded);
        this.core = core === folded ? this.whole : new Name(core);
        let words = ` ${this.whole.words.map((word) => word.replace(YEAR_JOINED, " ")).join(" ")} `;
        this.typed = typedWords(text);
        for (const [name, means] of called) {
          if (words.includes(` ${name} `)) {
            const typed = this.asTyped(name.split(" ")).join(" ");
            for (const word of means.split(" ")) this.typed.set(word, this.typed.get(word) ?? typed);
          }
          words = words.replaceAll(` ${name} `, ` ${means} `);
        }
        const meant = words.trim().split(" ");
        words = Array.from(new Set(meant)).filter((word) => word && !small.has(word));
        this.asked = new Name(words.join(" "), words);
        const pairs = meant.slice(1).map((word, at) => [meant[at], word])
          .filter((pair) => pair.every((word) => words.includes(word)) && sounded.has(boned(pair.join("")).consonants));
        this.compared = new Name("", [...words, ...pairs.map((pair) => pair.join(""))]);
        // For each word, where `compared` has it joined with a neighbour: Rezvan Shahr is Rezvanshahr.
        this.joined = words.map((word) => [...pairs.keys()].filter((at) => pairs[at].includes(word)).map((at) => words.length + at));
        this.seen = this.compared.words.map(() => []);
      }

      /** Whether the query has only words for times. */
      get isTime() { return this.time ??= this.asked.words.length > 0 && this.asked.words.every(isTime); }

      /** Folded words, as they were typed. */
      asTyped(words) { return Array.from(new Set(words.map((word) => this.typed.get(word) ?? word))); }

      /** Those of some query words that none of these texts has, as they were typed. */
      missing(some, texts) {
        const isHere = (at) => texts.some((text) => text.words.some((_, to) => this.near(at, text, to) >= SAME_WORD));
        return this.asTyped(this.asked.words.filter((word, at) => some.includes(word) && !isHere(at)));
      }

      /** For each query word, its similarity to the nearest word of a text, or to the nearest of some of its words. */
      nearest(text, among) { return this.asked.words.map((_, at) => this.nearestTo(at, text, among)); }

      /** For each query word that is a month, its first and last Gregorian month in each year of the query. */
      get months() {
        return this.asMonths ??= (() => {
          const { words } = this.asked, found = new Map(), years = words.filter((word) => YEAR.test(word)).map(Number);
          const month = (year, day) => new Date(Date.UTC(year, 0, day)).toISOString().slice(0, 7);
          for (const word of words) {
            const [ours, persian] = monthOf(word);
            found.set(word, years.flatMap((year) => {
              if (ours >= 0 && year >= 1900) return [Array(2).fill(`${year}-${String(ours + 1).padStart(2, "0")}`)];
              const begun = 80 + persian * 30 + Math.min(persian, 6);
              return persian >= 0 && year < 1900 ? [[month(year + 621, begun), month(year + 621, begun + 28)]] : [];
            }));
          }
          return found;
        })();
      }

      nearestTo(at, text, among) { // a month matches the term of a text; two joined words can match one
        const { words } = this.asked, months = !among && text.term ? this.months.get(words[at]) : [];
        if (months.some(([first, last]) => text.term[0] <= last && first <= text.term[1])) return 1;
        if (months.length && !(text.named.has(words[at]) && words.some((word) => YEAR.test(word) && text.named.has(word)))) return 0;
        let most = 0;
        for (let to = 0; to < text.words.length; to++) {
          if (!among || among.has(text.words[to])) most = Math.max(most, this.near(at, text, to));
        }
        const isJoined = (pair) => text.singles.has(this.compared.parts[pair].consonants) && text.words.some((word, to) => (!among || among.has(word)) && this.near(pair, text, to) >= SAME_WORD);
        return most < SAME_WORD && this.joined[at].some(isJoined) ? 1 : most;
      }

      /** The lowest similarity of a query word to a text; 0 if one is below WORST_WORD. */
      worst(text) {
        let least = this.asked.words.length ? 1 : 0;
        for (let at = 0; least && at < this.asked.words.length; at++) {
          const near = this.nearestTo(at, text);
          least = near < WORST_WORD ? 0 : Math.min(least, near);
        }
        return least;
      }

      near(at, text, to) { // the similarity of two words, or of their meaning: names and places by sound, others as written
        const seen = this.seen[at], number = text.numbers[to], known = seen[number];
        if (known === undefined) {
          const word = this.compared.words[at], other = text.words[to];
          const isSame = isAlike(word, other) || `${word}s` === other || word === `${other}s`;
          const [one, two] = [isPersian(word), isPersian(other)], sameAyn = word.includes("ع") === other.includes("ع"); // Amol is a town, amel an agent
          const most = word !== other && one && two ? (sameAyn ? ALIKE : 0) : 1;
          const isCalled = names.get(other) || (one !== two && (names.has(word) || names.has(other)));
          const isName = placed.has(word) || placed.has(other) || (isCalled && !(one && two));
          const like = (isName ? likeWords : written)(this.compared, at, text, to);
          const alike = Math.min(like, most), isMonth = months.has(word) || months.has(other);
          const hardened = isName && isHardened(this.compared.parts[at], text.parts[to]) ? HARDENED : 0;
          seen[number] = Math.max(alike < SAME_WORD && isMonth ? 0 : alike, isSame ? 0.96 : hardened);
        }
        return known ?? seen[number];
      }

      /** Whether the query has all words of a text. */
      covers(text) {
        return text.words.every((_, to) => this.seen.some((_, at) => this.near(at, text, to) >= SAME_WORD));
      }

      match(spelling) { // score, reason, and query words without a counterpart; null or undefined if there is no match
        if (spelling instanceof Text) return spelling.has(this);
        if (this.asWritten === spelling.asWritten) return [100, "exact"];
        if (!this.whole.letters || !spelling.fullLetters) return null;
        if (this.whole.letters === spelling.fullLetters) return [98, "same letters"];
        const name = spelling.entity.isPerson ? this.core : this.whole;
        if (name.letters === spelling.letters) return [97, "same letters"];
        if (name.allLetters.has(spelling.letters)) return [95, "other order"];
        const found = bySkeleton(name, spelling), byWord = byWords(name, spelling);
        if (byWord && spelling.isOther) byWord[0] = round(byWord[0] - OTHER);
        const begun = isBegun(name, spelling) ? [BEGUN, "part"] : null;
        const isExact = spelling.surnames.some(({ letters }) => letters === name.letters);
        const called = byWord && isSurname(name, spelling) ? [SURNAME + isExact, "surname"]
          : byWord && isHalf(name, spelling.surnames.at(-1)) ? best(byWord, [HALF, "part"]) : byWord;
        return best(best(best(found, byWord), begun), best(called, found ? null : bySlips(name, spelling)));
      }
    }

    function best(one, other) {
      if (!one || !other) return one || other;
      return (one[0] - other[0] || compare(one[1], other[1])) < 0 ? other : one;
    }

    function bySkeleton(query, spelling) {
      const candidates = query.skeletons.get(spelling.skeleton.consonants);
      if (!candidates || size(spelling.skeleton.consonants) < 3) return null;
      const whole = spelling.plain.join("");
      let found = null;
      for (const [order, bones] of candidates) {
        const likeness = like(order, whole);
        if (agree(bones, spelling.skeleton)) found = best(found, [round(75 + 19 * likeness), "skeleton"]);
        else if (query.isPersian || spelling.isPersian || likeness >= 0.6) {
          found = best(found, [round(60 + 10 * likeness), "similar"]);
        }
      }
      return found;
    }

    function isSurname(query, spelling) { // a Persian query needs all written vowels, or the spelling's words
      return spelling.surnames.some((surname) => {
        if (query.plain.join("") === surname.plain.join("")) return true;
        if (!query.isPersian || size(surname.skeleton.consonants) < 2 || !agree(query.skeleton, surname.skeleton)) return false;
        const { gaps } = surname.skeleton, isWritten = (written, at) => written || !/[iu]/.test(gaps[at]);
        return query.words.every((word) => spelling.words.includes(word)) || query.skeleton.gaps.every(isWritten);
      });
    }

    /** Whether the query is the beginning, of two words or more, of a body's name. */
    const isBegun = ({ words }, spelling) => !spelling.entity.isPerson && words.length > 1 && words.length < spelling.words.length
      && words.every((word, at) => word === spelling.words[at]);

    /** Whether the query is the first word of a surname of several words. */
    const isHalf = (query, surname) => surname?.words.length > 1 && query.plain.join(" ") === surname.plain[0];

    function byWords(asked, spelled) { // each word of the shorter name needs a partner in the longer one
      const query = asked.joined(spelled), spelling = spelled.joined(asked);
      const like = spelled.entity.isPerson || asked.words.length === spelled.words.length ? likeWords : written;
      const askedIsShorter = query.words.length <= spelling.words.length;
      const [short, long] = askedIsShorter ? [query, spelling] : [spelling, query];
      if (!askedIsShorter && short.words.length < 2) return null;
      const left = new Set(long.words.keys());
      let worst = 1;
      for (const at of short.words.keys()) {
        let nearest = -1, partner = -1;
        for (const other of left) {
          const near = askedIsShorter ? likeKept(query, at, spelling, other, like) : likeKept(query, other, spelling, at, like);
          if (near > nearest) [nearest, partner] = [near, other];
        }
        if (nearest < WORST_WORD) return null;
        left.delete(partner);
        worst = Math.min(worst, nearest);
      }
      const extra = sum(Array.from(left, (at) => size(long.plain[at])));
      const covered = 1 - extra / Math.max(1, sum(long.plain.map(size)));
      const why = worst < 0.95 || !left.size ? "similar" : "part";
      return [round((50 + 40 * covered) * worst ** 1.5), why, askedIsShorter ? [] : Array.from(left, (at) => long.words[at])];
    }

    /** Whether two words in Latin letters differ at most in z for s and q for k, as Dizel and Diesel do. */
    function isHardened(one, other) {
      if (one.isPersian || other.isPersian || one.consonants.length !== other.consonants.length) return false;
      const [left, right] = [one, other].map(({ consonants }) => consonants.replace(/z/g, "s").replace(/q/g, "k"));
      return left.length > 1 && left === right && agree({ ...one, consonants: other.consonants }, other);
    }

    /** Whether two folded words are spellings of one word, in either script. */
    function isOneWord(word, other) {
      if (word === other || plain(word) === plain(other)) return true;
      const [bones, others] = [word, other].map(boned);
      return size(bones.consonants) > 1 && !hasDigit(word) && !hasDigit(other) && agree(bones, others);
    }

    /** Whether one word is a place and the other only begins like it: Kermanshah is not Kerman. */
    function isOtherPlace(word, other) {
      const places = [word, other].filter((one) => placed.has(one)).length;
      if (!places) return false;
      const isOfTwoScripts = isPersian(word) !== isPersian(other);
      const [left, right] = isOfTwoScripts ? [boned(word).consonants, boned(other).consonants] : [word, other];
      if (Math.abs(size(left) - size(right)) < (isOfTwoScripts ? 1 : 2) || !(left.startsWith(right) || right.startsWith(left))) return false;
      return !isOfTwoScripts || (places > 1 && (within.get(word) ?? word) !== (within.get(other) ?? other));
    }

    /** A cached test whether a word is one of these by `isOneWord`; it compares only words with the same consonants. */
    function anyOf(words) {
      const plains = new Set(words.map(plain)), found = new Map();
      for (const word of words) found.set(boned(word).consonants, [...found.get(boned(word).consonants) ?? [], word]);
      return cached((word) => plains.has(plain(word)) || !!found.get(boned(word).consonants)?.some((one) => isOneWord(word, one)));
    }

    /** The province of a place, in any Latin spelling that is not a person's name; and whether a text names a province. */
    const provinceOf = (word, isOfPerson) => within.get(word) ?? (isPersian(word) || isOfPerson(word) ? undefined
      : within.get(places.get(boned(word).consonants)?.find((place) => !isPersian(place) && isOneWord(word, place))));
    const isOfProvince = ({ words }, province) => !!province?.split(" ").every((one) => small.has(one)
      || words.some((word) => !word.includes("ع") && sameAs(one)(word))); // no province has an ayn: Ilam is a province, elam an announcement
    const sameAs = cached((one) => anyOf([one]));

    const isAlike = (word, other) => !!alike.get(word)?.some((group) => alike.get(other)?.includes(group));
    const isTopic = (word) => alike.has(word); // it has synonyms

    /** The numbers, from 0, of a month of this name in the Gregorian and in the Persian calendar; -1 for none. */
    const monthOf = (word) => [rules.gregorian, rules.months].map((names) => names.findIndex((name) => name === word || isAlike(word, name)));

    const times = new Set(rules.times), isTime = (word) => YEAR.test(word) || times.has(word);

    function likeWords(one, at, other, to) { // the similarity of two words by sound, then by letters
      const word = one.words[at], partner = other.words[to];
      if (word === partner || one.plain[at] === other.plain[to]) return 1;
      if (one.digits[at] || other.digits[to] || isOtherPlace(word, partner)) return 0;
      const bones = one.parts[at], others = other.parts[to];
      const isOfTwoScripts = bones.isPersian !== others.isPersian;
      if (bones.consonants === others.consonants && size(bones.consonants) > (isOfTwoScripts ? 0 : 1)) {
        if (!agree(bones, others, true)) return 0;
        return agree(bones, others) ? 0.97 : like(one.plain[at], other.plain[to]);
      }
      if (isOfTwoScripts) {
        const enough = Math.min(size(bones.consonants), size(others.consonants)) >= 4;
        return enough ? like(bones.consonants, others.consonants) * 0.95 : 0;
      }
      return Math.min(size(word), size(partner)) >= 4 ? likeEnough(one.plain[at], other.plain[to], WORST_WORD) : 0;
    }

    /** The similarity of two words as they are written: long ones by their letters, names of places by sound too. */
    function written(one, at, other, to) {
      const word = one.words[at], partner = other.words[to];
      if (one.plain[at] === other.plain[to] || placed.has(word) || placed.has(partner)) return likeWords(one, at, other, to);
      const near = Math.min(size(word), size(partner)) < LONG || one.digits[at] || other.digits[to] ? 0 : likeEnough(word, partner, SLIP);
      return near < SLIP ? 0 : near;
    }

    /** The similarity by `like`, cached for each pair of words. */
    function likeKept(query, at, spelling, to, like) {
      query.seen ??= new Map([likeWords, written].map((one) => [one, query.words.map(() => [])]));
      return query.seen.get(like)[at][spelling.numbers[to]] ??= like(query, at, spelling, to);
    }

    function bySlips(query, spelling) { // whole names, if words are joined in one and split in the other
      if (query.words.length === spelling.words.length || hasDigit(query.letters) || hasDigit(spelling.letters)) return null;
      let near = 0, worst = WORST_WHOLE;
      if (query.isPersian !== spelling.isPersian) {
        const bones = query.skeleton.consonants, others = spelling.skeleton.consonants;
        worst = WORST_SKELETON;
        if (Math.min(size(bones), size(others)) >= 6) near = likeEnough(bones, others, worst);
      } else if (Math.min(size(query.letters), size(spelling.letters)) >= 8) {
        near = likeEnough(query.sounding, spelling.sounding, worst);
      }
      return near >= worst ? [round(80 * near ** 1.5), "similar"] : null;
    }

    return { Query, Spelling, Text, isAlike, isTopic, isOneWord, monthOf, anyOf, provinceOf, isOfProvince, isTime, LEAST_SHARE, SAME_WORD, YEAR };
  }

  /** The Gregorian date of the first day of a Persian year. */
  const newYear = (year) => [20, 21].map((day) => `${year + 621}-03-${day}`).find((date) => new Intl.DateTimeFormat(
    "en-u-ca-persian", { year: "numeric", timeZone: "UTC" }).format(new Date(date)).includes(year)) ?? `${year + 621}-03-21`;

  return { folding, matching, cached, compare, newYear, ratio, round, size };
})();
