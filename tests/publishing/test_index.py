"""The index in itself: its schema, its one form, its digest, and what it can be asked."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.cases import each
from tests.publishing.conftest import said
from tests.publishing.test_audit import edited, few, put

from mostanad.contract import SCHEMA_VERSION
from mostanad.publishing import index

SCHEMA = index.schema()
CHECKER = jsonschema.Draft202012Validator(SCHEMA)
OTHERS: list[Any] = [None, 7, -1, True, 1.5, "", "x", "2026-02-31x", [], ["x"], ["x", "x"], {}, {"a": 1}, "a\n"]


def test_the_schema_is_one_and_the_index_fits_it(published: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert CHECKER.is_valid(said(published))
    assert json.loads((published / index.SCHEMA).read_bytes()) == SCHEMA


@pytest.mark.slow
def test_what_breaks_the_schema_is_not_read(published: Path) -> None:
    right = said(published)
    verdicts = []
    for place in few(right):
        for other in OTHERS:
            content = copy.deepcopy(right)
            put(content, place, lambda _, other=other: other)  # type: ignore[misc]
            verdicts.append(CHECKER.is_valid(content))
            if not verdicts[-1]:
                with pytest.raises(index.IndexDamaged, match=r"does not fit its schema at|of format"):
                    index.read(index.to_bytes(content))
    assert {True, False} == set(verdicts)


@pytest.mark.parametrize("change", ["less", "more"])
def test_what_is_missing_and_what_is_too_much(published: Path, change: str) -> None:
    right = said(published)
    for place in [(), ("releases", 0), ("releases", 0, "files", 0), ("releases", 1, "archive"), ("proofs", 0)]:
        content = copy.deepcopy(right)
        target: Any = content
        for part in place:
            target = target[part]
        if change == "less":
            target.popitem()
        else:
            target["more"] = 1
        with pytest.raises(index.IndexDamaged, match="does not fit its schema at"):
            index.read(index.to_bytes(content))


def test_the_digest_is_of_all_that_it_says(published: Path) -> None:
    right = said(published)
    digests = {index.digest(right)}
    for place in few(right):
        if place != ("digest",):
            content = copy.deepcopy(right)
            put(content, place, edited)
            digests.add(index.digest(content))
    assert len(digests) == len(few(right))


def test_the_digest_is_that_of_rfc_8785(published: Path) -> None:
    import hashlib

    import rfc8785

    content = said(published)
    stated = content.pop("digest")
    assert hashlib.sha256(rfc8785.dumps(content)).hexdigest() == stated


@pytest.mark.parametrize("change", ["twice", "spaces"])
def test_another_form_is_damage(published: Path, change: str) -> None:
    text = (published / index.INDEX).read_text("utf-8")
    content = json.loads(text)
    other = {
        "twice": text.replace('"sequence": 1,', '"sequence": 9, "sequence": 1,'),
        "spaces": json.dumps(content),
    }[change]
    assert index.read(text.encode()) == content
    with pytest.raises(index.IndexDamaged, match="not in the form"):
        index.read(other.encode())


def forged(published: Path, change: Any) -> bytes:
    content = said(published)
    change(content)
    return index.to_bytes(index.sealed(content))


@each(
    ("change", "says"),
    [
        (lambda said: said["releases"].reverse(), "not in order"),
        (lambda said: said.update(latest="2026.11.0"), "the latest version"),
        (lambda said: said["proofs"].clear(), "one proof for each pair"),
        (lambda said: said["proofs"][0].update(path="proofs/other.json"), "path of a proof does not fit"),
        (
            lambda said: said["releases"][0].update(path="releases/other"),
            "the path of 2026.11.0 does not fit its version",
        ),
        (
            lambda said: said["releases"][0]["archive"].update(path="other"),
            "the path of 2026.11.0 does not fit its version",
        ),
        (lambda said: said["releases"][0].update(superseded_by=None), "says that None follows it"),
        (lambda said: said["releases"][0]["files"].reverse(), "files of 2026.11.0 are not in order"),
        (lambda said: said["releases"][0]["files"].append(said["releases"][0]["files"][0]), "one occurs twice"),
        (lambda said: said["releases"][0]["superseded_facts"][0].update({"in": "2026.11.0"}), "not later"),
        (lambda said: said["releases"][0]["superseded_facts"][0].update(fact_id="a\n"), "a backslash, which no index"),
    ],
)
def test_an_index_that_does_not_agree_with_itself(published: Path, change: Any, says: str) -> None:
    with pytest.raises(index.IndexDamaged, match=says):
        index.read(forged(published, change))


def test_this_contract_has_a_first_loader() -> None:
    assert index.min_loader(SCHEMA_VERSION) == "2026.11.3"
    with pytest.raises(KeyError):
        index.min_loader("99.0.0")


def test_reading_an_index_needs_nothing_that_the_loader_does_not_bring() -> None:
    script = "import sys, mostanad.publishing.index as i; assert i.schema(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert not {"pyarrow", "duckdb", "jsonschema", "pandas"} & set(run.stdout.split())
