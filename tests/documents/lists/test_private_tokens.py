"""No private number, address or contact of the official lists stands in a table, in a release, or in what readers give.

What is private is taken from the raw lines of the lists here, by labels and columns and without any of the readers.
The cells are then cut into words, and at each word only those tokens are compared that begin with it: the time grows
with the size of the tables and not with the number of tokens. Only lines are cut into words that have all words of a
token somewhere. Messages name places and kinds, never what was found.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from sqlite3 import connect

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mostanad.documents.lists import read
from mostanad.models.vocabularies import DocumentFormat

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
RELEASES = sorted(path.parent for path in (ROOT / "dist" / "releases").glob("*/datapackage.json"))
UK_ADDRESS = [*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code"]

_PAPER = re.compile(
    r"\b(?:Passport|National ID No\.|Identification Number|Birth Certificate Number|Driver's License No\.|Cedula No\.|"
    r"Residency Number|Personal ID Card|Tax ID No\.|(?:Business )?Registration (?:Number|ID)|Identity card|"
    r"Passport no:?|[Nn]ational (?:ID|id)(?: no)?:?) ([A-Z0-9][\w /-]*)"
)
_NUMBER = re.compile(r"(?<![\w/.])[A-Z]{0,3}[0-9]{7,}(?!\w)")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=Phone Number )[0-9 ()+-]+|(?:Tel|Fax)\.?:? [0-9 ()+-]{6,}")
_COIN = re.compile(r"Digital Currency Address - \w+ (\w+)")
_STREET = re.compile(r"\b(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Alley|Highway|Freeway)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Places of passages, hashes and days have letters and digits too, and number nobody.
_OURS = re.compile(
    r"\.[cl][0-9]{6,}-[0-9]{6,}\b|\b[0-9a-f]{64}\b|\b(?:char|line)=[0-9]+,[0-9]+\b|\b(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b"
)

Words = tuple[str, ...]


class Tokens:
    """Private things of lists, by kind, as words; asked whether a text holds one."""

    def __init__(self) -> None:
        self.kinds: dict[Words, str] = {}
        self._by_first: defaultdict[str, list[Words]] = defaultdict(list)

    def add(self, kind: str, text: str) -> None:
        """Take in a token, and its digits alone; what is too short to be told from any number is left out."""
        words = in_words(text)
        digits = "".join(letter for letter in text if letter.isdecimal())
        for token in {words, ("".join(words),), (digits,)} if kind == "number" else {words}:
            long_enough = len(token) > 1 or (len(token[0]) > 6 if token and token[0].isdecimal() else True)
            if len("".join(token)) > 5 and long_enough and token not in self.kinds:
                self.kinds[token] = kind
                self._by_first[token[0]].append(token)

    def within(self, text: str) -> set[str]:
        """The kinds of what a text holds."""
        words = in_words(_OURS.sub(" ", text))
        return {
            self.kinds[token]
            for position, word in enumerate(words)
            for token in self._by_first.get(word, ())
            if words[position : position + len(token)] == token
        }

    def perhaps_within(self, pieces: Sequence[str]) -> Iterator[int]:
        """The numbers of those texts that have all words of a token, in any order; in no other one is a token."""
        apart = " ".join(set("\n".join(pieces).replace('"', " ").replace(",", " ").split()))
        words = set(in_words(apart))
        possible = [
            token
            for first in words & self._by_first.keys()
            for token in self._by_first[first]
            if words.issuperset(token)
        ]
        for number, piece in enumerate(pieces if possible else ()):
            folded = piece.casefold()
            if any(all(word in folded for word in token) for token in possible):
                yield number


def in_words(text: str) -> Words:
    return tuple(_WORD.findall(text.casefold()))


def tokens_of(folder: Path) -> Tokens:
    """What is private in the lists of a folder."""
    tokens = Tokens()
    lines: set[str] = set()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".tsv", ".xml")):
        if path.parent.name == "wikidata" or path.name == "versions.csv":
            continue
        text = path.read_bytes().decode("cp1252" if path.name.startswith("ConList") else "latin-1")
        lines |= set(text.splitlines())
        if path.name.startswith("add_"):
            for row in csv.reader(io.StringIO(text)):
                _address(tokens, "".join(row[2:3]))
        elif path.name.startswith("ConList"):
            for cells in csv.DictReader(io.StringIO(text.split("\n", 1)[1])):
                for number in re.findall(r"[A-Z]*[0-9]{5,}", cells["Passport Details"] + " " + cells["NI Number"]):
                    tokens.add("number", number)
                for name in UK_ADDRESS:
                    _address(tokens, cells[name])
    for line in sorted(lines):
        _from_line(tokens, line)
    return tokens


def _from_line(tokens: Tokens, line: str) -> None:
    for found in _CONTACT.findall(line):
        tokens.add("contact" if "@" in found else "number", re.sub(r"^(?:Tel|Fax)\.?:? ", "", found))
    for found in (*_PAPER.findall(line), *_NUMBER.findall(line)):
        if re.search("[0-9]", found):
            tokens.add("number", found)
    for found in _COIN.findall(line):
        tokens.add("coin", found)


def _address(tokens: Tokens, cell: str) -> None:
    """A cell of an address that is more than a place or a body: with a number, or a street among four words."""
    words = in_words(cell)
    numbered = len(words) > 1 and re.search("[0-9]", cell) and len("".join(words)) > 7
    if numbered or (len(words) > 3 and _STREET.search(cell)):
        tokens.add("address", cell)


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """What a file holds, with the place of each piece: lines, values of Parquet, values of SQLite."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        for name in table.column_names:
            for value in set(map(str, table.column(name).unique().to_pylist() if _flat(table, name) else [])):
                yield name, value
            if not _flat(table, name):
                yield from ((name, str(value)) for value in table.column(name).to_pylist())
    elif path.suffix in (".sqlite", ".duckdb") and path.read_bytes()[:6] == b"SQLite":
        with closing(connect(f"file:{path}?mode=ro", uri=True)) as store:
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in store.execute(f'SELECT * FROM "{name}"'):
                    yield name, " | ".join(map(str, row))
    else:
        lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
        yield from ((f"line {number}", line) for number, line in enumerate(lines, 1))


