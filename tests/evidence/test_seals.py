"""Seals: what they are made of, worked out a second time, and what breaks them."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.evidence.seals import seal

CONTENT: dict[str, Any] = {
    "table": "events",
    "row": {"event_id": "e", "kind": "protest", "title": "Strike", "date": "2019-11", "note": "", "place": ""},
    "claim": {
        "claim_id": "s.c000001-000005.e",
        "passage_id": "s.c000001-000005",
        "target_id": "e",
        "fields": "date title",
        "asserted_by": "",
        "modality": "",
        "hedge": "",
        "stance": "",
        "as_of": "",
        "value": "",
        "as_stated": "",
        "note": "",
    },
    "passage": {"passage_id": "s.c000001-000005", "source_id": "s", "selector": "char=1,5", "sha256": "b" * 64},
    "source": {"source_id": "s", "published": "2019-12-20", "sha256": "a" * 64, "title": "T"},
    "asserter": "paper",
    "origin": "agency",
}


def made(**changes: str) -> str:
    """The seal of the content with changes, written ``part__cell``."""
    content = deepcopy(CONTENT)
    for path, value in changes.items():
        part, _, cell = path.partition("__")
        if cell:
            content[part][cell] = value
        else:
            content[part] = value
    return seal(**content)


def test_a_seal_is_the_hash_of_these_bytes_and_no_others() -> None:
    """Written out by hand: whoever changes the format must raise FORMAT and seal everything anew."""
    canonical = (
        '{"as_of":"2019-12-20","as_stated":"","asserted_by":"paper","cells":[["date","2019-11"],["title","Strike"]],'
        '"format":1,"hedge":"none","modality":"fact","origin":"agency","passage":"'
        + "b"
        * 64
        + '","selector":"char=1,5",'
        '"source":"' + "a" * 64 + '","stance":"asserts","table":"events","target":"e","value":""}'
    )
    assert made() == hashlib.sha256(canonical.encode("utf-8")).hexdigest()
    assert made() == "9ea8bdc5367c20428fb63210e9a682d84b0bf0bfa50accddf45076bc09340df3"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_a_seal_is_canonical_json_whatever_the_text(title: str, stated: str) -> None:
    """RFC 8785, as its reference implementation for Python writes it."""
    content = {
        "format": 1,
        "table": "events",
        "target": "e",
        "cells": [["date", "2019-11"], ["title", title]],
        "asserted_by": "paper",
        "origin": "agency",
        "modality": "fact",
        "hedge": "none",
        "stance": "asserts",
        "as_of": "2019-12-20",
        "value": "",
        "as_stated": stated,
        "source": "a" * 64,
        "selector": "char=1,5",
        "passage": "b" * 64,
    }
    assert made(row__title=title, claim__as_stated=stated) == hashlib.sha256(rfc8785.dumps(content)).hexdigest()


@each(
    "change",
    [
        {"table": "groups"},
        {"row__date": "2019-12"},
        {"row__title": "strike"},
        {"row__title": "Strike "},
        {"row__title": ""},
        {"claim__target_id": "f"},
        {"claim__fields": "date"},
        {"claim__fields": "date title kind"},
        {"claim__fields": "date kind"},
        {"claim__fields": "date title place"},
        {"asserter": "union"},
        {"origin": "union"},
        {"claim__modality": "allegation"},
        {"claim__hedge": "likely"},
        {"claim__stance": "denies"},
        {"claim__as_of": "2019-12-21"},
        {"claim__value": "2019-10"},
        {"claim__as_stated": "last month"},
        {"source__sha256": "c" * 64},
        {"source__published": "2019-12-21"},
        {"passage__selector": "char=1,6"},
        {"passage__selector": "line=1,5"},
        {"passage__sha256": "c" * 64},
    ],
)
def test_any_edit_breaks_it(change: dict[str, str]) -> None:
    assert made(**change) != made()


@each(
    "change",
    [
        {"claim__modality": "fact"},
        {"claim__hedge": "none"},
        {"claim__stance": "asserts"},
        {"claim__as_of": "2019-12-20"},
        {"claim__fields": "title date"},
        {"claim__note": "a remark"},
        {"claim__claim_id": "s.c000001-000005.e.2"},
        {"row__note": "a remark"},
        {"row__kind": "uprising"},
        {"row__place": "Osma"},
        {"source__title": "Another"},
        {"source__source_id": "t"},
        {"passage__passage_id": "x"},
    ],
)
def test_what_says_the_same_leaves_it_whole(change: dict[str, str]) -> None:
    assert made(**change) == made()


def test_values_cannot_be_pushed_from_one_cell_to_another() -> None:
    one = made(row__date='2019"],["title', claim__fields="date title", row__title="x")
    other = made(row__date="2019", claim__fields="date title", row__title="x")
    assert len({one, other, made(row__date="x", row__title='2019"],["title')}) == 3
    assert made(claim__value="a", claim__as_stated="") != made(claim__value="", claim__as_stated="a")


def test_a_publication_without_a_date_is_sealed_without_one() -> None:
    assert made(source__published="") != made()
    assert made(source__published="", claim__as_of="2019-12-20") == made()


def test_a_cell_that_the_row_lacks_is_sealed_as_empty() -> None:
    assert made(claim__fields="date nothing title") == made(claim__fields="date nothing title", row__nothing="")
