"""The prover finds that all errors are found; and, where a check is switched off, that they are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.mutation import prove as proofs
from tests.mutation import prove_schemas
from tests.mutation.__main__ import main
from tests.mutation.mutations import Data, Mutation, of_columns
from tests.mutation.of_rows import _CASES
from tests.mutation.of_rules import MAKERS
from tests.mutation.prove import NotSound, Proof, as_text, prove

from mostanad.files import Package, open_package
from mostanad.files.resources import resource
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation import canonical_text, rows, rules, seals
from mostanad.validation.findings import CODES

pytestmark = pytest.mark.slow


@pytest.fixture
def package(bench_template: Any) -> Package:
    return open_package(bench_template.root)


def of(*names: str) -> Any:
    """The mutations made for these columns or rules."""
    return lambda about: about in names


def survivors(proof: Proof) -> set[str]:
    return {mutation.about for mutation in proof.survivors}


def test_every_error_is_found(package: Package) -> None:
    before = dict(package.texts)
    proof = prove(package)
    assert proof.unexplained == ()
    assert dict(package.texts) == before
    columns = {f"{table}.{column.name}" for table, model in TABLES.items() for column in model.columns()}
    names = {path.stem for path in resource("validators").glob("*.sql")}
    assert columns | names <= set(proof.score())
    *_, last = as_text(proof)
    assert last.startswith(f"{sum(total for _, total in proof.score().values())} of ")


def test_every_rule_has_a_mutation() -> None:
    assert set(MAKERS) == {path.stem for path in resource("validators").glob("*.sql")}
    of_rows = {code for code, item in CODES.items() if item.layer == "rows" and "MST421" <= code <= "MST449"}
    assert {code for code, *_ in _CASES} == of_rows


def test_every_column_is_spoilt_and_every_required_one_emptied(package: Package) -> None:
    made = {mutation.name for mutation in of_columns(Data(package))}
    for table, model in TABLES.items():
        for column in model.columns():
            assert (f"{table}.{column.name}: emptied" in made) == column.required
            assert any(name.startswith(f"{table}.{column.name}: ") for name in made)


def test_a_rule_that_is_switched_off_lets_its_errors_live(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tuple(rule for rule in rules.rules() if rule.name not in ("references_resolve", "orphan"))
    monkeypatch.setattr(rules, "rules", lambda: left)
    proof = prove(package, of("positions.holder_id", "orphan", "spelling_twice"))
    assert survivors(proof) == {"positions.holder_id", "orphan"}
    assert proof.score()["spelling_twice"] == (1, 1)
    assert "positions.holder_id: id of no row" in proof.unexplained
    assert "positions.holder_id: emptied" not in proof.unexplained
    assert any(line.startswith("SURVIVES: orphan: of its kind (no MST512 at officials") for line in as_text(proof))


@pytest.mark.parametrize(
    ("module", "about"),
    [(rows, "officials.gender"), (rows, "MST421"), (seals, "events.date"), (canonical_text, "names.name")],
)
def test_a_layer_that_is_switched_off_lets_its_errors_live(
    package: Package, monkeypatch: pytest.MonkeyPatch, module: Any, about: str
) -> None:
    monkeypatch.setattr(module, "check", lambda *_, **__: iter(()))
    assert survivors(prove(package, of(about))) == {about}


def test_a_finding_at_another_cell_kills_nothing(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    check = rows.check
    monkeypatch.setattr(rows, "check", lambda *some: (replace(one, column=one.column + 1) for one in check(*some)))
    assert survivors(prove(package, of("officials.gender"))) == {"officials.gender"}


def test_a_rule_without_rows_is_tried_on_its_example(bare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bare_package = open_package(bare.root)
    proof = prove(bare_package, of("dispute_of_the_same_value"))
    assert proof.fixture_only["dispute_of_the_same_value"]
    assert proof.unexplained == ()
    left = tuple(rule for rule in rules.rules() if rule.name != "dispute_of_the_same_value")
    monkeypatch.setattr(proofs, "rules", lambda: left)
    proof = prove(bare_package, of("dispute_of_the_same_value"))
    assert proof.unexplained == ("dispute_of_the_same_value: its example",)
    assert any(line.endswith("0/1  fixture only") for line in as_text(proof))


def test_what_has_no_cell_is_said(bare: Any) -> None:
    proof = prove(open_package(bare.root), of())
    changed = {name.split(".")[0] for name in proof.not_tried if name.endswith(": changed")}
    assert changed == set(FACT_TABLES)
    assert "not tried, no row of the kind or no document: events.date: changed" in list(as_text(proof))


def test_an_exception_has_a_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in proofs.reasons().values())


def test_what_is_explained_does_not_fail_and_is_named() -> None:
    one = Mutation("changed", "events.date", "seals", "changed", ("MST522",), (), ("claims", "a", "claim_id"))
    proof = Proof(survivors=(one,), reasons={"events.date: changed": "because it is so"})
    assert proof.unexplained == ()
    assert "survives, explained: events.date: changed: because it is so" in list(as_text(proof))
    found = Proof(killed=(one,), reasons={"events.date: changed": "because it is so"})
    assert "explained, but found: events.date: changed" in list(as_text(found))


def test_nothing_is_proved_on_a_dataset_with_errors(bench: Any) -> None:
    bench.edit("parties", "harbour-court", kind="Court")
    with pytest.raises(NotSound, match="MST213: only a dataset without errors"):
        prove(open_package(bench.root))


@pytest.mark.parametrize(("found", "code"), [(True, 0), (False, 1)])
def test_the_score_is_printed_and_the_exit_is_1_if_something_survives(
    bare: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: bool, code: int
) -> None:
    proof = proofs.Proof(fixture_only={"orphan": found})
    monkeypatch.setattr(proofs, "prove", lambda package, documents: proof)
    monkeypatch.setattr(prove_schemas, "prove_schemas", lambda package: ())
    assert main(bare.root) == code
    printed = capsys.readouterr().out
    assert printed == "\n".join(proofs.as_text(proof)) + "\n"
    assert printed.startswith(f"orphan   {int(found)}/1  fixture only\n")
    assert ("SURVIVES: orphan: its example" in printed.splitlines()) != found


def test_a_dataset_with_errors_is_refused_and_one_that_is_not_there(
    bench: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.edit("parties", "harbour-court", kind="Court")
    assert main(bench.root) == 2
    assert "MST213: only a dataset without errors can be proved on" in capsys.readouterr().err
    assert main(bench.root / "nowhere") == 2