def _flat(table: pa.Table, name: str) -> bool:
    return not pa.types.is_nested(table.schema.field(name).type)


def places(tokens: Tokens, files: Iterable[Path]) -> set[tuple[str, str, str]]:
    """Where something private stands: file, place in it, kind."""
    found = set()
    for path in files:
        all_of_it = texts(path)
        while some := list(islice(all_of_it, 1000)):
            for number in tokens.perhaps_within([text for _, text in some]):
                where, text = some[number]
                found |= {(path.name, where, kind) for kind in tokens.within(text)}
    return found


def official_lists() -> Path | None:
    """The folder of the official lists: beside the documents, or beside the repository."""
    documents = Path(os.environ.get("MOSTANAD_DOCUMENTS") or "/nowhere")
    candidates = (documents, documents / "lists", documents.parent / "lists", ROOT.parent / "shared" / "lists")
    return next((path for path in candidates if (path / "ofac-sdn").is_dir()), None)


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    folder = official_lists()
    if folder is None:
        pytest.skip("not checked: the official lists are not at hand")
    return tokens_of(folder)


@pytest.fixture
def invented(tmp_path: Path) -> Tokens:
    """Tokens of two small lists in which all is invented."""
    folder = tmp_path / "lists"
    (folder / "ofac-sdn").mkdir(parents=True)
    null = "-0- ," * 6
    remarks = (
        "DOB 07 Mar 1961; Passport Z9876543 (Norland) expires 25 May 2010; National ID No. 123-456789-0 (Norland); "
        "Email Address judge@quaynet.example; Phone Number 98 21 8872 0135; Birth Certificate Number 365; Digital "
        "Currency Address - XBT 1NorLandNorLandNorLandNorLandQu2."
    )
    sdn = f'9,"NIKPOUR, Bahram","individual","HARBOUR","Judge",{null}"{remarks}"\r\n'
    (folder / "ofac-sdn" / "2024-01-01.csv").write_text(sdn)
    (folder / "ofac-sdn" / "add_2024-01-01.csv").write_text('9,1,"No. 12, Quay Street","Osma","Norland",-0- \r\n')
    cells = ["NIKPOUR", "20019", "Head of the Court", "End of the Old Quay Road", "99999", "Tel 98 21 5555 1234. Male."]
    header = "Name 6,Passport Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,"
    uk = f"Last Updated,13/04/2018\n{header}Post/Zip Code,NI Number,Other Information\n"
    uk += f"{','.join(cells[:4])},,,,,,{cells[4]},Z7654321,{cells[5]}\n"
    (folder / "ConList.csv").write_text(uk)
    return tokens_of(folder)


