"""The lock of the contract: what it holds, and what each change of it means to who reads releases."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each
from tests.contract.made_up import Lock, altered, field, setting, without

from mostanad.contract import SCHEMA_VERSION
from mostanad.contract.lock import PATH, Change, LockError, Review, Severity, classify, lock, read, to_json, write
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES
from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Gender

# What a lock holds


def test_the_lock_has_every_column_of_a_release_in_its_order() -> None:
    promised = lock()
    assert promised["schema_version"] == SCHEMA_VERSION
    models = TABLES | COMPILED
    assert list(promised["tables"]) == sorted(models)
    for name, model in models.items():
        table = promised["tables"][name]
        schema = arrow_schema(model)
        assert table["key"] == model.key()
        words = [list(one.get("words", ())) for one in table["columns"]]
        assert words == [sorted(one) for one in words]
        assert [one["name"] for one in table["columns"]] == schema.names
        assert [one["nullable"] for one in table["columns"]] == [one.nullable for one in schema]
        assert [one["description"] for one in table["columns"]] == [
            one.metadata[b"description"].decode() for one in schema
        ]


def test_what_the_lock_says_of_columns(made_up: Lock) -> None:
    table = made_up["tables"]["voyages"]
    assert (table["key"], table["description"]) == ("voyage_id", "A voyage.")
    captain = field(made_up, "captain_id")
    assert captain["pattern"]
    assert captain == {
        **{"name": "captain_id", "type": "string", "nullable": False, "role": "assertion"},
        **{"references": ["officials", "parties"], "pattern": captain["pattern"]},
        **{"description": "Who led it.", "example": "ann"},
    }
    gender = field(made_up, "gender")
    assert (gender["nullable"], gender["words"]) == (True, {str(one): one.meaning for one in sorted(Gender)})
    assert list(gender["words"]) == sorted(Gender)
    seen_in = field(made_up, "seen_in")
    assert (seen_in["type"], seen_in["items"]) == ("list", "string")
    assert field(made_up, "began")["standard"]
    assert field(made_up, "began_min") == {
        **{"name": "began_min", "type": "date32[day]", "nullable": True, "role": "coding"},
        **{"description": "First day of began."},
    }
    assert field(made_up, "harbour")["deprecated"] == "2026.12.0: use `captain_id`"


def test_the_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert write(tmp_path)
    assert read(tmp_path) == lock()
    assert not write(tmp_path)
    assert (tmp_path / PATH).read_text("utf-8") == to_json(lock())


@each(
    ("text", "message"),
    [
        ("", "is not a lock: the whole file: Invalid JSON"),
        ("[" * 100_000, "is not a lock: the whole file: Invalid JSON"),
        ("[]", "the whole file: Input should be an object"),
        ('{"tables": {}}', "schema_version: Field required"),
        ('{"schema_version": "1.0", "tables": {}}', "schema_version: String should match"),
        ('{"schema_version": "1.0.0\\n", "tables": {}}', "schema_version: String should match"),
        ('{"schema_version": "1.0.0"}', "tables: Field required"),
        ('{"schema_version": "1.0.0", "tables": {"x": {"columns": []}}}', "tables.x.key: Field required"),
        ('{"schema_version": "1.0.0", "tables": {"x": {"key": "y", "columns": [{}]}}}', "tables.x.columns.0.name: "),
    ],
)
def test_a_file_that_is_no_lock(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / PATH).write_text(text, encoding="utf-8")
    with pytest.raises(LockError, match=message):
        read(tmp_path)


@pytest.mark.parametrize(
    "parts",
    [
        *({"type": None}, {"nullable": None}, {"nullable": 0}, {"references": "events"}, {"words": ["male"]}),
        *({"pattern": 7}, {"deprecated": True}, {"deprecated": "soon"}, {"deprecated": "2026.13.0: use x"}),
    ],
    ids=str,
)
def test_a_column_of_a_lock_that_is_none(tmp_path: Path, made_up: Lock, parts: dict[str, Any]) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / PATH).write_text(to_json(made_up), encoding="utf-8")
    assert read(tmp_path) == made_up
    (tmp_path / PATH).write_text(to_json(altered(made_up, setting("harbour", **parts))), encoding="utf-8")
    with pytest.raises(LockError, match=r"tables\.voyages\.columns\.7\.[a-z]+: "):
        read(tmp_path)


# What a change means


def test_nothing_changed(made_up: Lock) -> None:
    assert classify(made_up, copy.deepcopy(made_up)) == []
    assert classify(made_up, altered(made_up, lambda one: one.update(schema_version="9.9.9"))) == []


#: An alteration, where it is seen, what it is, and what it is the other way round.
CHANGES: list[tuple[Callable[[Lock], object], str, str, str]] = [
    (lambda one: one["tables"].pop("harbours"), "harbours", "major", "minor"),
    (lambda one: one["tables"]["voyages"].update(key="captain_id"), "voyages", "major", "major"),
    (lambda one: one["tables"]["voyages"].update(order=["began", "voyage_id"]), "voyages", "minor", "minor"),
    (lambda one: one["tables"]["voyages"].update(description="A trip."), "voyages", "patch", "patch"),
    (lambda one: one["tables"]["voyages"]["columns"].reverse(), "voyages", "minor", "minor"),
    (without("gender"), "voyages.gender", "major", "minor"),
    (without("began_min"), "voyages.began_min", "major", "minor"),
    (setting("captain_id", type="int64"), "voyages.captain_id", "major", "major"),
    (setting("seen_in", items="int64"), "voyages.seen_in", "major", "major"),
    (setting("captain_id", nullable=True), "voyages.captain_id", "major", "minor"),
    (setting("captain_id", role="coding"), "voyages.captain_id", "major", "minor"),
    (setting("gender", role="meta"), "voyages.gender", "patch", "patch"),
    (setting("captain_id", references=None), "voyages.captain_id", "major", "minor"),
    (setting("captain_id", references=["officials"]), "voyages.captain_id", "minor", "major"),
    (setting("captain_id", references=["events", "parties"]), "voyages.captain_id", "major", "major"),
    (lambda one: field(one, "gender")["words"].pop("male"), "voyages.gender", "major", "minor"),
    (lambda one: field(one, "gender")["words"].update(male="a man"), "voyages.gender", "patch", "patch"),
    (setting("gender", words=None), "voyages.gender", "major", "minor"),
    (setting("gender", words=None, pattern="[a-z]+"), "voyages.gender", "major", "minor"),
    (setting("gender", words=None, pattern="[A-Z]+"), "voyages.gender", "major", "major"),
    (setting("captain_id", pattern=None), "voyages.captain_id", "major", "minor"),
    (setting("captain_id", pattern="[a-z]+"), "voyages.captain_id", "major", "major"),
    (setting("captain_id", deprecated="2027.1.0: use x"), "voyages.captain_id", "minor", "patch"),
    (setting("harbour", deprecated="2026.12.0: use x"), "voyages.harbour", "patch", "patch"),
    (setting("captain_id", description="Who?"), "voyages.captain_id", "patch", "patch"),
    (setting("captain_id", example="bob"), "voyages.captain_id", "patch", "patch"),
    (setting("captain_id", standard="ISO 1"), "voyages.captain_id", "patch", "patch"),
    (setting("captain_id", unit="knots"), "voyages.captain_id", "patch", "patch"),
]


@pytest.mark.parametrize(("change", "where", "there", "back"), CHANGES)
def test_a_change_is_classified(
    made_up: Lock, change: Callable[[Lock], object], where: str, there: str, back: str
) -> None:
    other = altered(made_up, change)
    for old, new, severity in ((made_up, other, there), (other, made_up, back)):
        (found,) = classify(old, new)
        assert (found.where, found.severity) == (where, severity)
        assert found.what.endswith(".")


def test_a_new_table_of_facts_is_more_of_the_same_to_columns_that_name_any_fact(made_up: Lock) -> None:
    """As CONTRIBUTING has it: one model and one CSV file, and no reader of today breaks."""

    def prizes(one: Lock) -> None:
        one["tables"]["prizes"] = copy.deepcopy(one["tables"]["voyages"])
        field(one, "seen_in")["references"] = ["events", "prizes", "voyages"]
        field(one, "captain_id")["references"] = ["officials", "parties", "prizes"]

    before = altered(made_up, setting("seen_in", references=["events", "voyages"]))
    after = altered(before, prizes)
    found = {change.where: (str(change.severity), change.what) for change in classify(before, after)}
    assert found["prizes"] == ("minor", "The table is new.")
    assert found["voyages.seen_in"] == ("minor", "It may point into prizes too, as into every table with facts.")
    # not every row was meant by this one: who looks into the two tables finds nothing
    assert found["voyages.captain_id"][0] == "major"
    # nor is a table that was there already new
    old = altered(before, lambda one: one["tables"].update(prizes=copy.deepcopy(made_up["tables"]["harbours"])))
    assert {one.where: str(one.severity) for one in classify(old, after)}["voyages.seen_in"] == "major"


def test_a_renamed_column_is_one_gone_and_one_new(made_up: Lock) -> None:
    found = classify(made_up, altered(made_up, lambda one: field(one, "gender").update(name="sex")))
    assert [(change.severity, change.where) for change in found] == [
        ("major", "voyages.gender"),
        ("minor", "voyages.sex"),
    ]


def test_every_part_of_a_lock_counts(made_up: Lock) -> None:
    """Whatever is altered, deep down or at the top, is a change."""

    def alterations(value: Any) -> list[Callable[[], None]]:
        """Functions that alter one leaf each, in place."""
        found: list[Callable[[], None]] = []
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(inner, dict | list):
                found += alterations(inner)
            else:
                other = not inner if isinstance(inner, bool) else f"{inner}-other"
                found.append(lambda value=value, key=key, other=other: value.__setitem__(key, other))  # type: ignore[misc]
        return found

    number = len(alterations(made_up["tables"]))
    assert number > 50
    for index in range(number):
        other = copy.deepcopy(made_up)
        alterations(other["tables"])[index]()
        assert classify(made_up, other), index


def test_the_worst_change_comes_first(made_up: Lock) -> None:
    def change(one: Lock) -> None:
        setting("captain_id", description="Who?", nullable=True)(one)
        one["tables"]["ships"] = one["tables"].pop("harbours")

    found = classify(made_up, altered(made_up, change))
    assert [(str(one.severity), one.where) for one in found] == [
        *(("major", "harbours"), ("major", "voyages.captain_id")),
        *(("minor", "ships"), ("patch", "voyages.captain_id")),
    ]


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], "1.4.2"),
        (["patch"], "1.4.3"),
        (["patch", "minor"], "1.5.0"),
        (["minor", "major", "patch"], "2.0.0"),
    ],
)
def test_the_version_that_changes_need(severities: list[str], expected: str) -> None:
    changes = sorted(Change(Severity(one), "x", "It.") for one in severities)
    assert Review("1.4.2", "1.4.2", True, tuple(changes), ()).needed == expected


def test_versions_are_ordered_as_numbers() -> None:
    assert version_order("1.10.0") > version_order("1.9.9") > version_order("1.9.0")


def test_a_deprecation_is_told_apart_from_its_end(made_up: Lock) -> None:
    kept = altered(made_up, setting("harbour", deprecated=None))
    told = [change.what for pair in ((kept, made_up), (made_up, kept)) for change in classify(*pair)]
    assert told == ["It is deprecated since 2026.12.0: use `captain_id`.", "It is not deprecated any more."]
