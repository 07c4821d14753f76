"""The pattern of generated packages: the rows of the current dataset, with invented persons and with marks.

The shape of a package comes from the dataset: tables, lengths of keys, dates, scripts, repetitions, and the numbers of
claims for an official, a row and a passage. A generated package is many copies of the dataset. Invented words replace
the words of persons' names everywhere. Marks are in place of the parts that differ between copies: a prefix of each id,
and a syllable in each text that occurs once in the dataset. A repeated text is the same in all copies. Authorities and
publishers, with their programmes, exist only once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from random import Random

from mostanad.files import Package
from mostanad.models import FACT_TABLES, TABLES, Column

Row = dict[str, str]
Rows = dict[str, list[Row]]

#: Marks: the prefix of an id; a syllable in Latin, Arabic and Cyrillic letters; the number of the copy; a sha256.
OWN, LATIN, ARABIC, CYRILLIC, NUMBER, HASH = (chr(0xE000 + place) for place in range(6))
#: The prefix of ids that only the first copy has.
FIRST = "c0000-"
#: A party without copies: its id is part of the contract.
UNNAMED = "unnamed"
#: Tables without rows: those of published packages, the fact-checks, and the seals, which are computed.
_EMPTY = ("corrections", "redirects", "releases", "history", "fact_checks", "fact_check_answers", "seals")
_ENTITIES = ("officials", "parties")
#: Tables whose rows exist once if everything to which they refer does.
_ABOUT_SHARED = ("affiliations", "identifiers", "legal_bases", "names", "programmes")
#: The tables and columns from which one official gets many claims.
_GIVEN = (
    ("participations", "entity_id"),
    ("statements", "speaker_id"),
    ("sanctions", "target_id"),
    ("names", "entity_id"),
)
_SYLLABLES = {
    LATIN: ("bdfgklmnrt", "aeiou"),
    ARABIC: ("\u0628\u062f\u0631\u0633\u0634\u0641\u0642\u0644\u0645\u0646", "\u0627\u0648\u06cc\u062a\u062c"),
    CYRILLIC: (
        "\u0431\u0432\u0433\u0434\u043a\u043b\u043c\u043d\u0440\u0442",
        "\u0430\u0435\u0438\u043e\u0443",
    ),
}
#: In invented words, letters are replaced by others of the same ring.
_RINGS = ("aeiou", "bdgkptzs", "lrmn", "\u0628\u062a\u0633\u0634\u0641\u0642\u0645\u0646", "\u062f\u0631\u0632\u0648")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_LETTER = re.compile(r"[^\W\d_](?=[\W\d_]*$)")


def swap(number: int) -> dict[str, str]:
    """The text that replaces each mark in the copy with this number."""
    values = {OWN: f"c{number:04}-", NUMBER: f"{number:04}"}
    first, second = divmod(number, 100)
    for mark, (consonants, vowels) in _SYLLABLES.items():
        # A hundred syllables: ten consonants with five vowels, plain or after the first vowel.
        parts = [
            consonants[each // 10] + (vowels[each % 5] if each % 10 < 5 else vowels[0] + vowels[each % 5])
            for each in (first, second)
        ]
        values[mark] = "".join(parts)
    return values


def replaced(text: str, swap: Mapping[str, str]) -> str:
    """A text with its marks replaced, except marks for hashes."""
    for mark, value in swap.items():
        text = text.replace(mark, value)
    return text


def read(package: Package) -> Rows:
    """The rows of the dataset, without its history, its fact-checks, and the sources that only these use."""
    rows = {name: [] if name in _EMPTY else list(package.table(name).records()) for name in TABLES}
    used = {claim["passage_id"] for claim in rows["claims"]}
    rows["passages"] = [row for row in rows["passages"] if row["passage_id"] in used]
    return with_sources(rows)


def with_sources(rows: Rows) -> Rows:
    """The rows, with only those sources that have passages, and the sources from which these are derived."""
    needed = {row["source_id"] for row in rows["passages"]}
    above = {row["source_id"]: row["derived_from"] for row in rows["sources"]}
    for source in tuple(needed):
        while source := above[source]:
            needed.add(source)
    return rows | {"sources": [row for row in rows["sources"] if row["source_id"] in needed]}


def referred(table: str, row: Mapping[str, str]) -> Iterator[str]:
    """The ids to which a row refers."""
    for column in TABLES[table].columns():
        if column.references and row[column.name] and column.role != "key":
            yield from row[column.name].split(" ")


def _order(rows: Rows, random: Random) -> list[str]:
    """The keys of facts in random order: for each official all facts, then a share of those about no official."""
    about: dict[str, list[str]] = {row["official_id"]: [] for row in rows["officials"]}
    others = []
    for name in FACT_TABLES:
        for row in rows[name] if name not in _ENTITIES else ():
            whose = [key for key in referred(name, row) if key in about]
            for key in whose:
                about[key].append(row[TABLES[name].key()])
            if not whose:
                others.append(row[TABLES[name].key()])
    share = len(others) // max(1, len(about))
    order = []
    random.shuffle(others)
    for key in random.sample(sorted(about), len(about)):
        order += [*about[key], *others[:share]]
        del others[:share]
    return order + others


def thin(rows: Rows, claims: int, random: Random) -> Rows:
    """A random selection of rows with about this many claims, with their evidence and all rows to which they refer."""
    index = {row[TABLES[name].key()]: (name, row) for name in rows if name != "claims" for row in rows[name]}
    claimed: dict[str, list[Row]] = defaultdict(list)
    for claim in rows["claims"]:
        claimed[claim["target_id"]].append(claim)
    own: dict[str, list[str]] = defaultdict(list)
    for name in ("names", "identifiers"):
        for row in rows[name]:
            if row.get("kind", "primary") == "primary":
                own[row["entity_id"]].append(row[TABLES[name].key()])
    taken: dict[str, None] = {}
    count = 0
    for seed in _order(rows, random):
        waiting = [seed]
        while waiting:
            key = waiting.pop()
            if key in taken or key not in index:
                continue
            taken[key] = None
            name, row = index[key]
            waiting += [*referred(name, row), *own[key]]
            count += len(claimed[key])
            for claim in claimed[key]:
                waiting += [claim["passage_id"], *filter(None, [claim["asserted_by"]])]
        if count >= claims:
            break
    kept = {name: [row for row in table if row[TABLES[name].key()] in taken] for name, table in rows.items()}
    kept["claims"] = [row for row in rows["claims"] if row["target_id"] in taken]
    return kept


def pattern(rows: Rows, heavy: float) -> Rows:
    """The rows with marks.

    Args:
        rows: the rows of a dataset, with invented persons.
        heavy: the share of the claims that are about one official; 0 for the share in the dataset.
    """
    shared = _shared(rows)
    official = _heavy(rows) if heavy else ""
    shared |= {official} - {""}
    shared_rows = {id(row) for name in _ABOUT_SHARED for row in rows[name] if _is_shared(name, row, shared)}
    if heavy:
        _give(rows, official, heavy)
    for table, column in (("officials", "official_id"), ("parties", "party_id")):
        shared_rows |= {id(row) for row in rows[table] if row[column] in shared}
    shared |= {row[TABLES[name].key()] for name in _ABOUT_SHARED for row in rows[name] if id(row) in shared_rows}
    return _Marker(rows, shared).marked()


def _shared(rows: Rows) -> set[str]:
    """The ids of authorities, publishers, programmes and their offices, which exist once."""
    found = {row["programme_id"] for row in rows["programmes"]}
    for table, columns in {
        "programmes": ("authority_id", "office_id"),
        "sanctions": ("authority_id",),
        "tags": ("authority_id",),
        "sources": ("publisher_id",),
    }.items():
        found |= {row[column] for row in rows[table] for column in columns if row[column]}
    return found


def _is_shared(table: str, row: Mapping[str, str], shared: set[str]) -> bool:
    return set(referred(table, row)) <= shared


def _heavy(rows: Rows) -> str:
    """An official without a post or a known death, and born first or with no known birth: any act can be theirs."""
    holders = {row["holder_id"] for row in rows["positions"]}
    free = (row for row in rows["officials"] if not row["died"] and row["official_id"] not in holders)
    return min(free, key=lambda row: row["born"].strip("["))["official_id"]


def _give(rows: Rows, official: str, part: float) -> None:
    """Move rows about other officials to one official, until this share of the claims is about that official."""
    about = Counter(row["target_id"] for row in rows["claims"])
    wanted = part * len(rows["claims"])
    seen: set[tuple[str, ...]] = set()
    for table, column in _GIVEN:
        for row in rows[table]:
            if wanted <= 0:
                return
            cells = {**row, column: official, TABLES[table].key(): "", "note": "", "kind": ""}
            twin = (table, *cells.values())
            if twin in seen or row.get("kind") == "primary" or not row.get("entry", "any"):
                continue
            seen.add(twin)
            row[column] = official
            wanted -= about[row[TABLES[table].key()]]


def with_invented_persons(rows: Rows) -> Rows:
    """The rows with invented words for all words of persons' names, in all texts; common words stay."""
    persons = {row["official_id"] for row in rows["officials"]}
    persons |= {row["party_id"] for row in rows["parties"] if row["kind"] == "person"}
    common, names = set[str](), set[str]()
    for row in rows["names"]:
        (names if row["entity_id"] in persons else common).update(_words(row["name"]))
    for table, column in (("positions", "title"), ("parties", "kind"), ("groups", "description")):
        for row in rows[table]:
            common |= {word for word in _WORD.findall(row[column]) if word.islower()}
    common |= {word.lower() for row in rows["positions"] for word in _WORD.findall(row["title"])} - names
    everything = {word for table in rows.values() for row in table for cell in row.values() for word in _words(cell)}
    invented = _invent(sorted(word for word in names - common if len(word) > 2), everything)
    made: Rows = {}
    for table, model in TABLES.items():
        columns = [column.name for column in model.columns() if _speaks(column)]
        made[table] = [row | {name: _said(row[name], invented) for name in columns if row[name]} for row in rows[table]]
    return made


