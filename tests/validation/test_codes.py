"""Every code of the catalogue is really found: for each there is an edit that breaks a clean package.

A new code fails here until its edit is written down.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.validation.test_reread import take_in

from mostanad import models
from mostanad.contract import data_package
from mostanad.curation.fmt import fmt
from mostanad.documents.folder import sha256
from mostanad.evidence.published import root, value_digest
from mostanad.files import open_package
from mostanad.validation import ALL_LAYERS, rules, with_frictionless
from mostanad.validation.findings import CODES

Edit = Callable[[Any], object]
FROM_NOTHING = "SELECT 'x' AS entity_id, NULL AS authority_id, 'no' AS answer, NULL AS shown_by, 'supported' AS verdict"


def put(table: str, old: str, new: str) -> Edit:
    return lambda sample: sample.edit(table, old, new)


def put_bytes(table: str, content: Callable[[bytes], bytes]) -> Edit:
    return lambda sample: sample.write(table, content(sample.text(table).encode("utf-8")))


def describe(**cells: object) -> Edit:
    return lambda sample: sample.describe(sample.descriptor() | cells)


def describe_first(**cells: object) -> Edit:
    def edit(sample: Any) -> None:
        first, *others = sample.descriptor()["resources"]
        sample.describe(sample.descriptor() | {"resources": [first | cells, *others]})

    return edit


def disagree(sample: Any) -> None:
    """Frictionless is given a schema that refuses a word which the models allow."""

    def stricter(version: str) -> dict:
        descriptor = data_package(version)
        descriptor["resources"][1]["schema"]["fields"][2]["constraints"]["enum"] = ["media"]
        return descriptor

    sample.monkeypatch.setattr(with_frictionless, "data_package", stricter)


#: A version that has no facts.
RELEASE = {"version": "2026.10.0", "date": "2026-10-01", "schema_version": "1.0.0", "facts": "0", "root": root([])}


def published(**cells: str) -> Edit:
    """A version with one fact was cut, but for the cells given."""
    entry = {"entry_id": "session-2019-11/date@2026.10.0", "fact_id": "session-2019-11/date", "version": "2026.10.0"}
    entry |= {"change": "added", "digest": "3a" * 32, "value_digest": value_digest("2019-11")}

    def edit(sample: Any) -> None:
        sample.add("releases", **RELEASE | {"facts": "1", "root": root([(entry["fact_id"], entry["digest"])])})
        assert sample.findings(("history",)) != ()  # the entry is missing yet
        sample.add("history", **entry | cells)

    return edit


def change_a_listing(sample: Any) -> None:
    take_in(sample, "eu")
    sample.edit("sanctions", "2019-11-18", "2019-11-19")
    sample.seal()


DISPUTE = ("claims", "entity_id name,,,,,,,")
EDITS: dict[str, Edit] = {
    "MST101": put_bytes("parties", lambda content: content.replace(b"Watch", b"W\xe4tch")),
    "MST102": put_bytes("parties", lambda content: b"\xef\xbb\xbf" + content),
    "MST103": put_bytes("parties", lambda content: content.replace(b"\n", b"\r\n")),
    "MST104": put("parties", "Watch", "We\u0301tch"),
    "MST105": put("parties", "Watch", "Wa\u200btch"),
    "MST106": put("names", "بهرام نمونه", "بهرام علي"),
    "MST107": put("parties", "Watch", "Wаtch"),
    "MST108": put("parties", "a made-up", "a  made-up"),
    "MST109": put("parties", ",ngo,", ',"ngo",'),
    "MST110": put("parties", 'NGO",', "NGO,"),
    "MST111": lambda sample: sample.write("parties", sample.text("parties") + "a,A,ngo,,,\n"),
    "MST112": put("parties", "Watch", "=Watch"),
    "MST113": lambda sample: sample.write("parties", sample.text("parties") + "\n"),
    "MST114": put("parties", "watch,", "<<<<<<< HEAD\nwatch,"),
    "MST115": put("parties", "Watch", "Watch\u00e2\u20ac\u2122s"),
    "MST116": put("parties", '"Watch, a made-up NGO"', "#REF!"),
    "MST117": put_bytes("parties", lambda content: content[:-8]),
    "MST201": lambda sample: sample.path("parties").unlink(),
    "MST202": describe_first(path="../officials.csv"),
    "MST203": put("parties", ",kind,", ",sort,"),
    "MST204": put("parties", ",ngo,,,", ",ngo,,,,"),
    "MST205": describe(licenses="CC-BY-4.0"),
    "MST206": describe_first(schema={"fields": []}),
    "MST207": disagree,
    "MST208": put_bytes("parties", lambda content: content + b"x" * 64_001),
    "MST209": lambda sample: sample.path("parties").with_name("parties (1).csv").write_text("a\n", "utf-8"),
    "MST211": put("parties", ",ngo,", ",,"),
    "MST212": put("events", ",2019-11,", ",2019-13,"),
    "MST213": put("parties", ",ngo,", ",ngoo,"),
    "MST421": put("estimates", "more_than,300,", "more_than,,"),
    "MST422": put("estimates", "more_than,300,,", "more_than,300,400,"),
    "MST423": lambda sample: sample.add("groups", group_id="some", description="some people", size="6"),
    "MST424": put("parties", ",ngo,", ",unnamed,"),
    "MST431": put("sources", ",original", ",adapted"),
    "MST432": put("sources", ",stated,", ",,"),
    "MST433": put("sources", ",whole,", ",,"),
    "MST434": put("sources", ",ngo_report,", ",op_ed,"),
    "MST441": put(*DISPUTE, "entity_id name,,,,disputes,,other,"),
    "MST442": put(*DISPUTE, "entity_id name,,,,,,,one two three four five six"),
    "MST443": put("participations", ",chair,,,", ",chair,,,2019"),
    "MST444": lambda sample: sample.add_check(verdict="undecidable"),
    "MST445": put("parties", ",ngo,,,", ",ngo,,1961,"),
    "MST451": put("parties", "a made-up NGO", "mail@example.org"),
    "MST452": put("parties", "a made-up NGO", "12 Quay Street"),
    "MST453": put("parties", "a made-up NGO", "passport Z7654321"),
    "MST454": put("parties", "a made-up NGO", "the brother of Bahram"),
    "MST455": put("parties", "a made-up NGO", "0x" + "00aF" * 10),
    "MST456": put("parties", "a made-up NGO", "born 7 March 1961"),
    "MST521": lambda sample: sample.write("seals", "claim_id,seal\n"),
    "MST522": put("events", "A session", "Another session"),
    "MST541": lambda sample: sample.add("releases", **RELEASE | {"date": "2026-11"}),
    "MST542": published(change="correction"),
    "MST543": lambda sample: sample.add("releases", **RELEASE | {"root": "0" * 64}),
    "MST544": published(value_digest="0" * 64),
    "MST523": lambda sample: sample.add("seals", claim_id="watch-2019.c000000-000006.x", seal="0" * 64),
    "MST546": change_a_listing,
    "MST531": put("passages", "char=60,71", "char=60,70"),
    "MST532": put("passages", "char=60,71", "char=60,99999"),
    "MST533": put_bytes("sources", lambda content: re.sub(rb"[0-9a-f]{64}", sha256(b"").encode(), content)),
    "MST534": put_bytes("sources", lambda content: re.sub(rb",text,[0-9]+,", b",text,5,", content)),
    "MST535": lambda sample: sample.add_check(query="SELECT 1 FROM nothing"),
    "MST536": lambda sample: sample.add_check(query="SELECT entity_id FROM participations"),
    "MST537": lambda sample: (sample.add_check(), sample.add_item("watch")),
    "MST538": lambda sample: sample.add_check(verdict="partly"),
    "MST539": lambda sample: sample.add_check(query=FROM_NOTHING),
    "MST540": lambda sample: sample.query("who-sat", "SELECT 1"),
}


@pytest.mark.slow
def test_nothing_is_found_before(sample: Any) -> None:
    assert sample.findings(ALL_LAYERS, documents=True) == ()


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_found(code: str, sample: Any, monkeypatch: Any) -> None:
    layers = [layer for layer in ALL_LAYERS if layer != "frictionless" or code == "MST207"]
    sample.monkeypatch = monkeypatch
    EDITS[code](sample)
    found = [finding for finding in sample.findings(layers, documents=True) if finding.code == code]
    assert found
    assert {finding.severity for finding in found} == {CODES[code].severity}
    assert {finding.remedy for finding in found} == {CODES[code].remedy}


@pytest.mark.parametrize("code", [name for name, code in CODES.items() if code.remedy == "run `mostanad fmt`"])
def test_what_is_said_to_be_mended_by_fmt_is_mended_by_fmt(code: str, sample: Any) -> None:
    EDITS[code](sample)
    assert [place[0] for place in sample.places(("text",))] == [code]
    assert fmt(open_package(sample.root))
    assert sample.findings(("text", "structure", "rows")) == ()


def test_nothing_is_written_down_for_a_code_that_there_is_not() -> None:
    assert EDITS.keys() == CODES.keys()


def test_codes_are_well_formed_and_explain_themselves() -> None:
    for name, code in CODES.items():
        assert name == code.code
        assert re.fullmatch(r"MST[1-6]\d\d", name)
        assert code.title
        assert code.why
        assert code.remedy
        assert code.title[0].islower() or code.title.startswith(("UTF", "NFC", "CSV", "Arabic", "Frictionless"))
    assert list(CODES) == sorted(CODES)


def test_every_code_of_a_model_is_in_the_catalogue() -> None:
    sources = [path.read_text("utf-8") for path in Path(models.__file__).parent.glob("*.py")]
    used = {code for source in sources for code in re.findall(r"MST\d{3}", source)}
    assert used
    assert used <= set(CODES)


def test_no_code_means_two_things() -> None:
    of_rules = [rule.code.code for rule in rules.rules()]
    assert len(of_rules) == len(set(of_rules))
    assert not set(of_rules) & set(CODES)
