"""Web Annotations say what the evidence says, in the words of the Recommendation, and find the passage again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyld import jsonld
from tests.releases.conftest import VERSION, World, make_world

from mostanad.documents import Documents, Selector, sha256
from mostanad.documents.document import Document
from mostanad.documents.selectors import parse
from mostanad.exports import ftm
from mostanad.exports.annotations import CONTEXT, RFC_5147, SELECTORS, annotations, selector
from mostanad.models.vocabularies import DocumentFormat
from mostanad.package import open_package
from mostanad.releases.compile import compile_tables

Tables = dict[str, pa.Table]
Annotation = dict[str, Any]
OA = "http://www.w3.org/ns/oa#"
#: What the Web Annotation Vocabulary and its JSON-LD context make of the terms that are used here, and of no others.
IRIS = {
    "Annotation": f"{OA}Annotation",
    "FragmentSelector": f"{OA}FragmentSelector",
    "Software": "http://www.w3.org/ns/activitystreams#Application",
    "SpecificResource": f"{OA}SpecificResource",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "TextualBody": f"{OA}TextualBody",
    "TimeState": f"{OA}TimeState",
    "describing": f"{OA}describing",
    "linking": f"{OA}linking",
    "tagging": f"{OA}tagging",
    "format": "http://purl.org/dc/elements/1.1/format",
    "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}
#: Terms whose values are IRIs; of a motivation and a purpose: terms.
LINKS = {
    "body": f"{OA}hasBody",
    "cached": f"{OA}cachedSource",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
    "generator": "http://www.w3.org/ns/activitystreams#generator",
    "rights": "http://purl.org/dc/terms/rights",
    "selector": f"{OA}hasSelector",
    "source": f"{OA}hasSource",
    "state": f"{OA}hasState",
    "target": f"{OA}hasTarget",
}
TERMS = {"motivation": f"{OA}motivatedBy", "purpose": f"{OA}hasPurpose"}
NUMBERS = {"start": f"{OA}start", "end": f"{OA}end"}
INTEGER = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
LOCAL_CONTEXT = {
    "id": "@id",
    "type": "@type",
    **IRIS,
    **{name: {"@id": iri, "@type": "@id"} for name, iri in LINKS.items()},
    **{name: {"@id": iri, "@type": "@vocab"} for name, iri in TERMS.items()},
    **{name: {"@id": iri, "@type": INTEGER} for name, iri in NUMBERS.items()},
}
IRI = {"type": "string", "pattern": r"^(https?://|urn:[a-z0-9]{2,}:)[^\s<>\"{}|\\^`]+$"}
WHOLE = {"type": "integer", "minimum": 0}


def shape(kind: str, **properties: Any) -> dict[str, Any]:
    """An object of a class, with all of these keys and no other."""
    keys = {"type": {"const": kind}, **properties}
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


#: What of the Recommendation's MUSTs concerns what is used here.
FRAGMENT = shape("FragmentSelector", conformsTo={"enum": [RFC_5147, SELECTORS]}, value={"type": "string"})
TARGET = shape(
    "SpecificResource",
    id=IRI,
    source=IRI,
    selector={"oneOf": [shape("TextPositionSelector", start=WHOLE, end=WHOLE), FRAGMENT]},
    state=shape("TimeState", cached={"type": "array", "items": IRI, "minItems": 1}),
)
TARGET["required"].remove("state")
TEXT = shape(
    "TextualBody",
    value={"type": "string", "minLength": 1},
    format={"const": "text/plain"},
    purpose={"enum": ["describing", "tagging"]},
)
LINK = shape("SpecificResource", source=IRI, purpose={"const": "linking"})
SCHEMA = shape(
    "Annotation",
    **{"@context": {"const": CONTEXT}},
    id=IRI,
    motivation={"const": "linking"},
    generator=shape("Software", id=IRI, name={"type": "string"}),
    rights=IRI,
    body={"type": "array", "items": {"oneOf": [TEXT, LINK]}, "minItems": 6},
    target=TARGET,
)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented world, with everything that a text can make difficult; returns its package."""
    world = make_world()
    world.source("crlf", "lone-paper", "2020-05-14", url="https://example.org/a?b=c#d")
    world.rows["sources"][-1]["archive_url"] = "https://example.com/archived"
    world.texts["crlf"] = "One\r\nTwo 🚢 e\u0301\rThree نیک‌پور\n"
    world.claim("crlf", "omid-faraz", "born", hedge="likely", as_of="[..2020-05]")
    line(world, 1, 3, "navid-kohan", "name")
    line(world, 0, 1, "omid-faraz", "name")
    world.add_check()
    return world.write(tmp_path_factory.mktemp("world") / "package")


def line(world: World, start: int, end: int, target: str, fields: str) -> None:
    """A claim on lines of the document ``crlf``."""
    place = Selector("line", start, end)
    lines = world.texts["crlf"].encode().splitlines(keepends=True)[start:end]
    passage = {"passage_id": f"crlf.{place.place}", "source_id": "crlf", "selector": str(place)}
    world.rows["passages"].append({**passage, "sha256": sha256(b"".join(lines).rstrip(b"\r\n"))})
    claim = {"claim_id": f"crlf.{place.place}.{target}", "passage_id": passage["passage_id"]}
    world.rows["claims"].append({**claim, "target_id": target, "fields": fields})


