// Search by any spelling of a name, in the browser alone; mostanad.site.search_files says what the files hold.
"use strict";

globalThis.mostanadSearch = (() => {
  const MIN_SCORE = 60, LIMIT = 10, WORST_WORD = 0.78; // as mostanad.search
  const LONG = 5; // so many letters a name has at least that is looked for without its end
  const MUCH = 3; // so many words that were typed are enough, wherever it was
  const FEW = 100; // so many have a word at most that tells one
  const CASE = / [tc] [0-9]+ [0-9]{2} /; // a case of the courts of the European Union
  const ACT = /(?<![0-9/])(?:(?:19|20)[0-9]{2}\/[0-9]{1,5}|[0-9]{1,5}\/(?:19|20)[0-9]{2})(?![0-9/])/; // the number of an act of the EU
  const KIND = 15; // how much higher the kind of event that was typed stands among what has some of the words
  const say = globalThis.mostanadSay ?? ((message) => message);
  const REASONS = {
    "exact": say("exact match"),
    "same letters": say("the same letters"),
    "other order": say("the same words, joined or ordered otherwise"),
    "skeleton": say("another spelling: the same consonants"),
    "surname": say("the surname"),
    "part": say("a part of the name"),
    "similar": say("a similar name"),
    "words": say("has these words"),
    "within": say("a place in the province, or its name"),
    "namesake": say("another first name"),
  };

  const before = (date) => new Date(new Date(date) - 86400000).toISOString().slice(0, 10);

  /** The search of a site: a function that gives who is called like a text, best first. */
  function open(rules, [authorities, entities, called, begun, repeated]) {
    const whole = (text) => [].concat(text).map((one) => (typeof one === "number" ? repeated[one] : one)).join("");
    const { fold, isPersian } = globalThis.mostanadNames.folding(rules), { cached, newYear } = globalThis.mostanadNames;
    const { Query, Spelling, Text, isAlike, isOneWord, anyOf, provinceOf, isOfProvince, isTime, LEAST_SHARE, SAME_WORD, YEAR } = globalThis.mostanadNames.matching(rules);
    const { victims, shots, counts, courts, deaths, states, data, objections, court, tolls, women, ...others } = rules.lacking;
    const bearers = entities.map(([label, person, page, folder, what, listed, ...found]) => {
      const [listedBy, endedBy, seenBy, over] = [0, 1, 2, 3].map((at) => (listed[at] ?? []).map((one) => authorities[one] ?? one));
      const [name, called = name] = [].concat(label);
      const address = [whole(folder), page || name.toLowerCase().replace(/[^a-z0-9]+/g, "-")].filter(Boolean).join("/");
      const entity = { label: name, called, address, what: whole(what), kind: whole(what).split(/[,،]| \(/)[0], listedBy, endedBy, seenBy, over, isPerson: person > 0, surname: Math.max(0, person - 1) };
      const spelled = found.filter((one) => typeof one === "string").join(" ");
      return found.map((one) => (typeof one === "string" ? new Spelling(one || name, entity)
        : Object.assign(new Text(one[0] || name, entity, `${whole(one[1])} ${one[0] ? "" : spelled}`, one[2], one[4]), { times: whole(one[3] ?? "") })));
    });
    const inOrder = (hits, limit) => hits.filter(Boolean).sort((one, other) => other.score - one.score).slice(0, limit);

    let last; // what was asked for, with all that was compared
    const ask = (text) => (last?.text === text ? last : (last = Object.assign(new Query(text), { text })));

    function find(text, limit = LIMIT) {
      const query = ask(text);
      return query.whole.letters ? inOrder(bearers.map((spellings) => best(query, spellings)), limit) : [];
    }

    let people, titles, bodies; // the words of names, those of what is no name, and those of no person's name
    let surnames, joined; // whether a word is one of these: of last names; of names, and each two of them
    const wordsOf = (is) => new Set(bearers.flat().filter(is).flatMap((one) => one.words));
    const isOfPerson = (word) => (people ??= wordsOf((one) => one.entity.isPerson && !(one instanceof Text))).has(word);
    const placeOf = cached((word) => provinceOf(word, isOfPerson));
    const isOfBody = (word) => !isOfPerson(word)
      && (bodies ??= wordsOf((one) => one instanceof Text || !one.entity.isPerson)).has(word) && !isCalled(word);
    /** Whether a word, or two that were joined, can be of a person's name, in either script. */
    const isCalled = (word) => (joined ??= anyOf(Array.from(new Set(bearers.flat().filter((one) => one.entity.isPerson && !(one instanceof Text))
      .flatMap(({ words }) => [...words, ...words.slice(1).map((next, at) => words[at] + next)])))))(word);
    const isOfTitle = (word) => (titles ??= wordsOf((one) => one instanceof Text && !one.own)).has(word);

    /** How many have a word as it is written. */
    const havingOf = cached((word) => bearers.filter((some) => some.some(({ words }) => words.includes(word))).length);

    /** Whether it is neither somebody nor an event. */
    const isThing = ({ entity }) => !entity.isPerson && !entity.address.startsWith("events/");

    /** The last names of each person. */
    const lastNames = (spellings) => Array.from(new Set(spellings.flatMap((one) => one.surnames ?? []).flatMap((name) => name.words)));
    const isSurname = (word, entity) => entity ? lastNames(bearers.find(([one]) => one.entity === entity)).some((name) => isOneWord(word, name))
      : (surnames ??= anyOf(Array.from(new Set(bearers.flatMap(lastNames)))))(word);

    /** Whether a hit has a word as a surname: its own, or if it is an event one of somebody. */
    const bears = ({ spelling: { entity, words } }, word) => entity.isPerson ? isSurname(word, entity)
      : words.some((one) => isOneWord(word, one)) && isSurname(word);

    /** The surnames that were typed; none beside a word of which nothing is known, for it can be the name of another. */
    function surnamesOf({ asked: { words } }) {
      const isKnown = (word) => isOfTitle(word) || isAlike(word, word) || [...courts, ...deaths, ...Object.values(others).flat()].includes(word);
      const found = words.filter((word) => isSurname(word));
      return new Set(words.every((word) => found.includes(word) || isKnown(word)) ? found : []);
    }

    function some(text, limit, share) {
      const query = ask(text), surnames = surnamesOf(query);
      const telling = new Set(query.asked.words.filter((word) => !isTime(word) && !isAlike(word, word) && havingOf(word) <= FEW));
      const unknown = unknownOf(query), isFirst = cached((kind) => query.covers(kindText(kind)));
      // Who asks for a place and a year does not ask for what has the year alone.
      const isPlace = (word) => placeOf(word) || Object.keys(called).some((name) => namesOf(name).includes(word));
      const rest = query.asked.words.filter((word) => !isTime(word)), where = rest.every(isPlace) ? query.asTyped(rest) : [];
      const found = (spelling) => {
        const some = spelling.hasSome(query, isOfPerson, share, surnames, telling, unknown);
        if (where.length && some && where.every((word) => some.missing.includes(word))) return undefined;
        if (some && spelling.entity.address.startsWith("events/") && isFirst(spelling.entity.kind)) some.score += KIND;
        return some && { spelling, why: some.missing.length ? "some" : "words", ...some, provinces: some.provinces.map((word) => called[word]) };
      };
      const hits = inOrder(bearers.map((spellings) => inOrder(spellings.filter((one) => one instanceof Text).map(found), 1)[0]), Infinity);
      return (hits.some(({ isAll }) => isAll) ? hits.filter(({ isAll }) => isAll) : hits).slice(0, limit);
    }

    const kindText = cached((kind) => new Text("", { address: "", label: "" }, kind));

    /** What was typed and no text has: what has all the rest is found as if it were not typed. Nothing beside a surname, for it can be the name of another. */
    const unknownOf = (query) => query.unknown ??= new Set(query.asked.words.some((word) => isSurname(word)) ? [] : query.asked.words.filter((word, at) =>
      !isTime(word) && !placeOf(word) && !bearers.some((some) => some.some((one) => one instanceof Text && query.nearestTo(at, one) >= SAME_WORD))));

    /** What has all words, or is called by some of them. A body that is has not all, but for one beside a long name: with
     * these it is found by `some`. */
    const candidates = (text) => {
      const query = ask(text), long = query.whole.words.length;
      return query.candidates ??= find(text, Infinity).filter(({ spelling, why }) => why !== "part" || spelling.entity.isPerson
        || spelling.words.length >= Math.min(long, Math.max(3, long - 1)) || query.nearest(spelling).every((one) => one >= WORST_WORD))
        .map((hit) => ({ ...hit, missing: hit.left.length ? query.missing(hit.left, known(hit.spelling)) : [] }));
    };

    /** All by which something is found, and by whom it is listed. */
    const known = ({ entity }) => [...bearers.find(([{ entity: one }]) => one === entity),
      new Text("", entity, entity.listedBy.length ? `sanctions ${entity.listedBy.join(" ")}` : "")];

    /** What has all words, with the people whose name stands among them; nothing if there are only these. */
    find.whole = (text) => {
      const query = ask(text);
      if (query.wholes) return query.wholes;
      const found = candidates(text), means = (what) => query.asked.words.some((word) => isAlike(word, what));
      if (!found.some(({ missing }) => !missing.length)) return query.wholes = [];
      // Who asks for executions does not ask for what courts said of them.
      const isKind = ({ kind }) => query.covers(kindText(kind));
      const isFirst = ({ spelling: { entity } }) => !entity.isPerson && means("execution") && !means("verdict") && isKind(entity);
      const isOf = (name, word) => placeOf(word) === name || isOneWord(word, name.split(" ").at(-1));
      const places = Object.keys(called).filter((name) => query.asked.words.some((word) => isOf(name, word)));
      const lacks = (word, { words }) => words.every((one) => one !== word && `${word}s` !== one && word !== `${one}s` && !isOneWord(word, one));
      for (const hit of found) hit.isMeant = query.asked.words.some((word) => isAlike(word, word) && lacks(word, hit.spelling) && hit.spelling.words.some((one) => isAlike(word, one)));
      const isSaid = ({ spelling }, at) => query.nearestTo(at, spelling, spelling.named ?? undefined) >= SAME_WORD || query.nearestTo(at, kindText(spelling.entity.kind)) >= SAME_WORD
        || known(spelling).some((one) => !(one instanceof Text) && query.nearestTo(at, one) >= SAME_WORD);
      for (const hit of found) hit.isOfEvent = isThing(hit.spelling) && query.asked.words.some((word, at) => isAlike(word, word) && !isSaid(hit, at));
      for (const hit of found) hit.isBeside = places.length > 0 && hit.spelling.entity.address.startsWith("events/") && !places.some((name) => isThere(hit, name));
      const says = ({ spelling }) => isPost(spelling) && query.asked.words.length === 1 && spelling.named.has(query.asked.words[0]);
      // A post of somebody whose listings all ended, or whom a Persian page can only call by Latin letters, is below others.
      const isPersianPage = isPersian(Object.values(called)[0] ?? "");
      const isOver = ({ spelling }) => isPost(spelling) && !spelling.entity.listedBy.length && spelling.entity.endedBy.length > 0;
      const isLatin = ({ spelling }) => isPost(spelling) && isPersianPage && !isPersian(spelling.entity.called);
      const order = (hit) => isFirst(hit) - (isOver(hit) ? 1 / 4 : 0) - (isLatin(hit) ? 1 / 8 : 0) + (says(hit) ? 1 / 2 : 0) - hit.isBeside - (hit.missing.length > 0 && !hit.spelling.entity.isPerson); // a body that lacks a word is last
      return query.wholes = [...found].sort((one, other) => order(other) - order(one));
    };

    /** What is of a province, or of one of its places: no name of a person. */
    const there = cached((name) => new Set(bearers.flat().filter((one) => (one instanceof Text || !one.entity.isPerson)
      && (isOfProvince(one, name) || one.words.some((word) => placeOf(word) === name)))));
    /** The same, provinces one after the other while nobody types: then who asks for one need not wait. */
    find.warm = () => {
      Object.keys(called).forEach((name, at) => setTimeout(there, 50 * at, name));
      return find;
    };
    const namesOf = cached((name) => [...name.split(" "), ...fold(called[name]).split(" ")]);

    /** When listings began, as far as a text asks for it by a year: the year, alone or with one authority, ours or a Persian
     * one; and the days, if more is asked for and they are few. Of each the first and the last day, what it is called, and the authority. */
    find.days = (text) => {
      const query = ask(text), { words } = query.asked, year = Number(words.find((word) => YEAR.test(word)) ?? 0);
      if (!year) return [];
      const first = year < 1900 ? newYear(year) : `${year}-01-01`, last = year < 1900 ? before(newYear(year + 1)) : `${year}-12-31`;
      const has = (said, by) => new Text("", { address: "", label: "" }, `${said} sanctions ${by.map((number) => authorities[number].slice(0, 2))}`).has(query);
      // Of one authority also listings whose day is not known stand in the list.
      const whose = words.length === 1 ? [] : authorities.filter((_, number) => has(year, [number]));
      const isAsked = words.length > 1 ? whose.length === 1 : begun.some(([date]) => first <= date && date <= last);
      const years = isAsked ? [[first, last, text.trim(), whose[0]?.[2] ?? ""]] : [];
      const days = words.length === 1 ? [] : begun.filter(([date, said, ...by]) => [date, ...said.split("(")].some((one) => has(one, by)));
      return days.length > LIMIT ? years : [...years, ...days.map(([date, said]) => [date, date, said, ""])];
    };

    /** Which of the names of kinds of event a text asks for with a year, and the time: the year, and a month before it. */
    find.dated = (text, kinds) => {
      const { words } = ask(text).asked, year = words.find((word) => YEAR.test(word)), months = [...rules.gregorian, ...rules.months];
      const month = words.find((word) => months.some((name) => name === word || isAlike(name, word)));
      const is = (name) => words.some((word) => word === name || word === `${name}s` || isAlike(word, name));
      return year ? [kinds.filter((kind) => fold(kind).split(" ").some(is)), ask(text).asTyped([month, year].filter(Boolean)).join(" ")] : [[]];
    };

    /** What the record does not hold, as far as a text asks for it; `hits` are what has all of its words. */
    find.lacking = (text, hits) => {
      const query = ask(text), { words } = query.asked, line = ` ${query.whole.words.join(" ")} `;
      const asks = (names) => names.filter((name) => line.includes(` ${name} `));
      const means = (what) => words.some((word) => isAlike(word, what));
      const numbers = words.filter((word) => /^[0-9]+$/.test(word)), years = numbers.filter((word) => YEAR.test(word));
      const state = asks(states).join(" ").split(" "), isSubject = (word) => isAlike(word, word) || placeOf(word) || /[0-9]/.test(word);
      const isState = state[0] !== "" && words.every((word) => state.includes(word) || isAlike(word, "sanctions"));
      const isBodyOf = ({ spelling }) => isThing(spelling) && query.nearest(spelling, spelling.named).every((one) => one >= SAME_WORD);
      const byName = hits.some((hit) => !["words", "similar"].includes(hit.why) || isBodyOf(hit) || words.some((word) => bears(hit, word)));
      const isLike = hits.every(({ why }) => why === "similar"); // or nothing is found
      const canBeName = (word) => isOfPerson(word) || (isLike && !isOfTitle(word));
      const isOfThings = !hits.length && words.some(isOfBody);
      const isName = !words.some(isSubject) && !isOfThings && words.some(canBeName) && (isLike || words.length > 1);
      const isOnly = (names) => words.length > 0 && words.every((word) => names.includes(word));
      const isMany = numbers.length > years.length || asks(counts).length, isCounted = isMany || years.length;
      const own = Object.entries({
        "women": isOnly(women),
        "data": isOnly(data),
        "objections": isOnly(objections),
        "states": isState,
        "totals": means("execution") && (isCounted || !words.some((word) => placeOf(word) || isOfPerson(word))),
        "numbers": asks(tolls).length || (means("killing") && (isMany || (isCounted && !words.some(placeOf))))
          || (!hits.length && !years.length && numbers.length === words.length && !asks(others.snapback).length),
        "followed": asks(courts).length || isOnly(court) || CASE.test(line) || (asks(deaths).length && words.some(isOfPerson)),
        "acts": !hits.length && ACT.test(text),
        ...Object.fromEntries(Object.entries(others).map(([what, names]) => [what, asks(names).length])),
        "shooters": asks(others.shooters).length || isOnly(shots) || (asks(shots).length && words.some(placeOf)),
      }).filter(([, is]) => is).map(([what]) => what);
      const isTold = own.some((what) => !["totals", "numbers", "shooters"].includes(what));
      const isVictim = asks(victims).length || (!byName && !isTold && (isName || (!hits.length && means("killing"))));
      return isVictim ? [...own, "victims"] : own;
    };

    /** The province of a place, if nothing else is asked for. */
    find.province = (text) => {
      const { words } = ask(text).asked;
      return words.length > 2 ? undefined : called[placeOf(words.join(""))];
    };

    /** If a text asks for a province, or for a kind of thing in one or in a place of one of which nothing of that kind has
     * the name: what has the name of the province, or of one of its places, in a title, a post or the name of a body; if
     * it asks for a year, the events of that time. Or of all kinds the events there, with the words that these have not. */
    find.within = (text, isAny = false) => {
      const query = ask(text), { asked: { words } } = query, times = [...words.keys()].filter((at) => isTime(words[at]));
      const isInTime = (one) => !times.length
        || (one.entity.address.startsWith("events/") && times.every((at) => query.nearestTo(at, one) >= WORST_WORD));
      const isWide = (word) => ["province", "استان"].includes(word);
      const isNamed = (word, name) => namesOf(name).some((one) => isOneWord(word, one) || isAlike(word, one));
      const isOf = (name) => words.some((word) => isOneWord(word, name.split(" ").at(-1)));
      const rest = cached((name) => words.filter((word, at) => !times.includes(at) && !isWide(word) && !isNamed(word, name) && placeOf(word) !== name));
      const isAs = (word, one) => isOneWord(word, one) || isAlike(word, one) || word === `${one}s`;
      const isKind = ({ entity, words: own }, kind) => {
        const what = entity.kind.split(" ").map(fold);
        return kind.length && !entity.isPerson && what.every((one) => kind.some((word) => isAs(word, one)))
          && kind.every((word) => what.some((one) => isAs(word, one)) || own.some((one) => isOneWord(word, one)));
      };
      const isAskedFor = (name) => isOf(name) || (words.some((word) => placeOf(word) === name) && (times.length > 0 || words.some(isWide)
        || (rest(name).length && !find.whole(text).some(({ spelling }) => isKind(spelling, rest(name))))));
      const provinces = Object.keys(called).filter(isAskedFor);
      const isFound = (one) => (!isAny || one.entity.address.startsWith("events/")) && provinces.some((name) =>
        there(name).has(one) && (isAny || !rest(name).length || isKind(one, rest(name))) && isInTime(one));
      const isLabel = ({ name, entity }) => name === entity.label;
      const townOf = (one) => query.asTyped(words.filter((word, at) => provinces.includes(placeOf(word)) && query.nearestTo(at, one) < WORST_WORD))[0];
      const lacks = (one) => query.asTyped(rest(provinces[0]).filter((word) => query.nearestTo(words.indexOf(word), one) < SAME_WORD));
      const found = (provinces.length ? bearers : []).map((some) => some.find((one) => isLabel(one) && isFound(one)) ?? some.find(isFound)).filter(Boolean);
      return found.sort((one, other) => one.entity.isPerson - other.entity.isPerson).map((spelling) =>
        ({ spelling, why: "within", town: townOf(spelling), missing: isAny ? lacks(spelling) : [], asked: query.asTyped(rest(provinces[0])), isKind: !times.length && provinces.some((name) => rest(name).length > 0) }));
    };

    /** What is found: first things of a kind that was asked for, as the prisons of a town, and last what else is in a
     * province. A year narrows events: before them stands who or what is called by the other words, or if nothing is found, has them. */
    find.hits = (text) => {
      const query = ask(text), { words } = query.asked, rest = words.filter((word) => !isTime(word)), hits = together(text);
      if (!rest.length || rest.length === words.length) return hits.length ? hits : ending(words);
      const isNew = ({ spelling: { entity } }) => !entity.address.startsWith("events/") && hits.every((hit) => hit.spelling.entity !== entity);
      const times = query.asTyped(words.filter(isTime));
      const others = find.whole(rest.join(" ")).filter(isNew).map((hit) => ({ ...hit, missing: [...hit.missing, ...times] }));
      const named = others.filter(({ spelling }) => !(spelling instanceof Text)).slice(0, MUCH);
      // Who asks for Rasht does not ask for somebody whose name begins with it.
      const isOfPlace = ({ spelling }) => rest.every((word) => !placeOf(word) || spelling.words.some((one) => one === word || (!(isPersian(one) && isPersian(word)) && isOneWord(word, one))));
      return hits.length ? [...named.filter(isOfPlace), ...hits, ...named.filter((hit) => !isOfPlace(hit))] : others;
    };

    /** Whose surname differs from a name of nobody by the i at its end only. */
    function ending(words) {
      const word = words.join("");
      if (words.length > 2 || word.length < LONG) return [];
      const other = /[iی]$/.test(word) ? word.slice(0, -1) : `${word}${/[a-z]$/.test(word) ? "i" : "ی"}`;
      return find.whole(other).filter(({ why }) => why === "surname").map((hit) => ({ ...hit, why: "similar" }));
    }

    const together = (text) => {
      const found = find.whole(text), isNew = ({ spelling: { entity } }) => found.every((hit) => hit.spelling.entity !== entity);
      const within = find.within(text).filter(isNew);
      return [...within.filter(({ isKind }) => isKind), ...found, ...within.filter(({ isKind }) => !isKind)];
    };

    const isGrave = ({ spelling: { entity } }) => fold(entity.kind).split(" ")
      .some((word) => ["killing", "death", "execution"].some((one) => isAlike(word, one)));
    const gravest = (hits) => hits.sort((one, other) => isGrave(other) - isGrave(one));

    /** Of a town that nothing names: what is said to have been in its province, what cost lives first; not what only
     * somebody with a part in it was there. */
    function placed(text) {
      const name = placeOf(ask(text).asked.words.join(""));
      return gravest(some(text, Infinity, 1 / 2).filter((hit) => isThere(hit, name)).map((hit) => ({ ...hit, isPlaced: true })));
    }

    /** Whether a province, or a place of it, stands in the title, or beside it. */
    function isThere({ spelling }, name) {
      const line = ` ${fold(`${spelling.name} ${spelling.entity.what}`)} `, own = line.trim().split(" ");
      return [name, fold(called[name])].some((one) => line.includes(` ${one} `))
        || own.some((word) => placeOf(word) === name) || lying(name).some((place) => line.includes(` ${place} `));
    }
    const lying = cached((name) => Object.entries(rules.lies).filter(([, province]) => fold(province).startsWith(name)).map(([place]) => place));

    /** If two words can only be the name of somebody, of whom nothing is known: whose surname is one of them. */
    function namesakesOf(text) {
      const { asked: { words } } = ask(text), isOther = (word) => isTime(word) || isAlike(word, word) || placeOf(word);
      if (words.length !== 2 || words.some(isOther) || /\S\u200c\S/.test(text)) return undefined; // two parts of one word are no name
      const surname = words.findLast((word) => isSurname(word));
      if (!surname || words.some((word) => isOfTitle(word) && !isOfPerson(word) && !isSurname(word))
        || !find.lacking(text, []).includes("victims")) return undefined;
      const isCalledSo = ({ entity }) => entity.isPerson && isSurname(surname, entity);
      return bearers.filter(([one]) => isCalledSo(one)).map((some) =>
        ({ spelling: some.find(({ name, entity }) => name === entity.label), why: "namesake" }));
    }

    /** Whether a hit is somebody else than who is asked for: it has the family name beside a word that can be a name and
     * that nothing of theirs has, and none of the given names, not even with a slip. */
    find.isNamesake = (text, { spelling: { entity }, why }) => {
      const query = ask(text), { words } = query.asked, rest = words.filter((word) => !isSurname(word, entity));
      if (!entity.isPerson || why === "surname" || rest.length === words.length) return false;
      const own = bearers.find(([one]) => one.entity === entity), given = new Set(own.flatMap((one) => (one.surnames ? one.words : [])));
      const has = (word, among) => own.some((one) => query.nearestTo(words.indexOf(word), one, among) >= WORST_WORD);
      const isSlip = (word) => Array.from(given).some((name) => globalThis.mostanadNames.ratio(word, name) >= WORST_WORD);
      const canBe = (word) => !isTime(word) && !isAlike(word, word) && !placeOf(word) && !/[0-9]/.test(word) && (isOfPerson(word) || !isOfTitle(word));
      return rest.some((word) => canBe(word) && !has(word)) && !rest.some((word) => has(word, given) || isSlip(word));
    };

    /** Whose name stands among the words, and what has half of them; or if nothing has, a quarter; for who finds nothing
     * that has all. In place of what is elsewhere than asked for stands what was in the province. */
    find.some = (text, limit = LIMIT) => {
      const namesakes = namesakesOf(text);
      if (namesakes) return namesakes.slice(0, limit);
      if (find.province(text)) return placed(text).slice(0, limit);
      const named = candidates(text).filter(({ missing }) => missing.length);
      const isOther = ({ spelling }) => named.every((one) => one.spelling.entity !== spelling.entity);
      const isNew = (hit) => isOther(hit) && near.every((one) => one.spelling.entity !== hit.spelling.entity);
      const half = [...named, ...some(text, limit, 1 / 2).filter(isOther)].slice(0, limit);
      const found = half.length ? half : some(text, limit, LEAST_SHARE), near = gravest(find.within(text, true));
      const isElsewhere = ({ missing }) => missing.some((word) => !near[0]?.asked.includes(word));
      if (!near.length || !found.every(isElsewhere)) return found;
      const isOfMuch = (hit) => isNew(hit) && ask(text).asked.words.length - hit.missing.length >= MUCH;
      return [...named, ...near, ...half.filter(isOfMuch)].slice(0, limit);
    };

    /** For who asks for a post that nobody has here: the names that have all other words, as the prison whose head is
     * asked for. If there are none, and a town is asked for, the posts with these words in its province, what is to be
     * said of them, and whether a hit is a post of somewhere else. */
    find.posts = (text, others, isFound = false) => {
      const query = ask(text), { words } = query.asked, isOffice = (word) => rules.offices.includes(word);
      const town = words.find(placeOf), name = placeOf(town ?? ""), none = { first: [], near: [], isElsewhere: () => false };
      const hasRest = ({ spelling, missing = [], around = [] }) => missing.length > 0 && !around.length && !isPost(spelling)
        && !spelling.entity.address.startsWith("events/") && missing.every((word) => isOffice(fold(word)));
      if (isFound || !words.some(isOffice)) return none;
      const first = others.filter(hasRest);
      if (first.length || !name) return { ...none, first };
      const rest = [...words.keys()].filter((at) => words[at] !== town && !isTime(words[at]));
      const has = (at, one) => one.own && isPost(one) && query.nearestTo(at, one) >= SAME_WORD;
      const isNear = (one) => there(name).has(one) && isPost(one) && rest.every((at) => has(at, one));
      const near = bearers.map((some) => some.find(isNear)).filter(Boolean).map((spelling) => ({ spelling, why: "within" }));
      if (!near.length) return none;
      const typed = query.asTyped([town])[0], isElsewhere = (hit) => isPost(hit.spelling) && hit.missing.includes(typed);
      const said = say("No post in {0} is on record with these words; these are of {1} Province.", typed, called[name]);
      return { first, near, said, isElsewhere };
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
      const [score, why, left = []] = query.match(spelling) ?? [0];
      if (score < MIN_SCORE || score < found?.score) continue;
      if (!found || score > found.score || order(spelling, found.spelling) < 0) found = { spelling, score, why, left };
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

  /** Whether it is a post of somebody, and not a number under which a list has them. */
  const isPost = ({ own, name, entity }) => own && entity.isPerson && (/\s/.test(name) || !/[0-9]/.test(name));

  /** Why it was found: a title can be like what is asked for, or have some of its words. */
  function because({ spelling, why, left = [], missing = [], around = [], provinces = [], town, isPlaced = false, isBeside = false, isMeant = false, isOfEvent = false }) {
    const without = missing.length ? say("without: {0}", missing.join(say(", "))) : "";
    if (isOfEvent && !missing.length) return say("a word of the title of an event in which it is said to have a part");
    if (isBeside) return say("the place is only in a post, or a name, of those named there");
    if (isPlaced) return say("in {0} Province", provinces[0]);
    const within = around.map((town, at) => say("{1} is a place in {0} Province, whose name appears here, or in a post of somebody named", provinces[at], town));
    if (around.length) return [...within, without].filter(Boolean).join(" · ");
    if (without) return without;
    if (town && why === "within") return say("{0} is not named here, but another place in the province, or the province itself", town);
    if (left.length) return say("the name, beside other words");
    if (isPost(spelling) && ["exact", "same letters"].includes(why)) return say("the same post");
    if (isMeant && why === "words") return say("has a word of like meaning");
    return why === "similar" && "title" in spelling ? say("similar words") : REASONS[why];
  }

  /** What somebody is; found by another post than the one that leads their page, that with its time, and both. */
  function postOf({ name, times, entity, ...rest }) {
    if (!isPost({ name, entity, ...rest }) || entity.what.startsWith(name)) return entity.what;
    const own = [name, times].filter(Boolean).join(say(", ")), isSaid = entity.what.endsWith(own); // as what most documents name
    return say("{0}; also on record: {1}", own, isSaid ? entity.what.slice(0, -own.length).replace(/[;؛][^;؛]*$/, "") : entity.what);
  }

  function shown(hit, root) {
    const { name, isPersian, entity } = hit.spelling, isOfPost = isPost(hit.spelling);
    const label = element("a", { dir: "auto", className: "hit-label", href: `${root}${entity.address}.html` }, entity.called);
    const item = element("li", {}, label);
    if (!isOfPost && name !== entity.called && !(name === entity.label && "title" in hit.spelling)) {
      const language = isPersian ? { lang: "fa", dir: "rtl" } : { dir: "ltr" };
      item.append(" ", element("span", { className: "hit-name", ...language }, name));
    }
    item.append(" ", element("span", { className: "hit-why" }, because(hit)));
    const what = postOf(hit.spelling);
    const listed = entity.listedBy.flatMap(([short, title]) => [" ", element("abbr", { className: "tag", title }, short)]);
    if (listed.length) listed.unshift(what ? " · " + say("listed by") : say("listed by"));
    const whole = (some) => some.map(([, , , the]) => the)
      .reduce((first, one, at, all) => (at < all.length - 1 ? first + say(", ") + one : say("{0} and {1}", first, one)));
    const before = [
      entity.endedBy.length && say("no longer listed by {0}", whole(entity.endedBy)),
      ...entity.over,
      entity.seenBy.length && say("last seen on an older list: {0}", whole(entity.seenBy)),
    ].filter(Boolean).map((one) => " · " + one);
    item.append(element("div", {}, element("bdi", {}, what), ...listed, ...before));
    return item;
  }

  /** Whether words of a name stand elsewhere only; and whether nothing has all of them: nobody has the name, but somebody one like it. */
  const isElsewhere = (hits, lacking) => lacking.includes("victims") && hits.every(({ why }) => why === "words");
  const isUnnamed = (hits) => hits.length > 0 && hits.every(({ why }) => why === "similar");

  /** `letters` are those of what was typed, folded. */
  function said(hits, lacking, letters) {
    if (hits.length === 0) return "";
    if (isElsewhere(hits, lacking)) {
      if (hits.every(({ spelling }) => isPost(spelling) && spelling.title.includes(letters))) return say("No page here has this name. It is in the title of a post:");
      return say("These words appear below in posts or titles, not together as the name of a person:");
    }
    if (hits.every(({ why }) => why === "similar")) return say("Nothing found with exactly this name. Similar:");
    const found = hits.length > LIMIT ? say("{0} found, the best first:", hits.length) : say("{0} found.", hits.length);
    const isOfWords = hits.length > 1 && hits.every(({ spelling, why }) => "title" in spelling && ["words", "similar"].includes(why));
    return isOfWords ? `${say("These are hits for the words; titles are worded differently, so there can be more such posts or events, or fewer.")} ${found}` : found;
  }

  /** Links that look for a text where the search does not: they carry it on to the filters of the lists. */
  function lead(text) {
    const elsewhere = ["elsewhere", "said"].map((id) => document.getElementById(id));
    for (const one of elsewhere) one.hidden = !text;
    document.getElementById("sought").textContent = text;
    for (const link of elsewhere.flatMap((one) => [...one.querySelectorAll("a")])) link.search = new URLSearchParams({ [link.dataset.name ?? "q"]: text });
  }

  /** Leads from a place to its province: events name one or the other. */
  function widen(text, province, isFound) {
    const onward = document.getElementById("province"), sought = province && say("{0} Province", province);
    onward.hidden = !province;
    onward.replaceChildren(...(province ? [isFound ? "" : say("Nothing here names {0}.", text) + " ", element("a",
      { href: `?${new URLSearchParams({ q: sought })}` }, say("{0} is a place in {1}: see what is found of the whole province", text, sought))] : []));
  }

  /** Connects the field with the list of the page. */
  function start() {
    const field = document.getElementById("q");
    const list = document.getElementById("hits"), status = document.getElementById("search-status");
    const nothing = document.getElementById("nothing"), none = document.getElementById("none"), absent = document.getElementById("absent"), some = document.getElementById("some");
    const begun = document.getElementById("begun"), more = document.getElementById("more"), ended = document.getElementById("ended"), namesakes = document.getElementById("namesakes");
    const [meant, nearby, unposted, unlisted, dated] = ["meant", "nearby", "unposted", "unlisted", "dated"].map((id) => document.getElementById(id));
    const kinds = new Map(Array.from(document.querySelectorAll("#kinds a"), (link) => [link.textContent, link.getAttribute("href")]));
    if (!field || !list || !status) return;
    const root = document.documentElement.dataset.root ?? "";
    const { fold } = globalThis.mostanadNames.folding(globalThis.mostanadRules);
    let opened, turn = 0, timer;

    const warn = (lacking) => {
      for (const one of document.querySelectorAll("[data-lacking]")) one.hidden = !lacking.includes(one.dataset.lacking);
      document.getElementById("lacking").hidden = !document.querySelector("#lacking > :not([hidden])");
    };

    /** The search; its names are loaded when somebody goes to the field. */
    const ready = () => opened ??= load(`${root}search/names.js`).then(
      () => open(globalThis.mostanadRules, globalThis.mostanadNamed).warm());

    async function run() {
      const mine = ++turn, text = field.value.trim();
      nothing.hidden = none.hidden = absent.hidden = some.hidden = more.hidden = begun.hidden = dated.hidden = namesakes.hidden = nearby.hidden = unposted.hidden = unlisted.hidden = true;
      meant.replaceChildren();
      warn([]);
      widen();
      lead(text);
      (text ? namesakes : document.getElementById("search")).after(document.getElementById("help")); // the help stands below what is found
      ended.hidden = !fold(text).split(" ").some((word) => globalThis.mostanadRules.ended.includes(word));
      if (!text) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      try {
        const find = await ready(), asked = (hit) => Number(find.isNamesake(text, hit));
        const split = (some) => some.reduce((both, hit) => (both[asked(hit)].push(hit), both), [[], []]);
        const [hits, alike] = split(find.hits(text));
        if (mine !== turn) return; // something else was typed meanwhile
        const lacking = find.lacking(text, hits), days = find.days(text);
        const isFound = hits.length > 0 || days.length > 0;
        const [found, strangers] = isFound || lacking.includes("states") ? [hits, alike] : split(find.some(text));
        const { first, near, said: where, isElsewhere } = find.posts(text, isFound ? [] : found, isFound);
        const isShown = ({ spelling: { entity } }) => [...first, ...near].some((hit) => hit.spelling.entity === entity);
        const others = isFound ? hits : found.filter((hit) => !isShown(hit) && !isElsewhere(hit));
        meant.replaceChildren(...[...first, ...near].slice(0, LIMIT).map((hit) => shown(hit, root)));
        nearby.textContent = where ?? "";
        nearby.hidden = !where;
        unposted.hidden = !first.length;
        warn(strangers.length ? [...lacking, "victims"] : lacking);
        namesakes.hidden = !strangers.length;
        namesakes.open = false;
        namesakes.lastElementChild.replaceChildren(...strangers.map((hit) => shown(hit, root)));
        const province = find.province(text);
        widen(text, province, isFound);
        status.textContent = said(hits, lacking, fold(text).replaceAll(" ", ""));
        none.hidden = isFound || Boolean(province || where) || first.length > 0;
        nothing.hidden = (isFound && !isUnnamed(hits)) || ["data", "objections"].some((one) => lacking.includes(one));
        absent.hidden = nothing.hidden || Boolean(province);
        some.hidden = isFound || Boolean(province) || !others.length;
        unlisted.hidden = isFound || found.length + strangers.length + lacking.length > 0;
        begun.hidden = !days.length;
        begun.lastElementChild.replaceChildren(...days.map(([from, to, said, authority]) =>
          element("li", {}, element("a", { href: `${root}sanctions.html?${new URLSearchParams({ from, to, ...(authority && { authority }) })}` }, said))));
        const [of, time] = find.dated(text, Array.from(kinds.keys()));
        dated.hidden = !of.length;
        dated.lastElementChild.replaceChildren(...of.map((kind) =>
          element("li", {}, element("a", { href: `${kinds.get(kind)}&${new URLSearchParams({ from: time, to: time })}` }, say("{0}, {1}", kind, time)))));
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
      timer = setTimeout(run, 30);
    });
    field.addEventListener("focus", () => ready().catch(() => { opened = undefined; }), { once: true });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked !== null && !field.value) field.value = asked;
    run();
  }

  if (typeof document === "undefined") return { open, because, postOf, said }; // for tests
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  return { open };
})();
