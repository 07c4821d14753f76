"""What a pull request changes: in numbers, in the support of its facts, and in Markdown that no cell breaks out of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from markdown_it import MarkdownIt

from mostanad.files import open_package
from mostanad.models import TABLES
from mostanad.releases import BuildRefused, changes, layout
from mostanad.releases.changelog import code
from mostanad.releases.changes_markdown import as_markdown, headline

PART = "square-2020-omid-faraz-accused"
SAID = {"speaker_id": "lone-wire", "kind": "asserts", "polarity": "affirmative", "gist": "he stood there"}


@pytest.fixture(scope="module")
def tree(root: Path) -> changes.Tree:
    """The world as it should be."""
    return changes.read(open_package(root))


@pytest.fixture
def changed(tree: changes.Tree, world: Any, tmp_path: Path) -> Callable[[], changes.Changes]:
    """Compares the world as it should be with the world as a test left it."""
    return lambda: changes.compare(tree, changes.read(open_package(world.write(tmp_path / "head"))))


def test_identical_trees_change_nothing(changed: Any) -> None:
    found = changed()
    assert found.tables == {}
    assert as_markdown(found) == "### mostanad: changes nothing"


def test_the_facts_are_those_of_the_release(root: Path, built: Path) -> None:
    tree = changes.read(open_package(root))
    assert list(tree.facts.values()) == pq.ParquetFile(built / layout.parquet("facts")).read().to_pylist()


def test_a_new_statement_about_a_living_person(world: Any, changed: Any) -> None:
    world.backed("statements", "wire-on-faraz", "wire-story", about_id=PART, **SAID)
    world.backed("statements", "wire-on-square", "wire-story", about_id="square-2020", **SAID)
    found = changed()
    assert headline(found) == (
        "adds 10 facts, corrects 0, retracts 0; 10 new facts rest on one origin only; "
        "changes other cells of 1 row; "  # the document grew
        "1 statement about living people needs a second reader"
    )
    assert found.second_reader == ("wire-on-faraz",)
    assert found.tables["statements"] == (2, 0, 0)
    new = [row for row in found.rows if (row.table, row.kind) == ("claims", "new")]
    assert [row.cells["asserted_by"] for row in new] == [("", "lone-wire (by default)")] * 2


def test_the_dead_need_no_second_reader(world: Any, changed: Any) -> None:
    world.backed("statements", "wire-on-faraz", "wire-story", about_id=PART, **SAID)
    person = next(row for row in world.rows["officials"] if row["official_id"] == "omid-faraz")
    person["died"] = "2019"
    world.claim("wire-story", "omid-faraz", "died")
    assert changed().second_reader == ()


def test_an_accusation_of_a_member_of_a_group_needs_one(world: Any, changed: Any) -> None:
    cells = {"event_id": "square-2020", "entity_id": "council-2020-three", "part": "accused", "standing": "alleged"}
    world.add("participations", "square-2020-three-accused", **cells)
    world.claim("wire-story", "square-2020-three-accused", " ".join(sorted(cells)), modality="allegation")
    attendee = {"event_id": "square-2020", "entity_id": "navid-kohan", "part": "attendee"}
    world.backed("participations", "square-2020-navid-kohan-attendee", "wire-story", **attendee)
    assert changed().second_reader == ("square-2020-three-accused",)


def test_a_new_fact_of_one_camp(world: Any, changed: Any) -> None:
    world.backed("events", "march-2020", "blue-story", kind="protest", title="March", date="2020-05-03")
    world.claim("front-paper", "march-2020", "date")
    found = changed()
    assert "adds 3 facts" in headline(found)
    assert "1 new fact rests on one camp only" in headline(found)
    assert "- `march-2020/date` = `2020-05-03` (one camp)" in as_markdown(found)


def test_facts_that_rest_on_less(world: Any, changed: Any) -> None:
    gone = next(row for row in world.rows["claims"] if row.get("as_stated") == "last Saturday")
    world.rows["claims"].remove(gone)
    world.rows["passages"] = [row for row in world.rows["passages"] if row["passage_id"] != gone["passage_id"]]
    found = changed()
    assert [one.after["fact_id"] for one in found.rests] == ["square-2020/date"]
    assert "- `square-2020/date`: support `corroborated` becomes `single`; claims `2` becomes `1`" in as_markdown(found)
    assert headline(found) == (
        "adds 0 facts, corrects 0, retracts 0; 1 fact rests on less than before; removes 1 claim"
    )


def test_a_correction_and_a_change_without_one(world: Any, changed: Any) -> None:
    event = next(row for row in world.rows["events"] if row["event_id"] == "square-2020")
    event |= {"title": "Stoppage on Lantern Square", "place": "Porto Rosso"}
    world.add("corrections", "2021-01-01-title", date="2021-01-01", target_id="square-2020", field="title")
    world.rows["corrections"][-1] |= {"before": "Protest on Lantern Square", "after": event["title"]}
    world.rows["corrections"][-1] |= {"kind": "correction", "reason": "it was none"}
    found = changed()
    assert found.unexplained == ("square-2020/place",)
    said = "adds 0 facts, corrects 2, retracts 0; 1 new or corrected fact rests on one origin only; "
    assert headline(found).startswith(said), headline(found)
    assert headline(found).endswith("; 1 changed or missing fact without a correction")
    page = as_markdown(found)
    assert "`square-2020/place`: `Porto Verde` becomes `Porto Rosso` (" in page
    assert "`Stoppage on Lantern Square` (single); because: `it was none`\n" in page


def test_a_retraction(world: Any, changed: Any) -> None:
    gone = [row for row in world.rows["claims"] if row["target_id"] == "lone-wire-on-kohan"]
    passages = {row["passage_id"] for row in gone}
    for table, key in (("statements", "statement_id"), ("claims", "target_id"), ("passages", "passage_id")):
        rows = world.rows[table]
        world.rows[table] = [row for row in rows if row[key] not in {"lone-wire-on-kohan", *passages}]
    found = changed()
    assert len(found.retracted) == 5
    assert headline(found).startswith("adds 0 facts, corrects 0, retracts 5; ")
    assert found.tables["statements"] == (0, 0, 1)


def test_a_row_that_another_one_took_in(world: Any, changed: Any) -> None:
    old, new = "omid-faraz-name-fa", "omid-faraz-name-persian"
    next(row for row in world.rows["names"] if row["name_id"] == old)["name_id"] = new
    for row in world.rows["claims"]:
        if row["target_id"] == old:
            row |= {"target_id": new, "claim_id": row["claim_id"].replace(old, new)}
    world.add("redirects", old, new_id=new, date="2021-01-01", reason="a better id")
    found = changed()
    assert (found.added, found.retracted, len(found.moved)) == ((), (), 2)
    assert "moves 2 facts to another row or table" in headline(found)
    assert (
        f"**Moved to another row or table** (2)\n\n- `{old}/entity_id` is now `{new}/entity_id` = `omid-faraz` ("
        in as_markdown(found)
    )


def test_a_row_that_moves_to_another_table_is_not_gone(world: Any, changed: Any) -> None:
    row = next(row for row in world.rows["sanctions"] if row["programme_id"] == "freedonia-p1")
    world.rows["sanctions"].remove(row)
    cells = {name: cell for name, cell in row.items() if name in TABLES["tags"].model_fields}
    world.rows["tags"] = [{"tag_id": row["sanction_id"]} | cells]
    claim = next(one for one in world.rows["claims"] if "measures" in one["fields"])
    claim["fields"] = claim["fields"].replace("measures ", "")  # a tag has none
    next(one for one in world.rows["programmes"] if one["programme_id"] == "freedonia-p1")["kind"] = "regulatory_tag"
    found = changed()
    assert [fact["field"] for fact in found.retracted] == ["measures"]
    assert found.added == ()
    assert f"moves {len(found.moved)} facts to another row or table" in headline(found)
    page = as_markdown(found)
    assert f"`{row['sanction_id']}/target_id` is now `{row['sanction_id']}/target_id` = `{row['target_id']}` (" in page
    assert ", in tags and no longer in sanctions\n" in page
    assert "Rows gone from" not in page
    assert "New rows in tags" not in page


def test_listings_begun_and_ended(world: Any, changed: Any) -> None:
    cells = {"target_id": "navid-kohan", "authority_id": "freedonia-treasury", "programme_id": "freedonia-p1"}
    world.backed("sanctions", "freedonia-p1-navid-kohan", "gazette-list", listed="2021-02-03", **cells)
    ended = next(row for row in world.rows["sanctions"] if row["sanction_id"] == "utopia-omid-faraz")
    ended["delisted"] = "2021-02"
    world.claim("mirror-list", "utopia-omid-faraz", "delisted")
    page = as_markdown(changed())
    assert "**Listings begun** (1)\n\n- `navid-kohan` by `freedonia-p1`: `2021-02-03`\n" in page
    assert "**Listings ended** (1)\n\n- `omid-faraz` by `utopia-office`: `2021-02`\n" in page


def test_nothing_is_left_out_of_a_long_list(world: Any, changed: Any) -> None:
    titles = [f"Paper {number}: {'long ' * 60}end" for number in range(40)]
    for number, title in enumerate(titles):
        world.source(f"paper-{number}", "lone-paper", "2020-05-15", title=title)
    page = as_markdown(changed())
    assert "**New rows in sources** (40)" in page
    assert all(title in page for title in titles)


def test_what_changed_alike_stands_in_one_line(world: Any, changed: Any) -> None:
    for row in world.rows["sources"]:
        row["title"] = "Otherwise" if row["source_id"] == "wire-story" else row["title"]
        row["language"] = "fr" if row["source_id"] in ("blue-copy", "blue-story") else row["language"]
    page = as_markdown(changed())
    assert "**Other cells changed in sources** (3)\n\n- 2 times language `en` becomes `fr`: `blue-copy`, " in page
    assert "- `wire-story`: title `Invented document wire-story` becomes `Otherwise`" in page


@pytest.mark.parametrize(
    "text",
    [
        "@everyone <img src=x onerror=alert(1)> www.example.org",
        "` @all `` <b> ``` &lt; [a](b) | ~~c~~",
        "```",
        " \n# heading\n\n- @all",
        "\u202e@all\x1b[2J",
        "`",
        "",
    ],
)
def test_no_cell_breaks_out(text: str) -> None:
    """Read as Markdown, the cell is one code span and what surrounds it is as it was."""
    (_, inline, _) = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(f"before {code(text)} after")
    kinds = [(token.type, token.content) for token in inline.children or []]
    if text:
        assert [kind for kind, _ in kinds] == ["text", "code_inline", "text"]
    assert (kinds[0][1].startswith("before "), kinds[-1][1].endswith(" after")) == (True, True)


def test_a_cell_of_the_data_stands_in_a_code_span(world: Any, changed: Any) -> None:
    title = "Fair *of* `all` and [a](b)"
    world.backed("events", "fair", "paper-story", kind="protest", title=title, date="2020-05-03")
    assert f"= ``{title}`` (single)" in as_markdown(changed())


def test_a_broken_package_is_refused_with_its_findings(world: Any, changed: Any) -> None:
    world.rows["participations"][0]["entity_id"] = "nobody-at-all"
    with pytest.raises(BuildRefused) as broken:
        changed()
    assert {finding.code for finding in broken.value.report.errors} == {"MST303"}
