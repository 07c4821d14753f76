"""Forgeries that leave seals and corrections in order: the summary names each, with before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mostanad.curation.record import record
from mostanad.files import open_package
from mostanad.models import TABLES
from mostanad.releases import changes
from mostanad.releases.changes import Tree, row_changes, row_counts
from mostanad.releases.changes_markdown import as_markdown, headline


def _claim(world: Any, source: str, target: str, **known: str) -> dict[str, str]:
    """The one claim of a source on a row that has these cells."""
    found: list[dict[str, str]] = [
        row
        for row in world.rows["claims"]
        if row["claim_id"].startswith(f"{source}.") and row["target_id"] == target and known.items() <= row.items()
    ]
    (row,) = found
    return row


def _row(world: Any, table: str, key: str) -> dict[str, str]:
    return next(row for row in world.rows[table] if row[TABLES[table].key()] == key)


def _asserter(world: Any) -> None:
    _claim(world, "paper-story", "square-2020-omid-faraz-accused")["asserted_by"] = "red-union"


def _publisher(world: Any) -> None:
    _row(world, "sources", "paper-story")["publisher_id"] = "blue-front"


def _modality(world: Any) -> None:
    _claim(world, "front-paper", "square-2020")["modality"] = "fact"


def _hedge(world: Any) -> None:
    _claim(world, "blue-story", "square-2020-omid-faraz-accused")["hedge"] = ""


def _stance(world: Any) -> None:
    _claim(world, "paper-story", "square-2020", stance="denies")["stance"] = ""


def _dropped_dispute(world: Any) -> None:
    row = _claim(world, "wire-story", "square-2020", stance="disputes")
    world.rows["claims"].remove(row)
    world.rows["passages"] = [one for one in world.rows["passages"] if one["passage_id"] != row["passage_id"]]


def _fields(world: Any) -> None:
    _claim(world, "red-story", "square-2020")["fields"] = "date title"


def _rival_value(world: Any) -> None:
    _claim(world, "wire-story", "square-2020", stance="disputes")["value"] = "2020-05-01"


def _as_of(world: Any) -> None:
    _claim(world, "front-paper", "square-2020")["as_of"] = "2020-05-01"


def _passage(world: Any) -> None:
    """The same claim, on words that speak of something else."""
    row = _claim(world, "red-story", "square-2020")
    other = _claim(world, "red-story", "square-2020-share-red-post")["passage_id"]
    passages = world.rows["passages"]
    passages[:] = [one for one in passages if one["passage_id"] != row["passage_id"]]
    row |= {"passage_id": other, "claim_id": f"{other}.square-2020"}


def _derivation(world: Any) -> None:
    _row(world, "sources", "blue-copy").update(derived_from="", derivation="original")


def _kind_of_source(world: Any) -> None:
    _row(world, "sources", "wire-2021")["kind"] = "ngo_report"


def _kind_of_party(world: Any) -> None:
    _row(world, "parties", "blue-front")["kind"] = "ngo"


def _title_of_source(world: Any) -> None:
    _row(world, "sources", "treasury-act")["title"] = "Act on traitors"


def _address(world: Any) -> None:
    _row(world, "sources", "blue-story")["url"] = "https://example.com/elsewhere"


def _day_of_source(world: Any) -> None:
    _row(world, "sources", "council-record")["published"] = "2020-04-02"


def _libel(world: Any) -> None:
    _row(world, "officials", "navid-kohan")["note"] = "he took the money"


def _label(world: Any) -> None:
    _row(world, "parties", "blue-front")["name"] = "Blue Gang"


def _identities(world: Any) -> None:
    one, other = (_row(world, "officials", key) for key in ("omid-faraz", "navid-kohan"))
    one["name"], other["name"] = other["name"], one["name"]


def _tie(world: Any) -> None:
    """A tie on words about something else, which gives a paper a camp."""
    world.add("affiliations", "paper-tie", from_id="lone-paper", to_id="red-union", relation="organ_of")
    passage = _claim(world, "red-story", "square-2020")["passage_id"]
    cells = {"passage_id": passage, "target_id": "paper-tie", "fields": "from_id relation to_id"}
    world.add("claims", f"{passage}.paper-tie", **cells)


def _human_rights(world: Any) -> None:
    _row(world, "programmes", "freedonia-p1")["human_rights"] = ""


def _reason(world: Any) -> None:
    _row(world, "officials", "omid-faraz")["born"] = "1952"
    cells = {"date": "2021-01-01", "target_id": "omid-faraz", "field": "born", "kind": "correction"}
    world.add("corrections", "2021-01-01-born", **cells, before="1951", after="1952", reason="we like it better")


def _default_asserter(world: Any) -> None:
    """Who asserts it by default is written down: the cell of the release changes."""
    _claim(world, "red-story", "square-2020")["asserted_by"] = "red-post"


def _weaker_and_corrected(world: Any) -> None:
    """A correction, and in passing the authority's own record is taken for our inference."""
    _row(world, "officials", "omid-faraz")["born"] = "1953"
    cells = {"date": "2021-01-01", "target_id": "omid-faraz", "field": "born", "kind": "correction"}
    world.add("corrections", "2021-01-01-born", **cells, before="1951", after="1953", reason="misread")
    _claim(world, "gazette-list", "omid-faraz")["modality"] = "inference"


