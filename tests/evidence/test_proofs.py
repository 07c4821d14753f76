"""Proofs: every fact is proved, whatever is forged is not, and an edited past is seen."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from tests.cases import each

from mostanad.evidence import digests, published
from mostanad.evidence.proofs import ProofError, check, check_consistency, prove, prove_consistency, root_file, trees

FACTS = {f"row-{number}/date": f"201{number}" for number in range(7)} | {"row-0/title": "جلسه، یکم"}
Tables = dict[str, pa.Table]
DAYS = {"2026.9.0": "2026-09-01", "2026.10.0": "2026-10-01", "2026.11.0": "2026-11-01"}


def tables(versions: tuple[str, ...] = tuple(DAYS), facts: dict[str, str] | None = None) -> Tables:
    """A release, as far as proofs read it; its facts are those of the last version, the others have fewer."""
    facts = FACTS if facts is None else facts
    names = sorted(facts)
    made = {
        "facts": pa.table({"fact_id": names, "value": [facts[name] for name in names]}),
        "evidence": pa.table(
            {
                "evidence_id": [f"{claim}.{name}" for claim in ("a", "b") for name in names],
                "fact_id": names * 2,
                "claim_id": ["a"] * len(names) + ["b"] * len(names),
            }
        ),
    }
    rows = []
    for number, version in enumerate(versions):
        some = names[: len(names) - (len(versions) - 1 - number)]
        root = published.root(found for found in digests.of_facts(made) if found[0] in some)
        row = {"version": version, "date": DAYS[version], "schema_version": "1.0.0", "facts": len(some), "root": root}
        rows.append(row)
    return made | {"releases": pa.Table.from_pylist(rows)}


@each("fact_id", list(FACTS))
def test_every_fact_is_proved_and_leads_to_the_root(fact_id: str) -> None:
    release = tables()
    proof = json.loads(json.dumps(prove(release, "2026.11.0", fact_id)))
    assert check(proof, trees(release, "2026.11.0").root) == {"fact_id": fact_id, "value": FACTS[fact_id]}
    assert [json.loads(line)["claim_id"] for line in proof["evidence"]] == ["a", "b"]


def test_a_proof_can_be_checked_with_nothing_but_a_hash_function() -> None:
    """As docs/releases.md tells a stranger to do it."""
    release = tables()
    proof = prove(release, "2026.11.0", "row-3/date")

    def climb(entry: bytes, place: dict[str, Any]) -> str:
        node, index, size = hashlib.sha256(b"\0" + entry).digest(), place["index"], place["size"]
        path = [bytes.fromhex(one) for one in place["path"]]
        while size > 1:
            if index % 2:
                node = hashlib.sha256(b"\1" + path.pop(0) + node).digest()
            elif index + 1 < size:
                node = hashlib.sha256(b"\1" + node + path.pop(0)).digest()
            index, size = index // 2, (size + 1) // 2
        return node.hex()

    lines = "".join(f"{line}\n" for line in [proof["fact"], *proof["evidence"]])
    digest = hashlib.sha256(lines.encode()).hexdigest()
    assert climb(f"row-3/date {digest}".encode(), proof["facts"]) == json.loads(proof["version"])["root"]
    assert climb(proof["version"].encode(), proof["versions"]) == trees(release, "2026.11.0").root


def _value(proof: dict[str, Any]) -> None:
    proof["fact"] = proof["fact"].replace("2013", "2014")


def _name(proof: dict[str, Any]) -> None:
    proof["fact"] = proof["fact"].replace("row-3", "row-4")


def _evidence_less(proof: dict[str, Any]) -> None:
    proof["evidence"].pop()


def _evidence_of_another(proof: dict[str, Any]) -> None:
    proof["evidence"][0] = proof["evidence"][0].replace("row-3", "row-4")


def _evidence_turned(proof: dict[str, Any]) -> None:
    proof["evidence"].reverse()


def _path(proof: dict[str, Any]) -> None:
    proof["facts"]["path"][0] = "00" * 32


def _index(proof: dict[str, Any]) -> None:
    proof["facts"]["index"] += 1


def _size(proof: dict[str, Any]) -> None:
    proof["facts"]["size"] += 1


def _version(proof: dict[str, Any]) -> None:
    proof["version"] = proof["version"].replace("2026-11-01", "2026-11-02")


def _other_root(proof: dict[str, Any]) -> None:
    other = prove(tables(facts=FACTS | {"row-3/date": "1999"}), "2026.11.0", "row-3/date")
    proof.update(other)


@each(
    "forge",
    [
        _value,
        _name,
        _evidence_less,
        _evidence_of_another,
        _evidence_turned,
        _path,
        _index,
        _size,
        _version,
        _other_root,
    ],
)
def test_what_is_forged_fails(forge: Callable[[dict[str, Any]], None]) -> None:
    release = tables()
    root = trees(release, "2026.11.0").root
    proof = prove(release, "2026.11.0", "row-3/date")
    forged = copy.deepcopy(proof)
    forge(forged)
    with pytest.raises(ProofError):
        check(forged, root)
    assert check(proof, root)


@pytest.mark.parametrize(
    "thing", [None, 7, [], {}, {"format": "mostanad fact proof 1"}, {"format": "mostanad fact proof 1", "fact": 7}]
)
def test_what_is_no_proof_is_said_to_be_none(thing: object) -> None:
    with pytest.raises(ProofError, match="not a proof"):
        check(thing, "00" * 32)
    with pytest.raises(ProofError, match="not a proof"):
        check_consistency(thing, "00" * 32, "00" * 32)


def test_a_fact_that_is_not_there_has_no_proof() -> None:
    with pytest.raises(KeyError):
        prove(tables(), "2026.11.0", "row-9/date")


def test_every_release_continues_those_before_it() -> None:
    versions = tuple(DAYS)
    release = tables()
    new = trees(release, versions[-1])
    for older in versions:
        proof = json.loads(json.dumps(prove_consistency(release, versions[-1], older)))
        then = trees(release, older)  # its own leaf is the recorded one, whatever facts are at hand
        check_consistency(proof, then.root, new.root)
        with pytest.raises(ProofError, match="does not continue"):
            check_consistency(proof, "11" * 32, new.root)
    with pytest.raises(KeyError):
        prove_consistency(release, versions[-1], "2026.8.0")


def test_a_past_that_was_edited_is_seen() -> None:
    release = tables()
    then = trees(release, "2026.10.0").root
    edited = release["releases"].to_pylist()
    edited[0]["root"] = "22" * 32
    release["releases"] = pa.Table.from_pylist(edited)
    new = trees(release, "2026.11.0").root
    with pytest.raises(ProofError, match="does not continue"):
        check_consistency(prove_consistency(release, "2026.11.0", "2026.10.0"), then, new)


def test_a_version_that_is_not_recorded_stands_last_without_a_day() -> None:
    release = tables(("2026.9.0", "2026.10.0"))
    made = trees(release, "2026.11.0")
    assert not made.is_recorded
    assert [json.loads(line)["version"] for line in made.versions] == ["2026.9.0", "2026.10.0", "2026.11.0"]
    assert json.loads(made.versions[-1])["date"] is None
    assert check(prove(release, "2026.11.0", "row-1/date"), made.root)


def test_versions_are_in_order_of_their_numbers_and_later_ones_left_out() -> None:
    release = tables()
    names = [row["version"] for row in root_file(release, "2026.10.0")["versions"]]
    assert names == ["2026.9.0", "2026.10.0"]


def test_the_root_file_has_the_digests_of_the_tables() -> None:
    release = tables()
    found = root_file(release, "2026.11.0")
    assert found["tables"]["facts"] == {"rows": 8, "digest": digests.of_table(release["facts"])}
    assert found["root"] == trees(release, "2026.11.0").root
    assert found["facts"] == {"size": 8, "root": release["releases"]["root"][-1].as_py()}
