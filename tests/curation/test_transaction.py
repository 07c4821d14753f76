"""Edits: all or nothing, the last one can be taken back, and nothing is lost that was not read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mostanad.curation import transaction
from mostanad.curation.transaction import EditRefused, commit, read_rows, undo
from mostanad.documents.folder import Documents
from mostanad.files import disk
from mostanad.models import TABLES
from mostanad.validation import Report, validate_package

if TYPE_CHECKING:
    from tests.conftest import Bench, Line

JOURNAL = ".mostanad-undo.json"
LINE: Line = ("Port Osma", "events", "talks", "kind=session|title=Talks at Port Osma")


def rename(bench: Bench, **names: str) -> list[str]:
    """An edit without a validation's say: other names for parties."""
    rows = read_rows(bench.package())
    for party, name in names.items():
        rows["parties"][party.replace("_", "-")]["name"] = name
    return commit(bench.package(), rows)


def refused(bench: Bench, **names: str) -> EditRefused:
    before = bench.files()
    with pytest.raises(EditRefused) as caught:
        rename(bench, **names)
    assert bench.files() == before
    return caught.value


def test_all_rows_are_read_by_table_and_key(bench: Bench) -> None:
    rows = read_rows(bench.package())
    assert set(rows) == set(TABLES)
    assert rows["events"]["dock-strike-2019-11"]["date"] == "2019-11"
    assert list(rows["claims"]) == sorted(rows["claims"])


def test_an_edit_that_changes_nothing_writes_nothing(bench: Bench) -> None:
    before = bench.files()
    assert commit(bench.package(), read_rows(bench.package())) == []
    assert bench.files() == before
    assert JOURNAL not in before


@pytest.mark.usefixtures("unchecked")
def test_only_what_changes_is_written(bench: Bench) -> None:
    before = bench.files()
    assert rename(bench, norland="Norland, the State") == ["datasets/parties.csv"]
    after = bench.files()
    assert {name for name in after if after[name] != before.get(name)} == {"datasets/parties.csv", JOURNAL}
    assert b'norland,"Norland, the State",state,XN,,\n' in after["datasets/parties.csv"]


@pytest.mark.usefixtures("unchecked")
def test_what_somebody_else_wrote_meanwhile_is_not_lost(bench: Bench) -> None:
    """A question waits for its answer while a sheet is entered in another window."""
    package = bench.package()
    rows = read_rows(package)
    rows["parties"]["norland"]["name"] = "Nørland"
    bench.enter("gazette-2019", LINE)
    before = bench.files()
    with pytest.raises(EditRefused, match="has changed meanwhile; nothing was written"):
        commit(package, rows)
    assert bench.files() == before


@pytest.mark.usefixtures("unchecked")
def test_new_rows_stand_in_order(bench: Bench) -> None:
    rows = read_rows(bench.package())
    rows["events"]["a-first"] = dict.fromkeys(rows["events"]["dock-strike-2019-11"], "") | {"event_id": "a-first"}
    del rows["parties"]["norland"]
    commit(bench.package(), rows)
    assert list(bench.rows("events")) == ["a-first", "dock-strike-2019-11"]
    assert "norland" not in bench.rows("parties")


def test_an_edit_that_breaks_a_rule_is_refused_with_the_finding(bench: Bench) -> None:
    rows = read_rows(bench.package())
    del rows["parties"]["coastal-authority"]
    before = bench.files()
    with pytest.raises(EditRefused, match="would break the package; nothing was written") as caught:
        commit(bench.package(), rows)
    assert bench.files() == before
    assert {(finding.code, finding.value) for finding in caught.value.findings} >= {("MST303", "coastal-authority")}
    assert caught.value.findings[0].file == "datasets/affiliations.csv"


@pytest.mark.slow
def test_what_was_broken_before_does_not_stop_an_edit(bench: Bench) -> None:
    bench.edit("events", "dock-strike-2019-11", part_of="nothing")
    broken = {finding.code for finding in validate_package(bench.package(), Documents(None)).errors}
    assert {"MST303", "MST501"} <= broken
    assert bench.enter("gazette-2019", LINE).rows == 1


def test_but_one_more_of_the_same_does(bench: Bench) -> None:
    """Two findings that read alike are two: one that was there does not hide another."""
    bench.edit("estimates", "dock-strike-2019-11-injured-union", as_of="soon")
    rows = read_rows(bench.package())
    rows["estimates"]["dock-strike-2019-11-injured-court"]["as_of"] = "soon"
    before = bench.files()
    with pytest.raises(EditRefused, match="would break the package") as caught:
        commit(bench.package(), rows)
    assert [(finding.code, finding.value) for finding in caught.value.findings] == [("MST212", "soon")]
    assert bench.files() == before