def _moved_and_disputed_no_more(world: Any) -> None:
    """A row gets another id, and on the way it loses its disputes."""
    _dropped_dispute(world)
    old, new = "square-2020", "lantern-square-2020"
    for rows in world.rows.values():
        for row in rows:
            row |= {name: new for name, cell in row.items() if cell == old}
            if row.get("claim_id", "").endswith(f".{old}"):
                row["claim_id"] = row["claim_id"].removesuffix(old) + new
    world.add("redirects", old, new_id=new, date="2021-01-01", reason="a better id")


def _dispute_for_assertion(world: Any) -> None:
    """A dispute goes, and another paper agrees: that is no change of one claim."""
    _dropped_dispute(world)
    passage = _claim(world, "paper-story", "square-2020", stance="denies")["passage_id"]
    cells = {"passage_id": passage, "target_id": "square-2020", "fields": "date"}
    world.add("claims", f"{passage}.square-2020.2", **cells)


#: What is forged, and what the summary says of it, in full lines or parts of them.
FORGERIES: Mapping[Callable[[Any], None], tuple[str, ...]] = {
    _asserter: ("asserted_by `lone-paper (by default)` becomes `red-union`", "**Changed claims** (1)"),
    _publisher: ("- `paper-story`: publisher_id `lone-paper` becomes `blue-front`", "**Changed claims** (2)"),
    _modality: (": modality `inference` becomes `fact`", "modalities `fact inference` becomes `fact`"),
    _hedge: (": hedge `likely` becomes (empty)",),
    _stance: (": stance `denies` becomes (empty)", "**Facts that are no longer disputed** (1)\n\n- `square-2020/kind`"),
    _dropped_dispute: (
        "**Facts that are no longer disputed** (1)\n\n- `square-2020/date`",
        "**Claims that are gone** (1)",
        "stance `disputes`; value `2020-05-03`",
    ),
    _fields: (": fields `date` becomes `date title`", "`square-2020/title`: "),
    _rival_value: (": value `2020-05-03` becomes `2020-05-01`",),
    _as_of: (": as_of `[2020-05-01..2020-05-31]` becomes `2020-05-01`",),
    _passage: ("**Changed claims** (1)", "; passage_id `red-story."),
    _derivation: ("derived_from `blue-story` becomes (empty)", "derivation `adapted` becomes `original`"),
    _kind_of_source: ("- `wire-2021`: kind `news` becomes `ngo_report`",),
    _kind_of_party: ("- `blue-front`: kind `political_organisation` becomes `ngo`",),
    _title_of_source: ("- `treasury-act`: title `Invented document treasury-act` becomes `Act on traitors`",),
    _address: ("- `blue-story`: url `https://example.org/blue-story` becomes `https://example.com/elsewhere`",),
    _day_of_source: ("- `council-record`: published `2020-04-01` becomes `2020-04-02`",),
    _libel: ("- `navid-kohan`: note (empty) becomes `he took the money`",),
    _label: ("- `blue-front`: name `Blue Front` becomes `Blue Gang`",),
    _identities: (
        "- `omid-faraz`: name `Omid Faraz` becomes `Navid Kohan`",
        "- `navid-kohan`: name `Navid Kohan` becomes `Omid Faraz`",
    ),
    _tie: ("`paper-tie/to_id` = `red-union`", "camps `1` becomes `2`", "support `unplaced` becomes `corroborated`"),
    _human_rights: ("- `freedonia-p1`: human_rights `true` becomes (empty)",),
    _reason: ("`omid-faraz/born`: `1951` becomes `1952`", "because: `we like it better`"),
    _default_asserter: ("asserted_by `red-post (by default)` becomes `red-post`",),
    _weaker_and_corrected: ("; because: `misread`; modalities `fact` becomes `inference`",),
    _moved_and_disputed_no_more: (
        "**Facts that are no longer disputed** (1)\n\n- `lantern-square-2020/date`",
        "- `square-2020/date` is now `lantern-square-2020/date`",
        "disputed `true` becomes `false`",
    ),
    _dispute_for_assertion: ("**Claims that are gone** (1)", "**New claims** (1)", "; value `2020-05-03`\n"),
}
#: Those that touch the same cell or the same counts as another.
_ALONE = (_identities, _rival_value, _stance, _tie, _publisher, _fields, _weaker_and_corrected, _default_asserter)
_ALONE += (_moved_and_disputed_no_more, _dispute_for_assertion)


@pytest.fixture(scope="module")
def base(root: Path) -> Tree:
    return changes.read(open_package(root))


