"""CHANGES.md reads like a changelog: what is new, corrected and withdrawn, and why; nothing of the data marks up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.releases.conftest import VERSION, World

from mostanad.curation.record import record
from mostanad.files import open_package
from mostanad.releases import build


def test_a_version_that_is_not_recorded(built: Path) -> None:
    text = (built / "CHANGES.md").read_text("utf-8")
    assert text.startswith(f"# mostanad {VERSION}\n\nThis version is not recorded: ")
    assert "There is no version before." in text
    assert "| facts | 72 |" in text
    assert "| officials | 2 |" in text


def released(world: World, folder: Path, version: str, day: str) -> str:
    """CHANGES.md of the world as it is, recorded as this version; the world keeps the history."""
    root = world.write(folder / version, version)
    record(open_package(root), dt.date.fromisoformat(day))
    for name in ("history", "releases"):
        world.rows[name] = list(open_package(root).table(name).records())
    return (build(root, folder / "out") / "CHANGES.md").read_text("utf-8")


@pytest.mark.slow
def test_what_is_new_corrected_and_withdrawn_is_said_with_the_reason(world: World, tmp_path: Path) -> None:
    first = released(world, tmp_path, "2026.9.0", "2026-09-01")
    assert first.startswith("# mostanad 2026.9.0 (2026-09-01)\n\nThere is no version before.\n\n72 facts new, ")
    assert "## New" not in first
    world.backed("events", "march-2021", "wire-2021", kind="protest", title="A march", date="2021-01")
    event = next(row for row in world.rows["events"] if row["event_id"] == "council-2020")
    event["title"] = "Sitting of the *council*"
    cells = {"target_id": "council-2020", "field": "title", "date": "2026-10-01", "kind": "correction"}
    values = {"before": "Session of the council", "after": event["title"], "reason": "it is called `sitting` there"}
    world.add("corrections", "2026-10-01-council", **cells, **values)
    world.rows["positions"] = []
    gone = [row for row in world.rows["claims"] if row["target_id"] == "navid-kohan-member"]
    world.rows["claims"] = [row for row in world.rows["claims"] if row not in gone]
    world.rows["passages"] = [row for row in world.rows["passages"] if row["passage_id"] != gone[0]["passage_id"]]
    for field, value in (
        ("holder_id", "navid-kohan"),
        ("title", "Member of the council"),
        ("body_id", "lantern-council"),
    ):
        cells = {"target_id": "navid-kohan-member", "field": field, "date": "2026-10-01", "kind": "retraction"}
        world.add(
            "corrections", f"2026-10-01-member-{field.replace('_', '-')}", before=value, **cells, reason="not him"
        )
    second = released(world, tmp_path, "2026.10.0", "2026-10-01")
    assert "The version before is 2026.9.0." in second
    assert "3 facts new, 1 corrected, 3 retracted, 0 merged" in second
    assert "## New\n\n- events: 3 facts\n" in second
    said = "- `council-2020/title`: `Session of the council` becomes `Sitting of the *council*`. "
    assert f"## Corrected\n\n{said}Why: ``it is called `sitting` there``\n" in second
    assert "- `navid-kohan-member/title`: was `Member of the council`. Why: `not him`\n" in second