@pytest.fixture(scope="module")
def tables(documents: Path) -> Tables:
    return compile_tables(open_package(documents))


@pytest.fixture(scope="module")
def made(tables: Tables) -> list[Annotation]:
    return [json.loads(line) for line in annotations(tables, VERSION)]


@pytest.fixture(scope="module")
def real() -> Tables:
    return compile_tables(open_package(Path(__file__).parents[2]))


def row_id(annotation: Annotation) -> str:
    return unquote(annotation["id"].removeprefix("urn:mostanad:evidence:"))


def tags(annotation: Annotation) -> dict[str, str]:
    found = (body["value"] for body in annotation["body"] if body["purpose"] == "tagging")
    return dict(tag.split("=", 1) for tag in found)


def test_each_row_of_evidence_is_one_annotation(tables: Tables, made: list[Annotation]) -> None:
    assert [row_id(annotation) for annotation in made] == tables["evidence"]["evidence_id"].to_pylist()


def test_the_whole_dataset_is_valid(real: Tables) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    found = [json.loads(line) for line in annotations(real, VERSION)]
    assert [row_id(annotation) for annotation in found] == real["evidence"]["evidence_id"].to_pylist()
    # Checking takes long: every selector once, and one annotation in ten.
    chosen = {annotation["target"]["id"]: annotation for annotation in found} | {
        annotation["id"]: annotation for annotation in found[::10]
    }
    assert [error.message for annotation in chosen.values() for error in validator.iter_errors(annotation)] == []


def test_every_selector_of_the_dataset_can_be_read_back(real: Tables) -> None:
    texts = set(real["evidence"]["selector"].to_pylist())
    assert {text.partition("=")[0] for text in texts} == {"char", "line", "record", "absent"}
    for text in texts:
        found = selector(text)
        back = unquote(found["value"]) if "value" in found else f"char={found['start']},{found['end']}"
        assert back == text
        assert str(parse(back)) == text