def test_what_stands_in_new_rows_was_not_there_before(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """So nobody looks what was: that would take as long again."""
    runs: list[Report] = []

    def counted(*given: Any, **named: Any) -> Report:
        runs.append(validate_package(*given, **named))
        return runs[-1]

    monkeypatch.setattr(transaction, "validate_package", counted)
    refused(bench, norland=" Norland")
    assert len(runs) == 2
    rows = read_rows(bench.package())
    rows["parties"]["zz-new"] = {"party_id": "zz-new", "name": " New", "kind": "ngo"}
    with pytest.raises(EditRefused) as caught:
        commit(bench.package(), rows)
    assert (len(runs), {finding.code for finding in caught.value.findings}) == (3, {"MST108"})


def test_where_rules_cannot_run_nobody_can_tell(bench: Bench) -> None:
    """A wrong cell keeps rules off its table: what they would find would slip in unseen."""
    bench.edit("estimates", "dock-strike-2019-11-injured-union", as_of="soon")
    before = bench.files()
    with pytest.raises(EditRefused, match="keep rules from running; correct them first") as caught:
        bench.enter("gazette-2019", LINE)
    assert ("MST212", "soon") in {(finding.code, finding.value) for finding in caught.value.findings}
    assert bench.files() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"party_id,name,kind,country,born,note\na,A,media,XN,,,lost\n", "differs from the columns party_id,name,kind"),
        (b"party_id,name,kind,country,born,note\na,A,media\n", "differs from the columns"),
        (b"party_id,name,kind,country,born,note,more\na,A,media,XN,,,lost\n", "differs from the columns"),
        (b"party_id,kind,name,country,born,note\na,media,A,XN,,\n", "differs from the columns"),
        (b"", "is not in canonical form"),
        (b"party_id\n", "differs from the columns"),
        (b"party_id,name,kind,country,born,note\na,A,media,XN,,\na,B,ngo,XN,,\n", "has two rows with the same key"),
        (b"party_id,name,kind,country,born,note\na,\xff,media,XN,,\n", "is not in canonical form"),
        (b"party_id,name,kind,country,born,note\r\na,A,media,XN,,\r\n", "is not in canonical form; run `mostanad"),
        (b"\xef\xbb\xbfparty_id,name,kind,country,born,note\n", "is not in canonical form"),
        (b'party_id,name,kind,country,born,note\na,"A",media,XN,,\n', "is not in canonical form"),
        (b'party_id,name,kind,country,born,note\na,"A\nB",media,XN,,\n', "is not in canonical form"),
        (b"party_id,name,kind,country,born,note\na,A,media,XN,,", "is not in canonical form"),
        (b"party_id,name,kind,country,born,note\n\na,A,media,XN,,\n", "differs from the columns"),
        (None, "the table is missing"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_whole_is_not_written(bare: Bench, content: bytes | None, message: str) -> None:
    if content is None:
        bare.file("parties").unlink()
    else:
        bare.file("parties").write_bytes(content)
    before = bare.files()
    with pytest.raises(EditRefused) as caught:
        read_rows(bare.package())
    assert str(caught.value).startswith("datasets/parties.csv")
    assert message in str(caught.value)
    assert bare.files() == before


@pytest.mark.usefixtures("unchecked")
def test_an_edit_is_taken_back_to_the_byte(bench: Bench) -> None:
    before = bench.files()
    rename(bench, norland="Nørland", norland_gazette="“Gazette”")
    assert bench.files() != before
    assert undo(bench.root) == ["datasets/parties.csv"]
    assert bench.files() == before
    with pytest.raises(EditRefused, match="there is no edit to undo"):
        undo(bench.root)


def test_a_sheet_is_taken_back_on_the_command_line(bench: Bench) -> None:
    before = bench.files()
    bench.enter("gazette-2019", LINE)
    done = bench.run("locate", "--undo")
    assert (done.exit_code, bench.files()) == (0, before)
    assert done.stdout == "edit undone: datasets/events.csv, datasets/passages.csv, datasets/claims.csv\n"
    again = bench.run("locate", "--undo")
    assert (again.exit_code, "no edit to undo" in again.stderr) == (1, True)


@pytest.mark.usefixtures("unchecked")
def test_only_the_last_edit_is_taken_back(bench: Bench) -> None:
    rename(bench, norland="One")
    between = bench.files()
    rename(bench, norland="Two")
    undo(bench.root)
    assert bench.files() == {name: content for name, content in between.items() if name != JOURNAL}
    assert bench.rows("parties")["norland"]["name"] == "One"


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("change", [lambda text: text + b"z,Z,ngo,,,\n", lambda text: text.replace(b"\n", b"\r\n")])
def test_an_edit_is_not_taken_back_over_a_later_one(bench: Bench, change: Any) -> None:
    rename(bench, norland="One")
    bench.file("parties").write_bytes(change(bench.file("parties").read_bytes()))
    before = bench.files()
    with pytest.raises(EditRefused, match=r"parties\.csv has changed since the edit; keep a copy of it, .*git restore"):
        undo(bench.root)
    assert bench.files() == before


@pytest.mark.usefixtures("unchecked")
def test_a_file_that_is_gone_since_is_not_made_again(bench: Bench) -> None:
    rename(bench, norland="One")
    bench.file("parties").unlink()
    with pytest.raises(EditRefused, match="has changed since"):
        undo(bench.root)


def test_a_journal_does_not_lead_out_of_the_package(bench: Bench) -> None:
    """A package that somebody sends may hold a journal: taking it back must write nothing outside."""
    outside = bench.root.parent / "outside.txt"
    outside.write_bytes(b"mine")
    (bench.root / "README.md").write_bytes(b"mine")
    for file in ("../outside.txt", str(outside), "README.md", "datasets/../../outside.txt", "\x1b]0;$(reboot)\a"):
        (bench.root / JOURNAL).write_text(json.dumps({file: ["evil", "mine"]}), encoding="utf-8")
        with pytest.raises(EditRefused, match="names a file that is not a table of this package") as caught:
            undo(bench.root)
        assert file not in str(caught.value)
    assert outside.read_bytes() == (bench.root / "README.md").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\xff\xfe", b"{", b"[]", b"null", b'"x"', b"1e999", b"[" * 100_000, b'{"a": {"b": ' * 40_000),
        *(b'{"datasets/parties.csv": %s}' % value for value in (b"null", b"[]", b'["a"]', b'["a", 1]', b'"ab"', b"{}")),
        b'{"datasets/parties.csv": ["\\ud800", "b"]}',
    ],
)
def test_a_spoilt_journal_is_refused_in_words(bench: Bench, content: bytes) -> None:
    (bench.root / JOURNAL).write_bytes(content)
    before = bench.files()
    with pytest.raises(EditRefused, match=r"mostanad-undo\.json cannot be read; .*git diff"):
        undo(bench.root)
    assert bench.files() == before


def test_a_spoilt_journal_ends_the_command_with_a_sentence(bench: Bench) -> None:
    (bench.root / JOURNAL).mkdir()
    result = bench.run("locate", "--undo")
    assert result.exit_code == 1
    assert "cannot be read" in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_an_edit_that_fails_is_taken_back_at_once(bench: Bench, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    """The journal is written first, then three files, then it gets its last name."""
    before = bench.files()
    monkeypatch.setattr(transaction, "validate_package", lambda *_, **__: Report())
    replaced: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _failing(os.replace, replaced, fails_at))
        with pytest.raises(OSError, match="no space left"):
            bench.enter("gazette-2019", LINE)
    order = [".mostanad-edit.json", "events.csv", "passages.csv", "claims.csv"]
    assert replaced[: fails_at - 1] == order[: fails_at - 1]
    assert bench.files() == before


@pytest.mark.parametrize("back", [False, True])
def test_what_is_saved_by_hand_while_an_edit_is_written_or_taken_back_is_not_lost(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    monkeypatch.setattr(transaction, "validate_package", lambda *_, **__: Report())
    write = disk.write_atomically

    def meanwhile(path: Path, content: bytes) -> None:
        write(path, content)
        if path.name == "events.csv":  # a spreadsheet saves another one
            bench.file("claims").write_bytes(b"by hand")

    if back:
        bench.enter("gazette-2019", LINE)
    monkeypatch.setattr(disk, "write_atomically", meanwhile)
    with pytest.raises(
        EditRefused, match=r"claims\.csv has changed since the edit; keep a copy .*delete .mostanad-edit"
    ):
        undo(bench.root) if back else bench.enter("gazette-2019", LINE)
    assert bench.file("claims").read_bytes() == b"by hand"
    run = bench.run("fmt")
    assert run.exit_code == 1
    assert "claims.csv has changed since the edit; keep a copy of it" in run.stderr


def _failing(replace: Any, replaced: list[str], fails_at: int) -> Any:
    """``os.replace`` until it fails."""

    def fail(source: Path, target: Path) -> None:
        if len(replaced) + 1 == fails_at:
            replaced.append("failed")
            raise OSError(28, "no space left")
        replace(source, target)
        replaced.append(Path(target).name)

    return fail


@pytest.mark.usefixtures("unchecked")
def test_a_cut_edit_can_be_made_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _failing(os.replace, [], 3))
        with pytest.raises(OSError, match="no space left"):
            bench.enter("gazette-2019", LINE)
    bench.enter("gazette-2019", LINE)
    assert "talks" in bench.rows("events")
    assert "gazette-2019.c000031-000040.talks" in bench.rows("claims")
    assert "gazette-2019.c000031-000040" in bench.rows("passages")


@pytest.mark.usefixtures("unchecked")
def test_no_temporary_file_is_left(bench: Bench) -> None:
    rename(bench, norland="One")
    assert not [path for path in bench.root.rglob("*") if path.suffix == ".mostanad-tmp"]


@pytest.mark.slow
def test_refusing_leaves_the_journal_of_the_edit_before(bench: Bench) -> None:
    before = bench.files()
    bench.enter("gazette-2019", LINE)
    refused(bench, norland="two  spaces")
    undo(bench.root)
    assert bench.files() == before
