"""The documents of a release as a bibliography: read again by BibTeX's and CSL's own readers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pyarrow as pa
import pytest
from jsonschema import Draft7Validator
from pybtex.database import BibliographyData, parse_string
from tests.descriptor import about
from tests.releases.exports.odd_release import ABOUT, PERSIAN_TITLE, PUBLISHED, TITLE, VERSION

from mostanad.models.vocabularies import SourceKind
from mostanad.releases import bibliography
from mostanad.releases.bibliography import bibtex, csl, release_bibtex

#: What we use of csl-data.json of CSL 1.0.2, where an item has no other properties, names and dates no other parts.
_NAMES = {"type": "array", "items": {"properties": {"literal": {"type": "string"}}, "additionalProperties": False}}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        },
        "circa": {"type": "boolean"},
        "literal": {"type": "string"},
    },
    "additionalProperties": False,
}
_TYPES = ["article", "article-newspaper", "dataset", "document", "legal_case", "legislation", "report", "webpage"]
_TEXTS = {
    name: {"type": "string"} for name in ("id", "title", "publisher", "container-title", "URL", "language", "note")
}
CSL_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"type": {"enum": _TYPES}, "author": _NAMES, "issued": _DATE, "accessed": _DATE, **_TEXTS},
        "required": ["type", "id", "title"],
        "additionalProperties": False,
    },
}


@pytest.fixture(scope="module")
def sources(tables: dict[str, pa.Table]) -> dict[str, dict[str, Any]]:
    return {row["source_id"]: row for row in tables["sources"].to_pylist()}


@pytest.fixture(scope="module")
def entries(tables: dict[str, pa.Table]) -> BibliographyData:
    return documents(tables)


def documents(tables: dict[str, pa.Table], **how: Any) -> BibliographyData:
    """The entries without the first, which is the release."""
    text = bibtex(csl(tables, ABOUT, **how), tables["sources"])
    assert text.startswith(release_bibtex(ABOUT))
    return parse_string(text.removeprefix(release_bibtex(ABOUT)), "bibtex")


@pytest.fixture(scope="module")
def items(tables: dict[str, pa.Table]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in csl(tables, ABOUT)[1:]}


#: What these commands of the LaTeX kernel print.
_COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def plain(text: str) -> str:
    """What LaTeX prints for a field."""
    inner = text.removeprefix("{").removesuffix("}") if text.startswith("{") else text
    assert re.search(r"(?<!\\)[%&$#_^~]", inner) is None
    assert re.sub(r"\\text[a-z]+\{\}", "", inner).count("{") == 0
    return re.sub(r"\\(?:(text[a-z]+)\{\}|(.))", lambda found: _COMMANDS[found[1]] if found[1] else found[2], inner)


def test_every_document_is_there_once_and_in_order(
    entries: BibliographyData, items: dict[str, Any], sources: dict[str, Any]
) -> None:
    assert list(entries.entries) == sorted(sources)
    assert list(items) == sorted(sources)


def test_every_document_has_its_title_publisher_address_and_hash(
    entries: BibliographyData, items: dict[str, Any], sources: dict[str, Any], tables: dict[str, pa.Table]
) -> None:
    names = dict(zip(tables["parties"]["party_id"].to_pylist(), tables["parties"]["name"].to_pylist(), strict=True))
    for key, source in sources.items():
        fields, item = entries.entries[key].fields, items[key]
        assert plain(fields["title"]) == item["title"] == source["title"]
        publisher = fields.get("organization", fields.get("institution"))
        assert publisher == item["publisher"] == names[source["publisher_id"]]
        assert (fields.get("url"), item.get("URL")) == (source["url"], source["url"])
        assert plain(fields["note"]) == item["note"]
        assert f"sha256 of the file we hold {source['sha256']}" in item["note"]
        assert item["note"].endswith(f"mostanad {VERSION}, source {key}")
        assert ("archived at" in item["note"]) == bool(source["archive_url"])


def test_hard_titles_survive(entries: BibliographyData, items: dict[str, Any]) -> None:
    raw = entries.entries["op-ed"].fields["title"]
    assert raw.startswith(r"{Of 50\% \& ")
    assert (plain(raw), items["op-ed"]["title"]) == (TITLE, TITLE)
    assert entries.entries["unsure"].fields["title"] == "{" + PERSIAN_TITLE + "}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [("a~b", "a~b"), ("x^2", "x^2"), ("}{", "}{"), ("{", "{"), ("\\", "\\"), ("%&$#_", "%&$#_"), ("@{\\}", "@{\\}")],
)
def test_any_text_can_stand_in_a_field(text: str, printed: str) -> None:
    record = bibliography._bibtex({"id": "key", "type": "document", "title": text, "note": ""})
    assert plain(parse_string(record, "bibtex").entries["key"].fields["title"]) == printed


def test_authors_are_one_piece_and_unnamed_is_nobody(
    entries: BibliographyData, items: dict[str, Any], tables: dict[str, pa.Table]
) -> None:
    (person,) = entries.entries["op-ed"].persons["author"]
    assert (person.last_names, person.first_names) == (["{Navid Kohan}"], [])
    assert items["op-ed"]["author"] == [{"literal": "Navid Kohan"}]
    assert "author" not in items["blue-story"]
    table = tables["sources"]
    at = table.schema.get_field_index("author")
    unnamed = table.set_column(at, table.schema.field(at), pa.array(["unnamed"] * table.num_rows))
    assert not any(entry.persons for entry in documents(tables | {"sources": unnamed}).entries.values())
    assert not any("author" in item for item in csl(tables | {"sources": unnamed}, ABOUT)[1:])


@pytest.mark.parametrize(
    ("key", "iso", "issued", "words"),
    [
        ("wire-2021", "2021-02-04", {"date-parts": [[2021, 2, 4]]}, None),
        ("front-paper", "2020-06", {"date-parts": [[2020, 6]]}, None),
        ("op-ed", "2022-01~", {"date-parts": [[2022, 1]], "circa": True}, None),
        ("unsure", "2021?", {"date-parts": [[2021]], "circa": True}, None),
        ("one-month", "2021-08", {"date-parts": [[2021, 8]]}, "between 5 and 11 August 2021"),
        ("one-year", "2019", {"date-parts": [[2019]]}, "in March 2019 or 2 November 2019"),
        (
            "two-years",
            None,
            {"literal": "between 30 December 2019 and 2 January 2020"},
            "between 30 December 2019 and 2 January 2020",
        ),
        ("open", None, {"literal": "1 March 2020 or earlier"}, "on 1 March 2020 or earlier"),
    ],
)
def test_dates_say_no_more_than_is_known(
    entries: BibliographyData, items: dict[str, Any], key: str, iso: str | None, issued: Any, words: str | None
) -> None:
    assert entries.entries[key].fields.get("date") == iso
    assert items[key]["issued"] == issued
    note = items[key]["note"]
    assert (f"published {words} ({PUBLISHED.get(key)}, EDTF)" in note) == (words is not None)
    assert ("published " in note.replace("date of publication", "")) == (words is not None)
    assert ("date of publication inferred" in note) == (key in PUBLISHED)


def test_a_document_without_a_date_has_none(tables: dict[str, pa.Table]) -> None:
    table = tables["sources"]
    for name in ("published", "published_basis"):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pa.nulls(table.num_rows, pa.string()))
    undated = tables | {"sources": table}
    assert not any("date" in entry.fields for entry in documents(undated).entries.values())
    assert not any("issued" in item for item in csl(undated, ABOUT)[1:])


def test_accessed_is_what_whoever_cites_says(tables: dict[str, pa.Table], items: dict[str, Any]) -> None:
    assert not any("accessed" in item for item in items.values())
    day = dt.date(2026, 11, 20)
    found = {item["id"]: item for item in csl(tables, ABOUT, accessed=day)[1:]}
    assert found["blue-story"]["accessed"] == {"date-parts": [[2026, 11, 20]]}
    assert "accessed" not in found["op-ed"]  # it has no address
    fields = parse_string(bibtex(csl(tables, ABOUT, accessed=day), tables["sources"]), "bibtex").entries
    assert fields["blue-story"].fields["urldate"] == "2026-11-20"
    assert "urldate" not in fields["op-ed"].fields


def test_some_documents_only(tables: dict[str, pa.Table]) -> None:
    wanted = ["wire-2021", "blue-story", "wire-2021"]
    assert list(documents(tables, source_ids=wanted).entries) == [
        "blue-story",
        "wire-2021",
    ]
    assert [item["id"] for item in csl(tables, ABOUT, source_ids=wanted)[1:]] == [
        "blue-story",
        "wire-2021",
    ]
    assert bibtex(csl(tables, ABOUT, source_ids=()), tables["sources"]) == release_bibtex(ABOUT)
    assert [item["id"] for item in csl(tables, ABOUT, source_ids=())] == [f"mostanad-{VERSION.replace('.', '-')}"]
    with pytest.raises(KeyError, match="no source 'nothing'"):
        csl(tables, ABOUT, source_ids=["nothing"])


def test_csl_json_is_what_the_schema_allows(items: dict[str, Any]) -> None:
    Draft7Validator(CSL_SCHEMA).validate(list(items.values()))
    assert set(bibliography._CSL_TYPES.values()) | {"document", "webpage"} == set(_TYPES)
    assert set(bibliography._CSL_TYPES) <= set(SourceKind)
    assert items["gazette-list"]["type"] == "document"
    assert items["treasury-act"]["type"] == "legislation"
    assert items["blue-story"]["type"] == "article-newspaper"


def test_a_release_is_a_dataset() -> None:
    data = parse_string(release_bibtex(about("2026.11.0")) + release_bibtex(about("2027.1.3")), "bibtex")
    assert list(data.entries) == ["mostanad-2026-11-0", "mostanad-2027-1-3"]
    entry = data.entries["mostanad-2027-1-3"]
    assert entry.type == "dataset"
    assert plain(entry.fields["title"]) == ABOUT.title
    assert (entry.fields["date"], entry.fields["version"]) == ("2027-01", "2027.1.3")
    assert entry.fields["note"] == "licence CC-BY-4.0"
    assert entry.persons["author"][0].last_names == ["{mostanad maintainers}"]


def test_the_same_tables_give_the_same_text(tables: dict[str, pa.Table]) -> None:
    table = tables["sources"]
    turned = tables | {"sources": table.take(pa.array(range(table.num_rows)[::-1], pa.int64()))}
    assert csl(turned, ABOUT) == csl(tables, ABOUT)


def test_remarks_are_escaped_like_all_texts(tables: dict[str, pa.Table], sources: dict[str, dict[str, Any]]) -> None:
    key = next(iter(sources))
    found = documents(tables, source_ids=[key], remarks={key: "5 % of A & B_1"})
    assert found.entries[key].fields["annotation"] == r"5 \% of A \& B\_1"
