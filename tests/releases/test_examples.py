"""The examples of the codes of releases: what is done to a release gives the code, and without it nothing is found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cases import each
from tests.releases.conftest import NOWHERE, VERSION, make_world, renew, rewrite, row_of

from mostanad.contract.lock import to_json
from mostanad.releases import BuildRefused, build, descriptor, verify
from mostanad.releases import codes as of_releases
from mostanad.validation import Finding, explain
from mostanad.validation.explain import Side

CODES = [code.code for code in of_releases.CODES.values()]
each_code = each("code", list(CODES))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the invented package, with a check; not to be changed."""
    world = make_world()
    world.add_check()
    folder = tmp_path_factory.mktemp("examples")
    return build(world.write(folder / "package"), folder / "out")


def found(side: Side, checked: Path, folder: Path) -> tuple[Finding, ...]:
    """What is found in a release, or while a package is built, after the edits of an example."""
    if any("package" in edit for edit in side.edits):
        return refused(side, folder)
    release = Path(shutil.copytree(checked, folder / VERSION))
    for edit in side.edits:
        on_files(release, edit) or on_tables(release, edit)
    return verify(release, NOWHERE).findings


def refused(side: Side, folder: Path) -> tuple[Finding, ...]:
    world = make_world()
    (edit,) = side.edits
    table, row = edit["package"].split("/")
    next(cells for cells in world.rows[table] if row in cells.values()).update(edit["cells"])
    with pytest.raises(BuildRefused) as refusal:
        build(world.write(folder / "package"), folder / "out", layers=["text", "rows"])
    return refusal.value.report.findings


def on_files(release: Path, edit: Mapping[str, Any]) -> bool:
    """Whether an edit is one of files; then it is done."""
    match dict(edit):
        case {"remove": path}:
            (release / path).unlink()
        case {"write": path, "text": text}:
            (release / path).write_text(text, "utf-8")
        case {"replace": path, "old": old, "new": new}:
            content = (release / path).read_bytes()
            assert content.count(old.encode()) == 1
            (release / path).write_bytes(content.replace(old.encode(), new.encode()))
        case {"copy": path, "to": to}:
            shutil.copy(release / path, release / to)
        case {"cut": path, "bytes": length}:
            (release / path).write_bytes((release / path).read_bytes()[:length])
        case {"json": path, "at": at, "value": value}:
            content = json.loads((release / path).read_text("utf-8"))
            assert at in content
            (release / path).write_bytes(to_json(content | {at: value}).encode())
        case {"sums": True}:
            (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
        case {"again": True}:
            renew(release)
        case _:
            return False
    return True


def on_tables(release: Path, edit: Mapping[str, Any]) -> None:
    match dict(edit):
        case {"plain": path}:
            table = pq.ParquetFile(release / path).read()
            plain = pa.schema([field.remove_metadata() for field in table.schema], table.schema.metadata)
            pq.write_table(pa.table(table.columns, schema=plain), release / path)
        case {"reverse": name}:
            rewrite(release, name, lambda rows: rows.reverse())
        case {"row": row, "cells": cells}:
            name, _, key = row.partition("/")
            rewrite(release, name, lambda rows: row_of(rows, key).update(cells))
        case {"add": name, "cells": cells}:
            rewrite(release, name, lambda rows: rows.append(cells))
        case other:
            raise AssertionError(f"not an edit of a release: {other}")


@pytest.mark.slow
@each_code
def test_the_failing_example_gives_this_code_and_no_other(code: str, checked: Path, tmp_path: Path) -> None:
    example = explain.of_codes()[code]
    findings = found(example.fails, checked, tmp_path)
    places = {(finding.code, finding.file, finding.line, finding.column) for finding in findings}
    assert {place for place in places if place[0] == code} == {(code, *place) for place in example.finds}
    assert {place[0] for place in places} == {code, *example.also}


@pytest.mark.slow
def test_the_passing_example_of_all_is_the_release_as_it_was_built(checked: Path, tmp_path: Path) -> None:
    sides = [explain.of_codes()[code].passes for code in CODES]
    assert {side.says for side in sides} == {
        "The release as it was built.",
        "The package as it was, built in the same way.",
    }
    assert [edit for side in sides for edit in side.edits] == []
    assert found(sides[0], checked, tmp_path) == ()
    build(make_world().write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"])
