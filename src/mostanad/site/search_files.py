"""The files in which a browser looks names up, without a server.

A search index cut into small scripts. A browser that shows a page from a folder may load scripts but no data, so each
file is a script that makes one call: ``mostanadShard(name, data)``. ``static/search.js`` loads the few that a text
needs, and compares the text with the spellings in them as :mod:`mostanad.matching.spelling` does.

A spelling stands under several keys, so that each text to which it is more than ``similar`` has one of them:

- the consonants of each word, and of each two neighbours together (``pairs``): for names of which the text is a part;
- ``=`` and all consonants in the order of the alphabet (``wholes``): for the same words joined, split, in other orders.

A key that very many spellings have is *cut*: it keeps those with the fewest letters, which score highest, of each form
of the word about as many. Its spellings then also stand under each form of such a word (``mhmd:muhamad``), for texts of
one word, and under two and three such words together (``hsn+mhmd``). These keys are cut in their turn.

A key lies in the file of its :func:`number` modulo how many there are, or in one of four parts of a file that would be
too large, which may be in parts again. For texts with a slip there are lists of all keys of words.

=======================  =============================================================================================
``search/rules.js``      :func:`mostanad.matching.folding.rules`
``search/index.js``      number of files of keys; which are in parts (as :func:`_apart`); first key of each list
``search/<file>.js``     addresses, entities with their spellings, keys with numbers of spellings; see :func:`_data`
``search/words-<n>.js``  keys of words, in the order of their code points
=======================  =============================================================================================
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from mostanad.matching import folding
from mostanad.matching.spelling import Name, surnames

FOLDER = "search"
#: Bytes, about: of the spellings of a key, beyond which it is cut; of those of a form of a word.
CUT, CUT_FORM = 3200, 1600
#: Bytes, about: of a file of keys in the mean; beyond which it is in parts; and keys of a list.
MEAN, MOST, PARTS, LISTED = 3300, 5500, 4, 500

Row = Mapping[str, Any]


class _Entity(NamedTuple):
    id: str
    label: str
    address: str
    is_person: bool
    surname: int
    short_id: str


class _Spelling(NamedTuple):
    entity: _Entity
    name: str
    size: int
    singles: tuple[str, ...]
    pairs: tuple[str, ...]
    wholes: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]


def files(
    officials: Iterable[Row], parties: Iterable[Row], names: Iterable[Row], address: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """The path and the text of each file, made of rows of these tables; ``address`` gives the page of an id, or ""."""
    yield _file("rules", folding.rules())
    found = [(row["official_id"], row["name"], True) for row in officials]
    found += [(row["party_id"], row["name"], row["kind"] == "person") for row in parties]
    called = surnames([label for _, label, is_person in found if is_person])
    entities = {
        key: _entity(key, label, address(key), is_person, called.get(label, 0)) for key, label, is_person in found
    }
    spellings = _spellings(entities, names)
    many, shards, split = _shards(_buckets(spellings), spellings)
    words = sorted({single for spelling in spellings for single in spelling.singles})
    lists = [words[at : at + LISTED] for at in range(0, len(words), LISTED)]
    yield _file("index", [many, *_apart(split), [part[0] for part in lists]])
    for at, part in enumerate(lists):
        yield _file(f"words-{at}", part)
    for name, shard in shards.items():
        yield _file(name, _data(shard, spellings))


def _entity(key: str, label: str, address: str, is_person: bool, surname: int) -> _Entity:
    short = "" if folding.fold(label).replace(" ", "-") == key else key  # an id that the label says is left out
    return _Entity(key, label, address, is_person, surname, short)


def _spellings(entities: Mapping[str, _Entity], names: Iterable[Row]) -> list[_Spelling]:
    """Every spelling once, those with the fewest letters first."""
    written = {(row["entity_id"], row["name"]) for row in names if row["entity_id"] in entities}
    written |= {(entity.id, entity.label) for entity in entities.values()}
    found = [_spelling(entities[key], name) for key, name in written if folding.fold(name)]
    return sorted(found, key=lambda spelling: (spelling.size, spelling.entity.label, spelling.entity.id, spelling.name))


def _spelling(entity: _Entity, text: str) -> _Spelling:
    full = folding.fold(text)
    core = folding.without_honorifics(full) if entity.is_person else full
    name = Name(core)
    singles, pairs, wholes = keys(core)
    with_title = keys(full)[2] if core != full else ()  # a text may have the title joined to the name
    size = sum(map(len, name.plain))
    forms = tuple(dict.fromkeys((part.consonants, plain) for part, plain in zip(name.parts, name.plain, strict=True)))
    return _Spelling(entity, text, size, singles, pairs, tuple(dict.fromkeys(wholes + with_title)), forms)


def keys(folded: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The keys of a folded name: of its words, of two words together, of the whole.

    >>> keys("ali shamkhani")
    (('l', 'šmxn'), ('lšmxn',), ('=lmnxš',))
    """
    name = Name(folded)
    singles = [part.consonants or f"~{plain}" for part, plain in zip(name.parts, name.plain, strict=True)]
    pairs = [bones for bones in name.pairs if len(bones) > 2]
    divided = (name.words, folded.split(), [name.letters])
    wholes = ["=" + "".join(sorted(folding.skeleton(words).consonants)) for words in divided]
    return tuple(dict.fromkeys(singles)), tuple(dict.fromkeys(pairs)), tuple(dict.fromkeys(wholes))


