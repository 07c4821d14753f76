"""Layer 3: what is wrong inside a row, at the cell that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from mostanad.validation import Finding

LAYERS = ("rows",)
CHAIR = "session-2019-11-bahram-nemuneh-chair,session-2019-11,bahram-nemuneh,chair"


def only(sample: Any, table: str, old: str, new: str) -> Finding:
    """The one finding after an edit; its column is where its cell stands in its line."""
    sample.edit(table, old, new)
    (finding,) = sample.findings(LAYERS)
    line = sample.text(table).split("\n")[finding.line - 1]
    assert line[finding.column - 1 :].removeprefix('"').startswith(finding.value.replace('"', '""'))
    assert finding.column == 1 or line[finding.column - 2] == ","
    assert finding.file == f"datasets/{table}.csv"
    return finding


def test_a_clean_package_has_no_findings(sample: Any) -> None:
    assert sample.findings(LAYERS) == ()


def test_required_cell_that_is_empty(sample: Any) -> None:
    finding = only(sample, "events", ",A session,", ",,")
    assert (finding.code, finding.line, finding.column, finding.value) == ("MST211", 2, 25, "")
    assert finding.message == "title: the cell is empty, but required"


def test_required_key_that_is_empty(sample: Any) -> None:
    finding = only(sample, "officials", "bahram-nemuneh,", ",")
    assert (finding.code, finding.line, finding.column) == ("MST211", 2, 1)


def test_an_optional_cell_may_be_empty(sample: Any) -> None:
    sample.edit("events", "2019-11,,,,,", ",,,,,")
    assert sample.findings(LAYERS) == ()


def test_columns_are_counted_behind_quoted_cells_with_commas_and_quotes(sample: Any) -> None:
    sample.edit(
        "estimates", '"people, counted one by one, at the session"', '"people, ""counted"", بله, at the session"'
    )
    finding = only(sample, "estimates", ",300,", ",3OO,")
    line = sample.text("estimates").split("\n")[1]
    assert (finding.code, finding.line, finding.value) == ("MST212", 2, "3OO")
    assert finding.column == line.index("3OO") + 1
    assert finding.message.startswith("value: '3OO' is not a number")


def test_the_line_is_that_of_the_row(sample: Any) -> None:
    for name in ("zahra", "amir"):
        sample.add("officials", official_id=name, name=name.title())
    assert only(sample, "officials", "Bahram Nemuneh,,", "Bahram Nemuneh,196O,").line == 3


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("estimates", ",300,", ",0300,", "is not a number"),
        ("estimates", ",300,", ",۳۰۰,", "is not a number"),
        ("estimates", ",300,", ",1e3,", "is not a number"),
        ("estimates", ",300,", ",inf,", "is not a number"),
        ("events", ",2019-11,", ",2019-13,", "EDTF"),
        ("events", ",2019-11,", ",2019-02-30,", "calendar"),
        ("events", ",2019-11,", ",2019-12/2019-11,", "ends before it begins"),
        ("sources", ",2019-12-16,", ",2019-12/2020-01,", "only events may last"),
        ("parties", ",ngo,,", ",ngo,Iran,", "country code"),
        ("sources", "https://", "ftp://", "web address"),
        ("passages", "watch-2019.c", "watch 2019.c", None),
        ("names", "bahram-nemuneh-fa", "Bahram-nemuneh-fa", "is not an id"),
    ],
)
def test_cell_of_the_wrong_type(sample: Any, table: str, old: str, new: str, words: str | None) -> None:
    if words is None:
        text = sample.text(table)
        sample.write(table, text.replace(old, new, 1))
        (finding,) = sample.findings(LAYERS)
        assert (finding.line, finding.column) == (2, 1)
    else:
        finding = only(sample, table, old, new)
        assert words in finding.message
    assert finding.code == "MST212"


def test_a_word_that_is_not_in_the_vocabulary(sample: Any) -> None:
    finding = only(sample, "participations", ",chair,", ",chiar,")
    assert (finding.code, finding.value) == ("MST213", "chiar")
    assert finding.message == "part: 'chiar' is not in the vocabulary; did you mean 'chair'?"


def test_a_word_that_is_like_none_of_the_vocabulary(sample: Any) -> None:
    finding = only(sample, "parties", ",ngo,", ",xyzzyx,")
    assert finding.code == "MST213"
    assert "it is one of state, state_body" in finding.message
    assert "did you mean" not in finding.message


def test_a_word_of_a_list_that_is_not_in_the_vocabulary(sample: Any) -> None:
    listing = {"sanction_id": "s", "target_id": "bahram-nemuneh", "authority_id": "watch"}
    sample.add("sanctions", **listing, measures="asset_freeze travel_bann")
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.value) == ("MST213", "asset_freeze travel_bann")
    assert finding.message == "measures: 'travel_bann' is not in the vocabulary; did you mean 'travel_ban'?"
    sample.edit("sanctions", "asset_freeze travel_bann", "travel_ban asset_freeze")
    (finding,) = sample.findings(LAYERS)
    assert finding.code == "MST212"
    assert "write 'asset_freeze travel_ban'" in finding.message


def test_every_wrong_cell_of_a_row_is_found(sample: Any) -> None:
    sample.edit("events", ",session,A session,2019-11,", ",sesion,,2019-1,")
    found = [(finding.code, finding.column, finding.value) for finding in sample.findings(LAYERS)]
    assert found == [("MST213", 17, "sesion"), ("MST211", 24, ""), ("MST212", 25, "2019-1")]


@pytest.mark.parametrize(
    ("table", "old", "new", "code", "field", "value"),
    [
        ("estimates", "more_than,300", "unquantified,300", "MST421", "value", "300"),
        ("estimates", "more_than,300", "more_than,", "MST421", "value", ""),
        ("estimates", "more_than,300,", "more_than,300,400", "MST422", "value_to", "400"),
        ("estimates", "more_than,300,", "between,300,", "MST422", "value_to", ""),
        ("estimates", "more_than,300,", "between,300,300", "MST422", "value_to", "300"),
        ("sources", "ngo_report,watch,,", "op_ed,watch,,", "MST434", "author", ""),
        ("sources", ",original", ",adapted", "MST431", "derived_from", ""),
        ("sources", "whole,,,original", "whole,,watch-2018,original", "MST431", "derived_from", "watch-2018"),
        ("sources", ",stated,", ",,", "MST432", "published_basis", ""),
        ("sources", "2019-12-16,stated,", ",stated,", "MST432", "published_basis", "stated"),
        ("sources", ",whole,", ",,", "MST433", "sha256", None),
        ("claims", "entity_id name,,,,,,,", "entity_id name,,,,disputes,,other,", "MST441", "fields", "entity_id name"),
        ("claims", "entity_id name,,,,,,,", "name,,,,disputes,,,", "MST441", "value", ""),
        ("claims", "entity_id name,,,,,,,", "name,,,,,,other,", "MST441", "value", "other"),
        ("claims", "entity_id name,,,,,,,", "name,,,,,,,one two three four five six", "MST442", "as_stated", None),
        ("participations", f"{CHAIR},,,", f"{CHAIR},,,2019-11", "MST443", "standing_date", "2019-11"),
    ],
)
def test_cells_that_do_not_go_together(
    sample: Any, table: str, old: str, new: str, code: str, field: str, value: str | None
) -> None:
    tail = f"{old}," if table == "estimates" and old.endswith("300,") else old
    finding = only(sample, table, tail, new if tail == old else f"{new},")
    assert (finding.code, finding.line) == (code, sample.text(table)[: sample.text(table).index(new)].count("\n") + 1)
    assert finding.message.startswith(f"{field}: ")
    header, cells = sample.text(table).split("\n")[0], sample.text(table).split("\n")[finding.line - 1]
    if '"' not in cells:
        assert finding.value == cells.split(",")[header.split(",").index(field)]
    if value is not None:
        assert finding.value == value


@pytest.mark.parametrize(
    ("cells", "good"),
    [
        *(({"size": "6"}, False), ({"comparator": "exactly"}, False), ({"comparator": "unquantified"}, True)),
        *(
            ({"size": "6", "comparator": "unquantified"}, False),
            ({"size": "6", "comparator": "about"}, True),
            ({}, True),
        ),
    ],
)
def test_the_size_of_a_group_goes_with_its_comparator(sample: Any, cells: dict[str, str], good: bool) -> None:
    sample.add("groups", group_id="some", description="some people", **cells)
    comparator = len("some,some people,,") if "size" not in cells else len("some,some people,6,")
    assert sample.places(LAYERS) == ([] if good else [("MST423", "datasets/groups.csv", 2, comparator + 1)])


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("sources", "ngo_report,watch,,", "op_ed,watch,bahram-nemuneh,"),
        ("estimates", "more_than,300,", "between,300,400"),
        ("estimates", "more_than,300,", "unquantified,,"),
        ("claims", "entity_id name,,,,,,,", "name,,,,disputes,,other,one two three four five"),
        ("participations", f"{CHAIR},,,", f"{CHAIR},,alleged,2019-11"),
        ("sources", "2019-12-16,stated,", ",,"),
    ],
)
def test_cells_that_do_go_together(sample: Any, table: str, old: str, new: str) -> None:
    sample.edit(table, old, new)
    assert sample.findings(LAYERS) == ()