def test_they_are_valid(made: list[Annotation]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [error.message for annotation in made for error in validator.iter_errors(annotation)] == []


def load(url: str, options: Any) -> dict[str, Any]:
    """The context from here, and nothing from the network."""
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": LOCAL_CONTEXT}}


def leaves(node: Any) -> Iterator[tuple[str, Any]]:
    """Every key and value of a JSON document but for the context."""
    if isinstance(node, list):
        for item in node:
            yield from leaves(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key != "@context":
                yield key, value
                yield from leaves(value)


def test_every_term_is_one_of_the_vocabulary(made: list[Annotation]) -> None:
    known = {*IRIS.values(), *LINKS.values(), *TERMS.values(), *NUMBERS.values()}
    types = {IRIS[kind] for kind in IRIS if kind[0].isupper()}
    for annotation in made[::5]:
        (expanded,) = jsonld.expand(annotation, {"documentLoader": load})
        found = list(leaves(expanded))
        # Expansion drops a term that the context does not know without a word: as many must come out as went in.
        assert {key for key, _ in found if not key.startswith("@")} <= known
        terms = [key for key, _ in leaves(annotation) if key not in ("id", "type")]
        assert len([key for key, _ in found if not key.startswith("@")]) == len(terms)
        assert {kind for key, value in found if key == "@type" and isinstance(value, list) for kind in value} <= types
        assert all(":" in value for key, value in found if key == "@id")


def test_the_text_that_a_selector_leads_to_has_the_hash_of_the_passage(
    tables: Tables, made: list[Annotation], documents: Path
) -> None:
    evidence = {row["evidence_id"]: row for row in tables["evidence"].to_pylist()}
    at_hand = Documents(documents / "documents")
    kinds = set()
    for annotation in made:
        target, row = annotation["target"], evidence[row_id(annotation)]
        cached = target.get("state", {"cached": [target["source"]]})["cached"][0]
        content = at_hand.find(cached.removeprefix("urn:sha256:"))
        assert content is not None
        found = target["selector"]
        if found["type"] == "TextPositionSelector":
            passage = content.decode("utf-8")[found["start"] : found["end"]].encode()
        else:
            place = parse(unquote(found["value"]))
            passage = Document(content, DocumentFormat.TEXT).passage(place)
        assert hashlib.sha256(passage).hexdigest() == row["passage_sha256"]
        kinds.add((found["type"], found.get("conformsTo")))
    assert kinds == {("TextPositionSelector", None), ("FragmentSelector", RFC_5147)}


def test_what_an_annotation_says_is_what_the_evidence_says(tables: Tables, made: list[Annotation]) -> None:
    for row, annotation in zip(tables["evidence"].to_pylist(), made, strict=True):
        fact, value, *_ = annotation["body"]
        assert unquote(fact["source"]) == f"urn:mostanad:fact:{row['fact_id']}"
        assert (value["value"], value["purpose"]) == (row["value"], "describing")
        names = ("stance", "modality", "hedge", "asserted_by", "as_of")
        assert tags(annotation) == {name: row[name] for name in names if row[name]}
        assert unquote(annotation["target"]["id"]) == f"urn:mostanad:passage:{row['passage_id']}"
        assert annotation["generator"]["name"] == f"mostanad {VERSION}"
    assert {tags(annotation)["stance"] for annotation in made} >= {"asserts", "denies", "disputes", "approximates"}
    assert {tags(annotation)["modality"] for annotation in made} >= {"fact", "allegation", "inference"}


def test_where_a_document_is(tables: Tables, made: list[Annotation]) -> None:
    sources = {row["source_id"]: row for row in tables["sources"].to_pylist()}
    for row, annotation in zip(tables["evidence"].to_pylist(), made, strict=True):
        target, source = annotation["target"], sources[row["source_id"]]
        content = f"urn:sha256:{source['sha256']}"
        if source["url"] is None:
            assert (target["source"], "state" in target) == (content, False)
        else:
            archived = [source["archive_url"]] if source["archive_url"] else []
            assert (target["source"], target["state"]["cached"]) == (source["url"], [content, *archived])
    assert {len(annotation["target"].get("state", {}).get("cached", ())) for annotation in made} == {0, 1, 2}


def test_no_word_of_a_document(world_texts: list[str], made: list[Annotation]) -> None:
    text = "\n".join(json.dumps(annotation, ensure_ascii=False) for annotation in made)
    assert "Line on omid-faraz" in "".join(world_texts)
    assert "Line on" not in text
    assert "last Saturday" not in text
    assert not {"exact", "prefix", "suffix", "creator", "created"} & {key for item in made for key, _ in leaves(item)}


@pytest.fixture(scope="module")
def world_texts(documents: Path) -> list[str]:
    return [path.read_bytes().decode() for path in sorted((documents / "documents").iterdir())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("char=0,7", {"type": "TextPositionSelector", "start": 0, "end": 7}),
        ("line=3,4", {"type": "FragmentSelector", "conformsTo": RFC_5147, "value": "line=3,4"}),
        (
            "record=1, Part 2/44",
            {"type": "FragmentSelector", "conformsTo": SELECTORS, "value": "record=1,%20Part%202/44"},
        ),
        ("absent=p 1#é", {"type": "FragmentSelector", "conformsTo": SELECTORS, "value": "absent=p%201%23%C3%A9"}),
    ],
)
def test_selectors(text: str, expected: dict[str, Any]) -> None:
    assert selector(text) == expected


@pytest.mark.parametrize("text", ["", "page=3", "word=1,2"])
def test_a_selector_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a selector"):
        selector(text)


def test_a_fact_followed_through(tables: Tables, made: list[Annotation]) -> None:
    """The same fact in Parquet, as statements of FollowTheMoney and as annotations."""
    fact = next(row for row in tables["facts"].to_pylist() if row["fact_id"] == "freedonia-p1-omid-faraz/target_id")
    evidence = [row for row in tables["evidence"].to_pylist() if row["fact_id"] == fact["fact_id"]]
    linked = [item for item in made if unquote(item["body"][0]["source"]).endswith(f":{fact['fact_id']}")]
    lines = [line.split(",") for line in ftm.statements(tables, VERSION)]
    told = [dict(zip(lines[0], cells, strict=False)) for cells in lines if cells[1:3] == [fact["row_id"], "entity"]]
    assert {item["body"][1]["value"] for item in linked} == {item["value"] for item in told} == {fact["value"]}
    claims = {row["claim_id"] for row in evidence}
    assert {row_id(item).rpartition("/")[0] for item in linked} == claims
    assert {item["origin"].rpartition("/")[0] for item in told} == claims
    passages = {unquote(item["target"]["id"]).rpartition(":")[2] for item in linked}
    assert passages == {row["passage_id"] for row in evidence}
    assert {passage.partition(".")[0] for passage in passages} == set(fact["source_ids"])
    assert {item["dataset"] for item in told} == {ftm.dataset(source) for source in fact["source_ids"]}


SCRIPT = """
import hashlib, pathlib, sys
import pyarrow.parquet as pq
from mostanad.exports.annotations import annotations
tables = {path.stem: pq.ParquetFile(path).read() for path in pathlib.Path(sys.argv[1]).iterdir()}
print(hashlib.sha256("\\n".join(annotations(tables, "2026.11.0")).encode()).hexdigest(), *sys.modules)
"""


def test_the_same_tables_give_the_same_bytes_anywhere_and_need_little(tables: Tables, tmp_path: Path) -> None:
    for name, table in tables.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    outputs = []
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tehran", "C.UTF-8")):
        more = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        args = [sys.executable, "-c", SCRIPT, str(tmp_path)]
        run = subprocess.run(args, env=os.environ | more, capture_output=True, check=True, text=True)
        outputs.append(run.stdout.split())
    assert outputs[0][0] == outputs[1][0]
    assert {name.split(".")[1] for name in outputs[0] if name.startswith("mostanad.")} <= {"exports"}
    assert {"duckdb", "frictionless", "pandas", "pyld"} & set(outputs[0]) == set()