class _Bucket(NamedTuple):
    """What stands under a key: numbers of spellings, and whether there are more."""

    key: str
    numbers: list[int]
    is_cut: bool


def _buckets(spellings: list[_Spelling]) -> list[_Bucket]:
    found: dict[str, _Bucket] = {}
    for keys_of in (_ones, _twos, _threes):
        cut = {bucket.key for bucket in found.values() if bucket.is_cut}
        numbers: dict[str, list[int]] = {}
        for number, spelling in enumerate(spellings):
            for key in keys_of(spelling, cut):
                numbers.setdefault(key, []).append(number)
        for key, under in numbers.items():
            first = _first(key, under, spellings)
            found[key] = _Bucket(key, first, len(first) < len(under))
    return [found[key] for key in sorted(found)]


def _ones(spelling: _Spelling, cut: set[str]) -> Iterable[str]:
    return dict.fromkeys((*spelling.singles, *spelling.pairs, *spelling.wholes))


def _twos(spelling: _Spelling, cut: set[str]) -> Iterable[str]:
    forms = [f"{single}:{form}" for single, form in spelling.forms if single in cut]
    return [*forms, *map("+".join, combinations(sorted(cut & set(spelling.singles)), 2))]


def _threes(spelling: _Spelling, cut: set[str]) -> Iterable[str]:
    for three in combinations(sorted(cut & set(spelling.singles)), 3):
        if all("+".join(two) in cut for two in combinations(three, 2)):
            yield "+".join(three)


def _first(key: str, numbers: list[int], spellings: list[_Spelling]) -> list[int]:
    """All of them if there is room for them under a key; else of each form of its words about as many."""
    most = CUT_FORM if ":" in key else CUT
    if _room_for(numbers, spellings, most) == len(numbers):
        return numbers
    turns: Counter[str] = Counter()
    places = []
    for number in numbers:
        of_words = dict(spellings[number].forms)
        form = " ".join(of_words.get(word, "") for word in key.split("+"))
        places.append((turns[form], number))
        turns[form] += 1
    fair = [number for _, number in sorted(places)]
    return fair[: _room_for(fair, spellings, most)]


def _room_for(numbers: list[int], spellings: list[_Spelling], most: int) -> int:
    """For how many of them there is room in so many bytes; for one in any."""
    size, entities = 0, set[str]()
    for at, number in enumerate(numbers):
        size += _bytes(spellings[number], entities)
        if size > most and at:
            return at
    return len(numbers)


def _bytes(spelling: _Spelling, entities: set[str]) -> int:
    """About how many bytes it takes in a leaf in which these entities are already; its own is added to them."""
    entity = spelling.entity
    text = "" if spelling.name == entity.label else spelling.name
    if entity.id not in entities:
        entities.add(entity.id)
        text += f'["{entity.short_id}","{entity.label}",0,1],'
    return len(text.encode("utf-8")) + 7  # marks and its number


#: Some keys and their spellings: what one file holds.
_Shard = list[_Bucket]