def _speaks(column: Column) -> bool:
    """Whether the cells of a column have words, or ids made of words."""
    vocabulary = column.type.vocabulary is not None
    return not vocabulary and column.type.name not in ("date", "span", "integer", "number", "boolean")


def _words(cell: str) -> list[str]:
    return _WORD.findall(cell.lower())


def _invent(words: Iterable[str], taken: set[str]) -> dict[str, str]:
    """For each word, an unused one of the same length with letters of the same kind."""
    turn = str.maketrans(
        {letter: ring[(place + 1) % len(ring)] for ring in _RINGS for place, letter in enumerate(ring)}
    )
    used, found = set(taken), {}
    for word in words:
        made = word.translate(turn)
        for _ in range(max(map(len, _RINGS)) ** 2):
            if made not in used:
                break
            made = made[1:].translate(turn) + made[0]
        found[word] = made
        used.add(made)
    return found


def _said(cell: str, invented: Mapping[str, str]) -> str:
    def one(match: re.Match[str]) -> str:
        word = match[0]
        made = invented.get(word.lower(), "")
        if not made or len(made) != len(word):
            return word
        return "".join(new.upper() if old.isupper() else new for old, new in zip(word, made, strict=True))

    return _WORD.sub(one, cell)


class _Marker:
    """Puts the marks into rows."""

    def __init__(self, rows: Rows, shared: set[str]) -> None:
        self.rows = rows
        self.shared = shared
        self.times = {
            (table, column.name): Counter(row[column.name] for row in rows[table])
            for table, model in TABLES.items()
            for column in model.columns()
            if column.is_text
        }

    def marked(self) -> Rows:
        """All rows with marks."""
        made = {name: [self._row(name, row) for row in table] for name, table in self.rows.items()}
        fields = {key: columns for _, key, columns in self._targets()}
        for claim, old in zip(made["claims"], self.rows["claims"], strict=True):
            rest = old["claim_id"].removeprefix(f"{old['passage_id']}.{old['target_id']}")
            claim["claim_id"] = f"{claim['passage_id']}.{claim['target_id']}"
            claim["claim_id"] += "".join(f".{self._asserter(part)}" for part in rest.split(".")[1:])
            column = fields[old["target_id"]].get(old["fields"])
            if old["value"] and column is not None and column.references:
                claim["value"] = self._id(old["value"])
        return made

    def _targets(self) -> Iterator[tuple[str, str, dict[str, Column]]]:
        for table in FACT_TABLES:
            columns = {column.name: column for column in TABLES[table].columns()}
            for row in self.rows[table]:
                yield table, row[TABLES[table].key()], columns

    def _row(self, table: str, row: Row) -> Row:
        made = {}
        for column in TABLES[table].columns():
            cell = row[column.name]
            if not cell:
                made[column.name] = ""
            elif column.references or column.role == "key":
                made[column.name] = " ".join(self._id(part) for part in cell.split(" "))
            elif column.name == "sha256":
                made[column.name] = HASH
            elif column.type.hint.startswith("a web address"):
                made[column.name] = f"https://example.org/{OWN}{cell.partition('://')[2]}"
            elif column.is_text:
                made[column.name] = self._text(table, column.name, cell)
            else:
                made[column.name] = cell
        return made

    def _id(self, key: str) -> str:
        if key == UNNAMED:
            return key
        return (FIRST if key in self.shared else OWN) + key

    def _asserter(self, part: str) -> str:
        return self._id(part) if not part.isdigit() else part

    def _text(self, table: str, column: str, cell: str) -> str:
        if (table, column) in (("identifiers", "value"), ("sanctions", "entry"), ("tags", "entry")):
            return f"{cell}/{NUMBER}"
        is_name = column == "name" and table in ("names", *_ENTITIES)
        if table in ("claims", "sources") and column in ("value", "as_stated", "instrument"):
            return cell
        if not is_name and (self.times[table, column][cell] > 1 or " " not in cell):
            return cell
        found = _LAST_LETTER.search(cell)
        if found is None:
            return cell
        mark = _mark(found[0])
        return cell[: found.end()] + mark + cell[found.end() :]


def _mark(letter: str) -> str:
    if "\u0600" <= letter <= "\u06ff":
        return ARABIC
    return CYRILLIC if "\u0400" <= letter <= "\u04ff" else LATIN