@pytest.mark.slow
@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
def test_each_is_named_with_before_and_after(world: Any, base: Tree, tmp_path: Path, forge: Any) -> None:
    forge(world)
    head = changes.read(open_package(world.write(tmp_path / "head")))  # which has no errors
    page = as_markdown(changes.compare(base, head))
    assert [said for said in FORGERIES[forge] if said not in page] == [], page


def test_none_hides_behind_another(world: Any, base: Tree, tmp_path: Path) -> None:
    together = [one for one in FORGERIES if one not in _ALONE]
    for forge in together:
        forge(world)
    page = as_markdown(changes.compare(base, changes.read(open_package(world.write(tmp_path / "head")))))
    cells = [said.rpartition(": ")[2] for forge in together for said in FORGERIES[forge] if "**" not in said]
    missed = [said for said in cells if said not in page]
    assert missed == [], page


def test_no_cell_changes_unseen(base: Tree) -> None:
    """Each cell of each table that is no fact, changed to another: row, before and after are named."""
    unseen = []
    for table, model in TABLES.items():
        for column in model.columns():
            if column.role not in ("coding", "meta") or not base.rows[table]:
                continue
            rows = deepcopy(base.rows)
            key = max(rows[table], key=lambda key: bool(rows[table][key][column.name]))
            before, rows[table][key][column.name] = rows[table][key][column.name], "something-else"
            page = as_markdown(changes.compare(base, replace(base, rows=rows)))
            says = [f"`{key}`"] if table == "seals" else [f"`{key}`", f"`{before}` becomes" if before else "(empty)"]
            if not all(said in page for said in (*says, "" if table == "seals" else "`something-else`")):
                unseen.append((table, column.name))
    assert unseen == []


def test_no_row_comes_or_goes_unseen(base: Tree) -> None:
    """A row that is new or gone is counted, and named with all of its cells that are no facts."""
    unseen = []
    for table in TABLES:
        for key, row in base.rows[table].items():
            without = replace(base, rows={**base.rows, table: {**base.rows[table]}})
            without.rows[table].pop(key)  # type: ignore[attr-defined]
            tells = {name: cell for name, cell in row.items() if cell and name in _others(TABLES[table])}
            for kind, trees in {"gone": (base, without), "new": (without, base)}.items():
                named = [
                    {name: before or after for name, (before, after) in one.cells.items()}
                    for one in row_changes(*trees)
                    if (one.table, one.row_id, one.kind) == (table, key, kind)
                ]
                wanted = [tells] if tells and table not in ("passages", "seals") else []
                if named != wanted or table not in row_counts(*trees):
                    unseen.append((table, key, kind))
    assert unseen == []


def _others(model: Any) -> set[str]:
    return {column.name for column in model.columns() if column.role in ("coding", "meta")}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"title": "Another title"}, '- `datapackage.json`: title `"mostanad: '),
        ({}, {"x": {}}, "`datapackage.json`: x (empty) becomes `{}`"),
        ({"x": 1}, {"x": "1"}, 'x `1` becomes `"1"`'),
        ({"x": {"a": {"b": 1}}}, {"x": {"a.b": 1}}, '`{"a": {"b": 1}}` becomes `{"a.b": 1}`'),
        (
            {},
            {"@all\n\n### mostanad: changes nothing": 1},
            "`@all\\n\\n### mostanad: changes nothing` (empty) becomes `1`",
        ),
    ],
)
def test_what_the_descriptor_says(base: Tree, before: Any, after: Any, said: str) -> None:
    """The exact JSON of each member; its name cannot break out of its line either."""
    trees = [replace(base, descriptor={**base.descriptor, **more}) for more in (before, after)]
    found = changes.compare(*trees)
    assert found.rows
    assert said in as_markdown(found)
    assert "| table |" not in as_markdown(found)
    assert "\n### mostanad: changes nothing" not in as_markdown(found)


def test_another_order_of_resources_is_one_line(base: Tree) -> None:
    resources = [*reversed(base.descriptor["resources"])]
    page = as_markdown(changes.compare(base, replace(base, descriptor={**base.descriptor, "resources": resources})))
    assert 'resources `["officials", "parties"' in page
    assert len(page) < 2000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [("history", "change", "format"), ("history", "reason_id", "x"), ("releases", "coding_digest", "0" * 64)],
)
def test_a_version_that_was_not_recorded_like_this(
    world: Any, base: Tree, tmp_path: Path, table: str, column: str, cell: str
) -> None:
    root = world.write(tmp_path / "head")
    record(open_package(root), dt.date(2026, 11, 1))
    head = changes.read(open_package(root))
    assert changes.compare(base, head).misrecorded == ()
    key = min(head.rows[table])
    forged = {**head.rows[table], key: {**head.rows[table][key], column: cell}}
    found = changes.compare(base, replace(head, rows={**head.rows, table: forged}))
    assert found.misrecorded == (key,)
    assert headline(found).endswith("; 1 history entry differs from what `mostanad record` writes")
    assert [row.cells[column] for row in found.rows if row.row_id == key] == [("", cell)]
    assert f"**History entries that differ from what `mostanad record` writes** (1)\n\n- `{key}`" in as_markdown(found)