def _spread(buckets: list[_Bucket], many: int, turn: int = 1) -> list[_Shard]:
    """Keys in so many shards, by their numbers divided by the turn."""
    shards: list[_Shard] = [[] for _ in range(many)]
    for bucket in buckets:
        shards[number(bucket.key) // turn % many].append(bucket)
    return shards


def _held(shard: _Shard) -> list[int]:
    return list(dict.fromkeys(number for bucket in shard for number in bucket.numbers))


def _data(shard: _Shard, spellings: list[_Spelling]) -> list[Any]:
    """What a file holds: three lists.

    *Addresses*: a line end stands for the id. *Entities*: id ("" if it is the folded label with hyphens), label, number
    of the address, 0 or (for a person) 1 and how many words the surname has, spellings ("" for the label). *Keys*: key,
    1 if it is cut, numbers of spellings, counted through all entities.
    """
    addresses: dict[str, int] = {}
    entities: dict[str, list[Any]] = {}
    of_entity: dict[str, list[int]] = {}
    for number in _held(shard):
        entity, name, *_ = spellings[number]
        if entity.id not in entities:
            address = addresses.setdefault(entity.address.replace(entity.id, "\n"), len(addresses))
            person = entity.is_person and 1 + entity.surname
            entities[entity.id] = [entity.short_id, entity.label, address, int(person)]
        entities[entity.id].append("" if name == entity.label else name)
        of_entity.setdefault(entity.id, []).append(number)
    order = {number: at for at, number in enumerate(number for some in of_entity.values() for number in some)}
    buckets = [[key, int(is_cut), *(order[number] for number in numbers)] for key, numbers, is_cut in shard]
    return [list(addresses), list(entities.values()), buckets]


def _shards(buckets: list[_Bucket], spellings: list[_Spelling]) -> tuple[int, dict[str, _Shard], list[str]]:
    """How many files there would be without parts; all files; and the names that stand for parts."""
    sizes = sum(_bytes(spellings[number], set()) for bucket in buckets for number in bucket.numbers)
    many = 1 + sizes // MEAN
    found: dict[str, _Shard] = {}
    split: list[str] = []
    waiting = [(str(file), shard, many) for file, shard in enumerate(_spread(buckets, many))]
    while waiting:
        name, shard, turn = waiting.pop()
        entities = set[str]()
        size = sum(_bytes(spellings[number], entities) for number in _held(shard))
        size += sum(len(bucket.key.encode("utf-8")) + 8 for bucket in shard)
        if size <= MOST or len(shard) == 1 or turn > 1 << 30:
            found[name] = shard
            continue
        split.append(name)
        parts = enumerate(_spread(shard, PARTS, turn))
        waiting += [(f"{name}-{at}", part, turn * PARTS) for at, part in parts]
    return many, found, sorted(split)


def _apart(split: list[str]) -> tuple[list[int], list[str]]:
    """Names that stand for parts, shorter: how far each file is from the one before; and those of parts as they are."""
    files = sorted(int(name) for name in split if name.isdigit())
    steps = [file - before for before, file in zip([0, *files], files, strict=False)]
    return steps, [name for name in split if not name.isdigit()]


def number(key: str) -> int:
    """A number that tells where a key lies: FNV-1a of 32 bits, on its UTF-16.

    >>> number("šmxn"), number("")
    (808230925, 2166136261)
    """
    found = 0x811C9DC5
    for unit in _utf16(key):
        found = (found ^ unit) * 0x01000193 & 0xFFFFFFFF
    return found


def _utf16(text: str) -> Iterator[int]:
    return (unit for (unit,) in struct.iter_unpack(">H", text.encode("utf-16-be")))


def _file(name: str, data: object) -> tuple[str, str]:
    text = json.dumps([name, data], ensure_ascii=False, separators=(",", ":"))
    # As a string of a script writes a character: what would be markup, or is not seen.
    hidden = {sign for sign in text if sign in "<>&" or not sign.isprintable()}
    escaped = {ord(sign): "".join(f"\\u{unit:04x}" for unit in _utf16(sign)) for sign in hidden}
    return f"{FOLDER}/{name}.js", f"mostanadShard({text[1:-1].translate(escaped)});\n"
