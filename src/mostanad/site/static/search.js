// The search in the browser, by names in any spelling and by words. mostanad.site.search_files describes its files.
"use strict";

globalThis.mostanadSearch = (() => {
  const MIN_SCORE = 60, LIMIT = 10, WORST_WORD = 0.78; // as in mostanad.search
  const LONG = 5; // names of at least this many letters are also searched with or without a final i
  const MUCH = 3; // hits with this many query words are kept though they are elsewhere
  const NAMES = 3; // how many names precede the hits of a year
  const FEW = 100; // a word is distinctive if at most this many entities have it
  const CASE = / [tc] [0-9]+ [0-9]{2} /; // the number of a case of the EU courts, such as T-12/22, after folding
  const ACT = /(?<![0-9/])(?:(?:19|20)[0-9]{2}\/[0-9]{1,5}|[0-9]{1,5}\/(?:19|20)[0-9]{2})(?![0-9/])/; // the number of an EU act
  const KIND = 15; // added to the score of partial matches that are events of a requested kind
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

  /** The search of a site: the function `find`; its methods return the parts of the page. Hits are best first. */
  function open(rules, [authorities, entities, provinceNames, begun, repeated]) {
    const whole = (text) => [].concat(text).map((one) => (typeof one === "number" ? repeated[one] : one)).join("");
    const { fold, isPersian } = globalThis.mostanadNames.folding(rules), { cached, newYear } = globalThis.mostanadNames;
    const { Query, Spelling, Text, isAlike, isTopic, isOneWord, monthOf, anyOf, provinceOf, isOfProvince, isTime, LEAST_SHARE, SAME_WORD, YEAR } = globalThis.mostanadNames.matching(rules);
    const { victims, shots, shooters, counts, courts, deaths, states, data, objections, court, tolls, women, ...others } = rules.lacking;
    const bearers = entities.map(([label, person, page, folder, what, listed, ...found]) => {
      const [listedBy, endedBy, seenBy, over] = [0, 1, 2, 3].map((at) => (listed[at] ?? []).map((one) => authorities[one] ?? one));
      const [name, called = name] = [].concat(label);
      const address = [whole(folder), page || name.toLowerCase().replace(/[^a-z0-9]+/g, "-")].filter(Boolean).join("/");
      const entity = { label: name, called, address, what: whole(what), kind: whole(what).split(/[,،]| \(/)[0], listedBy, endedBy, seenBy, over, isPerson: person > 0, surname: Math.max(0, person - 1) };
      const spelled = found.filter((one) => typeof one === "string").join(" ");
      return found.map((one) => (typeof one === "string" ? new Spelling(one || name, entity)
        : Object.assign(new Text(one[0] || name, entity, `${whole(one[1])} ${one[0] ? "" : spelled}`, one[2], one[4]).index(), { times: whole(one[3] ?? "") })));
    });
    const spellingsOf = new Map(bearers.map((spellings) => [spellings[0].entity, spellings]));
    const inOrder = (hits, limit) => hits.filter(Boolean).sort((one, other) => other.score - one.score).slice(0, limit);

    let last; // the last query, with its cached comparisons
    const ask = (text) => (last?.text === text ? last : (last = Object.assign(new Query(text), { text })));

    function find(text, limit = LIMIT) {
      const query = ask(text);
      return query.whole.letters ? inOrder(bearers.map((spellings) => best(query, spellings)), limit) : [];
    }

    let people, titles, bodies; // words of people's names; words of texts that describe the entity itself; words of all but people's names
    let surnames, joined; // tests whether a word, however spelled, is a surname; or a word of a person's name, or two of them joined
    const wordsOf = (is) => new Set(bearers.flat().filter(is).flatMap((one) => one.words));
    const isOfPerson = (word) => (people ??= wordsOf((one) => one.entity.isPerson && !(one instanceof Text))).has(word);
    const placeOf = cached((word) => provinceOf(word, isOfPerson));
    const isOfBody = (word) => !isOfPerson(word)
      && (bodies ??= wordsOf((one) => one instanceof Text || !one.entity.isPerson)).has(word) && !isCalled(word);
    /** Whether a word can be one word of a person's name, or two that are joined, in either script. */
    const isCalled = (word) => (joined ??= anyOf(Array.from(new Set(bearers.flat().filter((one) => one.entity.isPerson && !(one instanceof Text))
      .flatMap(({ words }) => [...words, ...words.slice(1).map((next, at) => words[at] + next)])))))(word);
    const isOfTitle = (word) => (titles ??= wordsOf((one) => one instanceof Text && !one.own)).has(word);

    /** How many entities have exactly this word. */
    const havingOf = cached((word) => bearers.filter((some) => some.some(({ words }) => words.includes(word))).length);

    /** Whether an entity is neither a person nor an event. */
    const isThing = ({ entity }) => !entity.isPerson && !entity.address.startsWith("events/");

    /** The words of a person's surnames. */
    const lastNames = (spellings) => Array.from(new Set(spellings.flatMap((one) => one.surnames ?? []).flatMap((name) => name.words)));
    const isSurname = (word, entity) => entity ? lastNames(spellingsOf.get(entity)).some((name) => isOneWord(word, name))
      : (surnames ??= anyOf(Array.from(new Set(bearers.flatMap(lastNames)))))(word);

    /** Whether a hit has a word as a surname: a person their own, any other hit anybody's. */
    const bears = ({ spelling: { entity, words } }, word) => entity.isPerson ? isSurname(word, entity)
      : words.some((one) => isOneWord(word, one)) && isSurname(word);

    /** The surnames in a query. None if the query has an unknown word: that may be the first name of somebody else. */
    function surnamesOf({ asked: { words } }) {
      const isKnown = (word) => isOfTitle(word) || isTopic(word) || [...courts, ...deaths, ...Object.values(others).flat()].includes(word);
      const found = words.filter((word) => isSurname(word));
      return new Set(words.every((word) => found.includes(word) || isKnown(word)) ? found : []);
    }

    /** Texts that have a share of the query, best first. If any have all words that the record knows, only these. */
    function some(text, limit, share) {
      const query = ask(text), surnames = surnamesOf(query);
      const telling = new Set(query.asked.words.filter((word) => !isTime(word) && !isTopic(word) && havingOf(word) <= FEW));
      const unknown = unknownOf(query), isFirst = cached((kind) => query.covers(kindText(kind)));
      // For a query of places and times alone, a hit must have one of the places.
      const isPlace = (word) => placeOf(word) || Object.keys(provinceNames).some((name) => namesOf(name).includes(word));
      const rest = query.asked.words.filter((word) => !isTime(word)), where = rest.every(isPlace) ? query.asTyped(rest) : [];
      const found = (spelling) => {
        const some = spelling.hasSome(query, isOfPerson, share, surnames, telling, unknown);
        if (where.length && some && where.every((word) => some.missing.includes(word))) return undefined;
        if (some && spelling.entity.address.startsWith("events/") && isFirst(spelling.entity.kind)) some.score += KIND;
        return some && { spelling, why: some.missing.length ? "some" : "words", ...some, provinces: some.provinces.map((word) => provinceNames[word]) };
      };
      const hits = inOrder(bearers.map((spellings) => inOrder(spellings.filter((one) => one instanceof Text).map(found), 1)[0]), Infinity);
      return (hits.some(({ isAll }) => isAll) ? hits.filter(({ isAll }) => isAll) : hits).slice(0, limit);
    }

    const kindText = cached((kind) => new Text("", { address: "", label: "" }, kind));
    /** The query words that no text has; `some` ignores them. None if the query has a surname: they may be names. */
    const unknownOf = (query) => query.unknown ??= new Set(query.asked.words.some((word) => isSurname(word)) ? [] : query.asked.words.filter((word, at) =>
      !isTime(word) && !placeOf(word) && !bearers.some((some) => some.some((one) => one instanceof Text && query.nearestTo(at, one) >= SAME_WORD))));

    /** Hits by all words, and names that are a part of the query; a body's must then have as many words, or one fewer if
     * that leaves three (`some` finds others). `missing`: query words that nothing known about the entity has. */
    const candidates = (text) => {
      const query = ask(text), long = query.whole.words.length;
      return query.candidates ??= find(text, Infinity).filter(({ spelling, why }) => why !== "part" || spelling.entity.isPerson
        || spelling.words.length >= Math.min(long, Math.max(3, long - 1)) || query.nearest(spelling).every((one) => one >= WORST_WORD))
        .map((hit) => ({ ...hit, missing: hit.left.length ? query.missing(hit.left, known(hit.spelling.entity)) : [] }));
    };

    /** All spellings and texts of an entity, and a text with the authorities that list it. */
    const known = cached((entity) => [...spellingsOf.get(entity),
      new Text("", entity, entity.listedBy.length ? `sanctions ${entity.listedBy.join(" ")}` : "")]);

    /** Hits that have all words, and people whose name is among the words; nothing if there are only these people. */
    find.whole = (text) => {
      const query = ask(text);
      if (query.wholes) return query.wholes;
      const found = candidates(text), means = (what) => query.asked.words.some((word) => isAlike(word, what));
      if (!found.some(({ missing }) => !missing.length)) return query.wholes = [];
      // A query for executions, but not for verdicts, ranks events of that kind first.
      const isKind = ({ kind }) => query.covers(kindText(kind));
      const isFirst = ({ spelling: { entity } }) => !entity.isPerson && means("execution") && !means("verdict") && isKind(entity);
      const isOf = (name, word) => placeOf(word) === name || isOneWord(word, name.split(" ").at(-1)); // of a province
      const places = Object.keys(provinceNames).filter((name) => query.asked.words.some((word) => isOf(name, word)));
      const lacks = (word, { words }) => words.every((one) => one !== word && `${word}s` !== one && word !== `${one}s` && !isOneWord(word, one));
      for (const hit of found) hit.isMeant = query.asked.words.some((word) => isTopic(word) && lacks(word, hit.spelling) && hit.spelling.words.some((one) => isAlike(word, one))); // found by a synonym
      const isSaid = ({ spelling }, at) => query.nearestTo(at, spelling, spelling.named ?? undefined) >= SAME_WORD || query.nearestTo(at, kindText(spelling.entity.kind)) >= SAME_WORD
        || known(spelling.entity).some((one) => !(one instanceof Text) && query.nearestTo(at, one) >= SAME_WORD);
      for (const hit of found) hit.isOfEvent = isThing(hit.spelling) && query.asked.words.some((word, at) => isTopic(word) && !isSaid(hit, at)); // by an event's title
      for (const hit of found) hit.isBeside = places.length > 0 && hit.spelling.entity.address.startsWith("events/") && !places.some((name) => isThere(hit, name)); // the place is only beside the title
      const says = ({ spelling }) => isPost(spelling) && query.asked.words.length === 1 && spelling.named.has(query.asked.words[0]);
      // Posts rank lower if all listings of the holder ended, or if a Persian page has the holder's name only in Latin.
      const isPersianPage = isPersian(Object.values(provinceNames)[0] ?? "");
      const isOver = ({ spelling }) => isPost(spelling) && !spelling.entity.listedBy.length && spelling.entity.endedBy.length > 0;
      const isLatin = ({ spelling }) => isPost(spelling) && isPersianPage && !isPersian(spelling.entity.called);
      const order = (hit) => isFirst(hit) - (isOver(hit) ? 1 / 4 : 0) - (isLatin(hit) ? 1 / 8 : 0) + (says(hit) ? 1 / 2 : 0) - hit.isBeside - (hit.missing.length > 0 && !hit.spelling.entity.isPerson); // a body that lacks a word is last
      return query.wholes = [...found].sort((one, other) => order(other) - order(one));
    };

    /** All texts, and names of bodies, with the name of a province or of a place in it. */
    const there = cached((name) => new Set(bearers.flat().filter((one) => (one instanceof Text || !one.entity.isPerson)
      && (isOfProvince(one, name) || one.words.some((word) => placeOf(word) === name)))));
    /** Fills that cache in the background, one province every 50 ms, so that a first search for one is fast. */
    find.warm = () => {
      Object.keys(provinceNames).forEach((name, at) => setTimeout(there, 50 * at, name));
      return find;
    };
    const namesOf = cached((name) => [...name.split(" "), ...fold(provinceNames[name]).split(" ")]);

    /** When listings began, for a query with a year of either calendar: the year, alone or with one authority; for more
     * words also each day that has them, if they are few. Returns first day, last day, label and authority id each. */
    find.days = (text) => {
      const query = ask(text), { words } = query.asked, year = Number(words.find((word) => YEAR.test(word)) ?? 0);
      if (!year) return [];
      const first = year < 1900 ? newYear(year) : `${year}-01-01`, last = year < 1900 ? before(newYear(year + 1)) : `${year}-12-31`;
      const has = (said, by) => new Text("", { address: "", label: "" }, `${said} sanctions ${by.map((number) => authorities[number].slice(0, 2))}`).has(query);
      // For one authority the year is offered even if no day is known: the list also has its undated listings.
      const whose = words.length === 1 ? [] : authorities.filter((_, number) => has(year, [number]));
      const isAsked = words.length > 1 ? whose.length === 1 : begun.some(([date]) => first <= date && date <= last);
      const years = isAsked ? [[first, last, text.trim(), whose[0]?.[2] ?? ""]] : [];
      const days = words.length === 1 ? [] : begun.filter(([date, said, ...by]) => [date, ...said.split("(")].some((one) => has(one, by)));
      return days.length > LIMIT ? years : [...years, ...days.map(([date, said]) => [date, date, said, ""])];
    };

    /** For a query with a year: which of these kinds of event it names, and the time as typed (month and year). */
    find.dated = (text, kinds) => {
      const { words } = ask(text).asked, year = words.find((word) => YEAR.test(word));
      const month = words.find((word) => monthOf(word).some((at) => at >= 0));
      const is = (name) => words.some((word) => word === name || word === `${name}s` || isAlike(word, name));
      return year ? [kinds.filter((kind) => fold(kind).split(" ").some(is)), ask(text).asTyped([month, year].filter(Boolean)).join(" ")] : [[]];
    };

    /** The requested topics that the record lacks, as keys of words.toml; `hits` are the results with all words. */
    find.lacking = (text, hits) => {
      const query = ask(text), { words } = query.asked, line = ` ${query.whole.words.join(" ")} `;
      const asks = (names) => names.filter((name) => line.includes(` ${name} `));
      const means = (what) => words.some((word) => isAlike(word, what));
      const numbers = words.filter((word) => /^[0-9]+$/.test(word)), years = numbers.filter((word) => YEAR.test(word));
      const state = asks(states).join(" ").split(" "), isSubject = (word) => isTopic(word) || placeOf(word) || /[0-9]/.test(word);
      const isState = state[0] !== "" && words.every((word) => state.includes(word) || isAlike(word, "sanctions")); // a state whose list is not followed
      const isBodyOf = ({ spelling }) => isThing(spelling) && query.nearest(spelling, spelling.named).every((one) => one >= SAME_WORD);
      const byName = hits.some((hit) => !["words", "similar"].includes(hit.why) || isBodyOf(hit) || words.some((word) => bears(hit, word)));
      const isLike = hits.every(({ why }) => why === "similar"); // also true without hits
      const canBeName = (word) => isOfPerson(word) || (isLike && !isOfTitle(word));
      const isOfThings = !hits.length && words.some(isOfBody);
      const isName = !words.some(isSubject) && !isOfThings && words.some(canBeName) && (isLike || words.length > 1); // perhaps a victim's
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
        "shooters": asks(shooters).length || isOnly(shots) || (asks(shots).length && words.some(placeOf)),
      }).filter(([, is]) => is).map(([what]) => what);
      const isTold = own.some((what) => !["totals", "numbers", "shooters"].includes(what));
      const isVictim = asks(victims).length || (!byName && !isTold && (isName || (!hits.length && means("killing"))));
      return isVictim ? [...own, "victims"] : own;
    };

    /** The label of the province, if the query is only the name of a place in it, of one or two words. */
    find.province = (text) => {
      const { words } = ask(text).asked;
      return words.length > 2 ? undefined : provinceNames[placeOf(words.join(""))];
    };

    /** Hits in a province. The query names the province, or a place in it with a time, the word `province` or a kind
     * of thing that no hit of `whole` is. Hits have the name of the province, or of a place in it, and are of this
     * kind; with a time, they are events of that time. `isAny`: events of any kind, with the query words they lack. */
    find.within = (text, isAny = false) => {
      const query = ask(text), { asked: { words } } = query, times = [...words.keys()].filter((at) => isTime(words[at]));
      const isInTime = (one) => !times.length
        || (one.entity.address.startsWith("events/") && times.every((at) => query.nearestTo(at, one) >= WORST_WORD));
      const isWide = (word) => ["province", "استان"].includes(word);
      const isNamed = (word, name) => namesOf(name).some((one) => isOneWord(word, one) || isAlike(word, one));
      const isOf = (name) => words.some((word) => isOneWord(word, name.split(" ").at(-1)));
      const rest = cached((name) => words.filter((word, at) => !times.includes(at) && !isWide(word) && !isNamed(word, name) && placeOf(word) !== name)); // the kind
      const isAs = (word, one) => isOneWord(word, one) || isAlike(word, one) || word === `${one}s`;
      const isKind = ({ entity, words: own }, kind) => {
        const what = entity.kind.split(" ").map(fold);
        return kind.length && !entity.isPerson && what.every((one) => kind.some((word) => isAs(word, one)))
          && kind.every((word) => what.some((one) => isAs(word, one)) || own.some((one) => isOneWord(word, one)));
      };
      const isAskedFor = (name) => isOf(name) || (words.some((word) => placeOf(word) === name) && (times.length > 0 || words.some(isWide)
        || (rest(name).length && !find.whole(text).some(({ spelling }) => isKind(spelling, rest(name))))));
      const provinces = Object.keys(provinceNames).filter(isAskedFor);
      const isFound = (one) => (!isAny || one.entity.address.startsWith("events/")) && provinces.some((name) =>
        there(name).has(one) && (isAny || !rest(name).length || isKind(one, rest(name))) && isInTime(one));
      const isLabel = ({ name, entity }) => name === entity.label;
      const townOf = (one) => query.asTyped(words.filter((word, at) => provinces.includes(placeOf(word)) && query.nearestTo(at, one) < WORST_WORD))[0];
      const lacks = (one) => query.asTyped(rest(provinces[0]).filter((word) => query.nearestTo(words.indexOf(word), one) < SAME_WORD));
      const found = (provinces.length ? bearers : []).map((some) => some.find((one) => isLabel(one) && isFound(one)) ?? some.find(isFound)).filter(Boolean);
      return found.sort((one, other) => one.entity.isPerson - other.entity.isPerson).map((spelling) =>
        ({ spelling, why: "within", town: townOf(spelling), missing: isAny ? lacks(spelling) : [], asked: query.asTyped(rest(provinces[0])), isKind: !times.length && provinces.some((name) => rest(name).length > 0) }));
    };

    /** All hits: things of a requested kind in a province, then `whole`, then others there. If the query has a time,
     * up to NAMES names with its other words precede the hits; without hits, all that has the other words. */
    find.hits = (text) => {
      const query = ask(text), { words } = query.asked, rest = words.filter((word) => !isTime(word)), hits = together(text);
      if (!rest.length || rest.length === words.length) return hits.length ? hits : ending(words);
      const isNew = ({ spelling: { entity } }) => !entity.address.startsWith("events/") && hits.every((hit) => hit.spelling.entity !== entity);
      const times = query.asTyped(words.filter(isTime));
      const others = find.whole(rest.join(" ")).filter(isNew).map((hit) => ({ ...hit, missing: [...hit.missing, ...times] }));
      const named = others.filter(({ spelling }) => !(spelling instanceof Text)).slice(0, NAMES);
      // A name follows the hits if it only resembles a place in the query: Rasht also begins surnames.
      const isOfPlace = ({ spelling }) => rest.every((word) => !placeOf(word) || spelling.words.some((one) => one === word || (!(isPersian(one) && isPersian(word)) && isOneWord(word, one))));
      return hits.length ? [...named.filter(isOfPlace), ...hits, ...named.filter((hit) => !isOfPlace(hit))] : others;
    };

    /** If nobody has a surname: people whose surname differs from it only by a final i. */
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

    /** For a place: partial matches whose title or description names its province or a place there, deadly events first.
     * A place that is only in a post of a participant does not count. */
    function placed(text) {
      const name = placeOf(ask(text).asked.words.join(""));
      return gravest(some(text, Infinity, 1 / 2).filter((hit) => isThere(hit, name)).map((hit) => ({ ...hit, isPlaced: true })));
    }

    /** Whether the title or description of a hit names a province, or a place in it. */
    function isThere({ spelling }, name) {
      const line = ` ${fold(`${spelling.name} ${spelling.entity.what}`)} `, own = line.trim().split(" ");
      return [name, fold(provinceNames[name])].some((one) => line.includes(` ${one} `))
        || own.some((word) => placeOf(word) === name) || lying(name).some((place) => line.includes(` ${place} `));
    }
    const lying = cached((name) => Object.entries(rules.lies).filter(([, province]) => fold(province).startsWith(name)).map(([place]) => place));

    /** If a query of two words can only be the name of an unknown person: people with that surname; else undefined. */
    function namesakesOf(text) {
      const { asked: { words } } = ask(text), isOther = (word) => isTime(word) || isTopic(word) || placeOf(word);
      if (words.length !== 2 || words.some(isOther) || /\S\u200c\S/.test(text)) return undefined; // a zero-width joint: one word, not two names
      const surname = words.findLast((word) => isSurname(word));
      if (!surname || words.some((word) => isOfTitle(word) && !isOfPerson(word) && !isSurname(word))
        || !find.lacking(text, []).includes("victims")) return undefined;
      const isCalledSo = ({ entity }) => entity.isPerson && isSurname(surname, entity);
      return bearers.filter(([one]) => isCalledSo(one)).map((some) =>
        ({ spelling: some.find(({ name, entity }) => name === entity.label), why: "namesake" }));
    }

    /** Whether a hit is a namesake: a person with a surname in the query, but with no first name in it, not even with a
     * slip; and the query has a word that can be a name and that nothing about this person has. */
    find.isNamesake = (text, { spelling: { entity }, why }) => {
      const query = ask(text), { words } = query.asked, rest = words.filter((word) => !isSurname(word, entity));
      if (!entity.isPerson || why === "surname" || rest.length === words.length) return false;
      const own = spellingsOf.get(entity), given = new Set(own.flatMap((one) => (one.surnames ? one.words : [])));
      const has = (word, among) => own.some((one) => query.nearestTo(words.indexOf(word), one, among) >= WORST_WORD);
      const isSlip = (word) => Array.from(given).some((name) => globalThis.mostanadNames.ratio(word, name) >= WORST_WORD);
      const canBe = (word) => !isTime(word) && !isTopic(word) && !placeOf(word) && !/[0-9]/.test(word) && (isOfPerson(word) || !isOfTitle(word));
      return rest.some((word) => canBe(word) && !has(word)) && !rest.some((word) => has(word, given) || isSlip(word));
    };

    /** Partial matches, if nothing has all words: names among the words, and texts with half of the letters, or if none
     * has, a quarter. If all lack the place or time, events in the province replace those with few of the words. */
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

    /** For a query for a post that nobody has on record. `first`: hits that lack only the office, such as a prison
     * if its head is requested. If there are none, and the query has a place: `near`, posts with the other words in its
     * province, and `said`, a sentence above them; `isElsewhere` tests whether a hit is a post in another place. */
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
      const said = say("No post in {0} is on record with these words; these are of {1} Province.", typed, provinceNames[name]);
      return { first, near, said, isElsewhere };
    };
    return find;
  }

  /** The hit of an entity: its best spelling; of equal ones, one in the query's script, then the shortest. Undefined
   * if all score below MIN_SCORE. */
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

  /** Whether a text is a post of a person, and not an identifier such as the number of a list entry. */
  const isPost = ({ own, name, entity }) => own && entity.isPerson && (/\s/.test(name) || !/[0-9]/.test(name));

  /** Why a hit was found, in words. */
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

  /** The description of an entity; if a post was matched that the description does not begin with, that post first. */
  function postOf({ name, times, entity, ...rest }) {
    if (!isPost({ name, entity, ...rest }) || entity.what.startsWith(name)) return entity.what;
    const own = [name, times].filter(Boolean).join(say(", ")), isSaid = entity.what.endsWith(own); // the post that most documents name
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

  /** Whether a query that may be a name matched only posts and titles; and whether all hits are merely similar. */
  const isElsewhere = (hits, lacking) => lacking.includes("victims") && hits.every(({ why }) => why === "words");
  const isUnnamed = (hits) => hits.length > 0 && hits.every(({ why }) => why === "similar");

  /** The status line above the hits; `letters` is the folded query without spaces. */
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

  /** Puts the query into the links to the lists, where the filters search further. */
  function lead(text) {
    const elsewhere = ["elsewhere", "said"].map((id) => document.getElementById(id));
    for (const one of elsewhere) one.hidden = !text;
    document.getElementById("sought").textContent = text;
    for (const link of elsewhere.flatMap((one) => [...one.querySelectorAll("a")])) link.search = new URLSearchParams({ [link.dataset.name ?? "q"]: text });
  }

  /** Links from a place to its province, because an event may name either. */
  function widen(text, province, isFound) {
    const onward = document.getElementById("province"), sought = province && say("{0} Province", province);
    onward.hidden = !province;
    onward.replaceChildren(...(province ? [isFound ? "" : say("Nothing here names {0}.", text) + " ", element("a",
      { href: `?${new URLSearchParams({ q: sought })}` }, say("{0} is a place in {1}: see what is found of the whole province", text, sought))] : []));
  }

  /** Connects the search field with the parts of the page. */
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

    /** The search; its names load when the field gets the focus, or with the first query. */
    const ready = () => opened ??= load(`${root}search/names.js`).then(
      () => open(globalThis.mostanadRules, globalThis.mostanadNamed).warm());

    async function run() {
      const mine = ++turn, text = field.value.trim();
      nothing.hidden = none.hidden = absent.hidden = some.hidden = more.hidden = begun.hidden = dated.hidden = namesakes.hidden = nearby.hidden = unposted.hidden = unlisted.hidden = true;
      meant.replaceChildren();
      warn([]);
      widen();
      lead(text);
      (text ? namesakes : document.getElementById("search")).after(document.getElementById("help")); // the help goes below the hits
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
        if (mine !== turn) return; // the query has changed meanwhile
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
