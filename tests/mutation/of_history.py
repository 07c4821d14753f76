"""Mutations of what was published: cells that change without a reason, a history and releases that were edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.mutation.mutations import Cells, Data, Edit, Mutation, another, change

from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Change

_OTHER = "00" * 32


def of_history(data: Data) -> Iterator[Mutation | str]:
    """Each way in which a history can be wrong; of a dataset that never was published their names, as text."""
    releases = sorted(data.rows["releases"], key=lambda row: version_order(row["version"]))
    for about, kind, make in _KINDS:
        if releases:
            code, edit, place = make(data, releases)
            yield Mutation(kind, about, "history", f"{about} {kind}", (code,), (edit,), place)
        else:
            yield f"{about}: {kind}"


_Made = tuple[str, Edit, tuple[str, str, str]]


def _entry(data: Data, where: Callable[[Cells], object] = bool) -> Cells:
    """An entry that added a fact which is there still."""
    return next(
        row for row in data.rows["history"] if row["change"] == Change.ADDED and _is_there(data, row) and where(row)
    )


def _is_there(data: Data, entry: Cells) -> bool:
    row_id, _, field = entry["fact_id"].rpartition("/")
    table = data.facts.get(row_id)
    return table is not None and bool(data.index[table][row_id][field])


def _spoilt_entry(data: Data, code: str, column: str, value: str) -> _Made:
    entry = _entry(data)
    return code, change("history", entry, **{column: value}), ("history", entry["entry_id"], column)


def _unknown_version(data: Data, releases: list[Cells]) -> _Made:
    return _spoilt_entry(data, "MST541", "version", "1999.1.0")


def _added_twice(data: Data, releases: list[Cells]) -> _Made:
    return _spoilt_entry(data, "MST542", "change", Change.CORRECTION)


def _no_digest(data: Data, releases: list[Cells]) -> _Made:
    return _spoilt_entry(data, "MST542", "digest", "")


def _other_digest(data: Data, releases: list[Cells]) -> _Made:
    entry = _entry(data)
    return "MST543", change("history", entry, digest=_OTHER), ("releases", entry["version"], "root")


def _entry_gone(data: Data, releases: list[Cells]) -> _Made:
    # One without later entries, which would be out of turn then.
    times: dict[str, int] = {}
    for row in data.rows["history"]:
        times[row["fact_id"]] = times.get(row["fact_id"], 0) + 1
    entry = _entry(data, lambda row: times[row["fact_id"]] == 1)
    return "MST543", Edit("history", entry["entry_id"], None), ("releases", entry["version"], "facts")


def _of_release(code: str, column: str, value: str) -> Callable[[Data, list[Cells]], _Made]:
    def make(data: Data, releases: list[Cells]) -> _Made:
        last = releases[-1]
        return code, change("releases", last, **{column: value}), ("releases", last["version"], column)

    return make


def _coding_digest(data: Data, releases: list[Cells]) -> _Made:
    last = releases[-1]
    other = "" if last["coding_digest"] else _OTHER
    return "MST543", change("releases", last, coding_digest=other), ("releases", last["version"], "coding_digest")


def _changed_cell(data: Data, releases: list[Cells]) -> _Made:
    for entry in data.rows["history"]:
        row_id, _, field = entry["fact_id"].rpartition("/")
        if not _is_there(data, entry):
            continue
        table = data.facts[row_id]
        row = data.index[table][row_id]
        if value := another(data, table, field, row):
            return "MST544", change(table, row, **{field: value}), (table, row_id, field)
    raise AssertionError("a history of facts none of which can change")


def _row_gone(data: Data, releases: list[Cells]) -> _Made:
    entry = _entry(
        data, lambda row: not any(r["fact_id"] == row["fact_id"] and r is not row for r in data.rows["history"])
    )
    row_id = entry["fact_id"].rpartition("/")[0]
    return "MST544", Edit(data.facts[row_id], row_id, None), ("history", entry["entry_id"], "fact_id")


_KINDS: tuple[tuple[str, str, Callable[[Data, list[Cells]], _Made]], ...] = (
    ("MST541", "entry of a version that was not cut", _unknown_version),
    ("MST541", "day that is none", _of_release("MST541", "date", "2026-11")),
    ("MST542", "fact corrected before it was added", _added_twice),
    ("MST542", "entry without a digest", _no_digest),
    ("MST543", "other digest", _other_digest),
    ("MST543", "entry gone", _entry_gone),
    ("MST543", "other root", _of_release("MST543", "root", _OTHER)),
    ("MST543", "other number of facts", _of_release("MST543", "facts", "1")),
    ("MST543", "digest of other cells lost, or made up", _coding_digest),
    ("MST544", "published cell changed", _changed_cell),
    ("MST544", "published row deleted", _row_gone),
)
