"""The files in which a browser looks names up, without a server.

A search index cut into small scripts. A browser that shows a page from a folder may load scripts but no data, so each
file is a script that makes one call: ``mostanadShard(name, data)``. ``static/search.js`` loads the few that a text
needs, and compares the text with the spellings in them as :mod:`mostanad.matching.spelling` does.

A spelling stands under several keys, so that each text to which it is more than ``similar`` has one of them:

- the consonants of each word, and of each two neighbours together (``pairs``): for names of which the text is a part;
- ``=`` and all consonants in the order of the alphabet (``wholes``): for the same words joined, split, in other orders.

A key that very many spellings have is *cut*: it keeps those with the fewest letters, which score highest. Its
spellings then also stand under two and three such words together (``hsn+mhmd``), and under the whole with the letters
(``=.../...``).

========================  =======================================================================================
``search/rules.js``       :func:`mostanad.matching.folding.rules`
``search/index.js``       the least key of each node
``search/<node>.js``      the least key of each leaf of the node
``search/<node-leaf>.js`` addresses, entities with their spellings, keys with numbers of spellings; see :class:`_Leaf`
========================  =======================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from mostanad.matching import folding
from mostanad.matching.spelling import Name

FOLDER = "search"
#: Bytes, about: of the spellings of a key before it is cut, and of a leaf.
CUT, LEAF = 4000, 6000
#: Leaves of a node.
NODE = 100

Row = Mapping[str, Any]


class _Entity(NamedTuple):
    id: str
    label: str
    address: str
    is_person: bool

    @property
    def short_id(self) -> str:
        """The id; "" if the label says it."""
        return "" if folding.fold(self.label).replace(" ", "-") == self.id else self.id


class _Spelling(NamedTuple):
    entity: _Entity
    name: str
    size: int
    singles: tuple[str, ...]
    pairs: tuple[str, ...]
    wholes: tuple[str, ...]
    letters: str


def files(
    officials: Iterable[Row], parties: Iterable[Row], names: Iterable[Row], address: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """The files of the search.

    Args:
        officials, parties, names: rows of these tables.
        address: the page of an official or a party by its id, relative to the root of the site; "" if it has none.

    Yields:
        the path of each file relative to the root of the site, and its text.
    """
    yield _file("rules", folding.rules())
    spellings = _spellings(_entities(officials, parties, address), names)
    leaves: list[str] = []
    for number, (least, leaf) in enumerate(_leaves(_buckets(spellings), spellings)):
        leaves.append(least)
        yield _file(f"{number // NODE}-{number % NODE}", leaf.data())
    for number in range(0, len(leaves), NODE):
        yield _file(str(number // NODE), leaves[number : number + NODE])
    yield _file("index", leaves[::NODE])


def _entities(officials: Iterable[Row], parties: Iterable[Row], address: Callable[[str], str]) -> dict[str, _Entity]:
    found = [(row["official_id"], row["name"], True) for row in officials]
    found += [(row["party_id"], row["name"], row["kind"] == "person") for row in parties]
    return {key: _Entity(key, label, address(key), is_person) for key, label, is_person in found}


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
    letters = "".join(sorted(name.letters))
    return _Spelling(entity, text, size, singles, pairs, tuple(dict.fromkeys(wholes + with_title)), letters)


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
    """In the order in which a browser compares strings."""
    found: dict[str, _Bucket] = {}
    for keys_of in (_plain_keys, _twos, _threes):
        cut = {bucket.key for bucket in found.values() if bucket.is_cut}
        numbers: dict[str, list[int]] = {}
        for number, spelling in enumerate(spellings):
            for key in keys_of(spelling, cut):
                numbers.setdefault(key, []).append(number)
        for key, under in numbers.items():
            first = _first(under, spellings)
            found[key] = _Bucket(key, first, len(first) < len(under))
    return sorted(found.values(), key=lambda bucket: _utf16(bucket.key))


def _plain_keys(spelling: _Spelling, cut: set[str]) -> Iterable[str]:
    return dict.fromkeys((*spelling.singles, *spelling.pairs, *spelling.wholes))


def _twos(spelling: _Spelling, cut: set[str]) -> Iterable[str]:
    twos = map("+".join, combinations(sorted(cut & set(spelling.singles)), 2))
    return [*twos, *(f"{whole}/{spelling.letters}" for whole in spelling.wholes if whole in cut)]


def _threes(spelling: _Spelling, cut: set[str]) -> Iterable[str]:
    for three in combinations(sorted(cut & set(spelling.singles)), 3):
        if all("+".join(two) in cut for two in combinations(three, 2)):
            yield "+".join(three)


def _first(numbers: list[int], spellings: list[_Spelling]) -> list[int]:
    """As many as there is room for under a key."""
    size, entities = 0, set[str]()
    for at, number in enumerate(numbers):
        size += _bytes(spellings[number], entities)
        if size > CUT and at:
            return numbers[:at]
    return numbers


def _bytes(spelling: _Spelling, entities: set[str]) -> int:
    """About how many bytes it takes in a leaf in which these entities are already; its own is added to them."""
    text = spelling.name
    if spelling.entity.id not in entities:
        entities.add(spelling.entity.id)
        text += spelling.entity.label + spelling.entity.id
    return len(text.encode("utf-8")) + 12


class _Leaf:
    """Neighbouring keys and their spellings: what one file holds.

    Its data are three lists. *Addresses*: a line end stands for the id. *Entities*: id ("" if it is the folded label
    with hyphens), label, number of the address, 1 for a person, spellings ("" for the label). *Keys*: key, 1 if it is
    cut, numbers of spellings, counted through all entities.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._buckets: list[_Bucket] = []
        self._spellings: dict[int, _Spelling] = {}

    def add(self, bucket: _Bucket, spellings: list[_Spelling]) -> bool:
        """Add a bucket if there is room for it; in an empty leaf there is."""
        new = {number: spellings[number] for number in bucket.numbers if number not in self._spellings}
        entities = {spelling.entity.id for spelling in self._spellings.values()}
        size = sum(_bytes(spelling, entities) for spelling in new.values())
        size += len(bucket.key.encode("utf-8")) + 6 + 3 * len(bucket.numbers)
        if self._buckets and self.bytes + size > LEAF:
            return False
        self.bytes += size
        self._buckets.append(bucket)
        self._spellings |= new
        return True

    def data(self) -> list[Any]:
        """What the file holds."""
        addresses: dict[str, int] = {}
        entities: dict[str, list[Any]] = {}
        of_entity: dict[str, list[int]] = {}
        for number, (entity, name, *_) in self._spellings.items():
            if entity.id not in entities:
                address = addresses.setdefault(entity.address.replace(entity.id, "\n"), len(addresses))
                entities[entity.id] = [entity.short_id, entity.label, address, int(entity.is_person)]
            entities[entity.id].append("" if name == entity.label else name)
            of_entity.setdefault(entity.id, []).append(number)
        order = {number: at for at, number in enumerate(number for some in of_entity.values() for number in some)}
        buckets = [[key, int(is_cut), *(order[number] for number in numbers)] for key, numbers, is_cut in self._buckets]
        return [list(addresses), list(entities.values()), buckets]


def _leaves(buckets: list[_Bucket], spellings: list[_Spelling]) -> Iterator[tuple[str, _Leaf]]:
    """Each leaf after the least text that is greater than all keys before it."""
    leaf, least, last = _Leaf(), "", ""
    for bucket in buckets:
        if not leaf.add(bucket, spellings):
            yield least, leaf
            leaf, least = _Leaf(), _between(last, bucket.key)
            leaf.add(bucket, spellings)
        last = bucket.key
    yield least, leaf


def _between(last: str, key: str) -> str:
    """The shortest beginning of the key that is greater than the last one."""
    beginnings = (key[:length] for length in range(1, len(key)))
    return next((least for least in beginnings if _utf16(least) > _utf16(last)), key)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be")


def _file(name: str, data: object) -> tuple[str, str]:
    text = json.dumps([name, data], ensure_ascii=False, separators=(",", ":"))
    hidden = {ord(sign): _escaped(sign) for sign in set(text) if sign in "<>&" or not sign.isprintable()}
    return f"{FOLDER}/{name}.js", f"mostanadShard({text[1:-1].translate(hidden)});\n"


def _escaped(sign: str) -> str:
    """A character as a string of a script writes it: what would be markup, or is not seen."""
    units = _utf16(sign)
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