PUBLISHED = [
    ("number", "a note on z9876543"),
    ("number", "Z-9876543"),
    ("number", "id-z9876543-note"),
    ("number", "9876543"),
    ("number", "123-456789-0"),
    ("number", "1234567890"),
    ("number", "telephone 98 21 8872 0135"),
    ("number", "982155551234"),
    ("number", "Z7654321."),
    ("contact", "Judge@Quaynet.example"),
    ("coin", "1NorLandNorLandNorLandNorLandQu2"),
    ("address", "at No 12 - Quay Street"),
    ("address", "END OF THE OLD QUAY ROAD"),
]
NOT_PRIVATE = [
    "365 people in Osma, Norland, Head of the Court",
    "the Quay of Osma, 1961-03-07",
    "register-2019.c9876543-9876550.bahram-nikpour",
    "char=1234567890,6579726971",
    "entry 20019 and 99999",
    f"{'9876543':a>64}",
]


@pytest.mark.parametrize(("kind", "text"), PUBLISHED)
def test_a_token_is_found_however_it_is_written(invented: Tokens, kind: str, text: str) -> None:
    assert invented.within(text) == {kind}


@pytest.mark.parametrize("text", NOT_PRIVATE)
def test_what_is_no_token_is_not(invented: Tokens, text: str) -> None:
    assert invented.within(text) == set()


def test_it_is_found_in_every_form_of_a_release(invented: Tokens, tmp_path: Path) -> None:
    note = "a note on Z9876543"
    pq.write_table(pa.table({"id": ["a"], "note": [note], "list": [[note]]}), tmp_path / "parties.parquet")
    (tmp_path / "parties.ndjson").write_text(f'{{"note": "{note}"}}\n')
    with closing(connect(tmp_path / "mostanad.sqlite")) as store:
        store.execute("CREATE TABLE parties (note TEXT)")
        store.execute("INSERT INTO parties VALUES (?)", (note,))
        store.commit()
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert places(invented, files) == {
        ("parties.parquet", "note", "number"),
        ("parties.parquet", "list", "number"),
        ("parties.ndjson", "line 1", "number"),
        ("mostanad.sqlite", "parties", "number"),
    }


def test_there_are_tokens_of_every_kind(tokens: Tokens) -> None:
    assert Counter(tokens.kinds.values()).keys() == {"number", "contact", "coin", "address"}
    assert len(tokens.kinds) > 1000


def test_no_table_holds_a_token(tokens: Tokens) -> None:
    tables = sorted((ROOT / "datasets").glob("*.csv"))
    assert tables
    assert places(tokens, tables) == set()


def test_no_file_of_the_repository_holds_a_token(tokens: Tokens) -> None:
    """What is invented for tests and examples is really invented."""
    folders = (ROOT / name for name in ("build", "docs", "schema", "src", "tests", "validators"))
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    files += [path for path in ROOT.glob("*.*") if path.is_file()]
    assert places(tokens, [path for path in files if path.suffix != ".pyc"]) == set()


def test_one_token_in_a_copy_of_a_table_is_found(tokens: Tokens, tmp_path: Path) -> None:
    lines = (ROOT / "datasets" / "officials.csv").read_text("utf-8").splitlines()
    some = {kind: token for token, kind in tokens.kinds.items()}
    copy = tmp_path / "officials.csv"
    for kind, token in some.items():
        copy.write_text("\n".join([*lines[:2], f"{lines[2]} {' '.join(token)}", *lines[3:]]), "utf-8")
        assert places(tokens, [copy]) == {("officials.csv", "line 3", kind)}


def test_no_file_of_a_built_release_holds_a_token(tokens: Tokens) -> None:
    if not RELEASES:
        pytest.skip("not checked: no release is built")
    files = [path for release in RELEASES for path in sorted(release.rglob("*")) if path.is_file()]
    assert {".parquet", ".csv", ".ndjson"} <= {path.suffix for path in files}
    assert places(tokens, files) == set()


def test_no_record_of_a_reader_holds_a_token(tokens: Tokens) -> None:
    folder = official_lists()
    assert folder is not None
    found = set()
    for path in (max((folder / "ofac-sdn").glob("20*.csv")), *folder.glob("uk-ofsi/*.csv"), *folder.glob("*/*.xml")):
        form = {"ofac-sdn": "ofac_sdn", "uk-ofsi": "uk_conlist", "canada-sema": "canada_sema"}[path.parent.name]
        for record in read(DocumentFormat(form), path.read_bytes()):
            found |= {(path.name, record.key, kind) for kind in tokens.within(repr(record))}
    assert found == set()
