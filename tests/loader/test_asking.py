"""Facts with their evidence, SQL, timelines, rival numbers, and evidence in a notebook."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from tests.cases import quick
from tests.loader.pictured import pictured
from tests.releases.conftest import make_world

from mostanad.loader import Release
from mostanad.loader.reasons import Told
from mostanad.loader.tables import SUPPORTS
from mostanad.loader.why import FactEvidence, Why
from mostanad.models.vocabularies import Comparator
from mostanad.releases import build


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("asking")
    world = make_world()
    number = {"about_id": "square-2020", "measure": "killed", "population": "people killed on the square"}
    world.backed("estimates", "rival", "wire-story", value="40", comparator="between", value_to="50", **number)
    world.rows["estimates"][-1]["counted_by"] = "lone-wire"
    world.claim("wire-story", "rival", "counted_by")
    world.claim("paper-story", "rival", "value", stance="disputes", value="45")
    tie = {"from_id": "omid-faraz", "to_id": "red-union", "relation": "member_of", "started": "2001"}
    world.backed("affiliations", "faraz-red", "red-story", ended="2003-05", **tie)
    return Release(build(world.write(folder / "package"), folder / "out"), "2026.11.0")


@pytest.mark.parametrize("least", SUPPORTS)
def test_what_rests_on_less_is_left_out(release: Release, least: str) -> None:
    found = release.facts(min_support=least)
    wanted = set(SUPPORTS[SUPPORTS.index(least) :])
    assert set(found["fact_id"]) == {
        row["fact_id"] for row in release.load("facts", "records") if row["support"] in wanted
    }
    assert set(found["support"]) == wanted


def test_a_support_that_there_is_not(release: Release) -> None:
    with pytest.raises(ValueError, match="min_support='strong' is not one of single, one_camp, unplaced"):
        release.facts(min_support="strong")


def test_facts_with_their_evidence_are_one_row_for_each_claim(release: Release) -> None:
    joined = release.facts("square-2020", evidence=True)
    by_hand = {
        (item.fact["fact_id"], row["evidence_id"]) for item in release.why("square-2020") for row in item.evidence
    }
    assert set(zip(joined["fact_id"], joined["evidence_id"], strict=True)) == by_hand
    assert len(joined) == len(by_hand)
    rival = joined[joined["stance"] == "disputes"].iloc[0]
    assert (rival["value"], rival["claimed_value"], rival["claimed_by"]) == ("2020-05-02", "2020-05-03", "lone-wire")
    assert joined.attrs["mostanad"]["version"] == "2026.11.0"
    facts, evidence = release.facts(evidence=True), release.load("evidence")
    assert len(facts) == evidence["fact_id"].isin(release.facts()["fact_id"]).sum()


@pytest.mark.parametrize("form", quick(1, ["pandas", "arrow", "polars", "duckdb", "records"]))
def test_a_query_over_all_tables(release: Release, form: Any) -> None:
    query = "SELECT support, count(*) AS n FROM facts JOIN events ON row_id = event_id GROUP BY 1 ORDER BY 1"
    found = release.sql(query, form)
    if form == "duckdb":
        found = found.to_arrow_table()
    method = {"pandas": "to_dict", "arrow": "to_pylist", "polars": "to_dicts", "duckdb": "to_pylist"}.get(form)
    records = getattr(found, method)(*(["records"] if form == "pandas" else [])) if method else found
    assert sum(row["n"] for row in records) == release.facts()["table_name"].eq("events").sum()
    counts = " + ".join(f"(SELECT count(*) FROM {name})" for name in release.tables())
    assert release.sql(f"SELECT {counts} AS n", "records")[0]["n"] == sum(
        release.load(name, "arrow").num_rows for name in release.tables()
    )


def test_a_query_reads_nothing_else_and_changes_nothing(release: Release, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    local = pd.DataFrame({"a": [1]})
    assert len(local) == 1
    for query in (
        f"SELECT * FROM '{tmp_path / 'secret.csv'}'",
        f"SELECT * FROM read_text('{tmp_path / 'secret.csv'}')",
        "SELECT * FROM local",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
    ):
        with pytest.raises(duckdb.Error):
            release.sql(query)
    copy = f"COPY facts TO '{tmp_path / 'x'}'"
    for query in ("DELETE FROM facts", "SELECT 1; SELECT 2", copy, "SET threads = 1", ""):
        with pytest.raises(ValueError, match="not one SELECT"):
            release.sql(query)
    with pytest.raises(ValueError, match="as_='excel' is not one of"):
        release.sql("SELECT 1", "excel")  # type: ignore[arg-type]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]


def test_a_day_is_asked_like_a_release(release: Release) -> None:
    then = release.as_of(valid="2021-03-01")
    assert str(then.why("square-2020")) == str(release.why("square-2020"))
    assert then.facts("square-2020").equals(release.facts("square-2020"))
    assert then.cite("square-2020", "text") == release.cite("square-2020", "text")
    listed = then.load("sanctions", "records")
    assert then.sql("SELECT in_force, count(*) AS n FROM sanctions GROUP BY 1 ORDER BY 2 DESC", "records")[0]["n"] > 0
    assert then.sql("SELECT count(*) AS n FROM sanctions", "records") == [{"n": len(listed)}]
    with pytest.raises(KeyError, match="no fact 'nobody' in release"):
        then.why("nobody")


def test_a_query_that_never_ends_is_stopped(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    from mostanad.evidence.sandbox import TooLong

    monkeypatch.setattr(sys.modules["mostanad.loader.tables"], "SECONDS", 0.3)
    with pytest.raises(TooLong, match=r"longer than 0\.3 seconds"):
        release.sql("SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11")


def test_a_timeline_is_in_order_and_complete(release: Release) -> None:
    found = release.timeline("omid-faraz").astype(object)
    told = list(zip(found["date"].where(found["date"].notna(), None), found["what"], found["row_id"], strict=True))
    assert told == [
        ("1951", "born", "omid-faraz"),
        ("2001", "tie began", "faraz-red"),
        ("2003-05", "tie ended", "faraz-red"),
        ("2020-05-02", "event: accused", "square-2020-omid-faraz-accused"),
        ("2021-02-03", "listed", "freedonia-p1-omid-faraz"),
        (None, "listing", "utopia-omid-faraz"),
    ]
    listed = found[found["what"] == "listed"].iloc[0]
    assert (listed["with_id"], listed["said"], listed["fact_id"]) == (
        "freedonia-treasury",
        "P1",
        "freedonia-p1-omid-faraz/listed",
    )
    facts = release.facts().set_index("fact_id")
    assert list(found["support"]) == [facts.loc[name, "support"] for name in found["fact_id"]]
    assert found[found["what"] == "event: accused"].iloc[0]["disputed"]


def test_a_timeline_of_an_official_without_dates_and_of_a_party(release: Release) -> None:
    told = release.timeline("navid-kohan")
    assert set(told["what"]) == {"event: attendee", "post", "spoken of: asserts"}
    assert "tie to it" in set(release.timeline("red-union")["what"])
    assert "said: asserts" in set(release.timeline("lone-wire")["what"])
    with pytest.raises(KeyError, match=r"no official, party or event 'nobody' .*search\('nobody'\)"):
        release.timeline("nobody")


def test_rival_numbers_stand_side_by_side(release: Release) -> None:
    found = release.compare("square-2020", "killed")
    assert list(found["estimate_id"]) == ["rival", "square-2020-killed-blue-front-300"]
    assert list(found["counted_by"]) == ["lone-wire", "blue-front"]
    assert list(zip(found["at_least"], found["at_most"].fillna(-1), strict=True)) == [(40, 50), (300, -1)]
    assert list(found["disputed"]) == [True, False]
    assert list(found["disputed_values"]) == [["45"], []]
    facts = release.facts().set_index("fact_id")
    assert list(found["support"]) == [facts.loc[f"{name}/value", "support"] for name in found["estimate_id"]]
    assert set(release.compare("square-2020")["measure"]) == {"killed", "share"}
    with pytest.raises(KeyError, match="has no estimate of 'injured' for 'square-2020'; measures: killed, share"):
        release.compare("square-2020", "injured")
    with pytest.raises(KeyError, match="has no estimate for 'council-2020'; measures: nothing"):
        release.compare("council-2020")


def test_bounds_never_exclude_what_the_words_allow(tmp_path: Path) -> None:
    """Numbers that fit the words, as the codebook puts them, for a value and, of a range, its end."""
    found = {row["comparator"]: row for row in Told(pictured(tmp_path)).rivals("strike", "killed")}
    assert found.keys() == set(Comparator)
    for comparator, row in found.items():
        value, end = row["value"] or 10.0, row["value_to"]
        fitting = {
            Comparator.EXACTLY: [value],
            Comparator.ABOUT: [value - 1, value + 1],
            Comparator.AT_LEAST: [value, value + 89],
            Comparator.MORE_THAN: [value + 1, value + 89],
            Comparator.AS_MANY_AS: [value - 7, value],
            Comparator.AT_MOST: [value - 7, value],
            Comparator.NEARLY: [value - 1],
            Comparator.BETWEEN: [value, end],
            Comparator.UNQUANTIFIED: [1, value + 89],
        }[comparator]
        lowest, highest = row["at_least"], row["at_most"]
        assert all((lowest is None or lowest <= one) and (highest is None or one <= highest) for one in fitting), row
        open_ended = {Comparator.ABOUT, Comparator.UNQUANTIFIED}
        assert ((lowest, highest) == (None, None)) == (comparator in open_ended), row


class _Tags(HTMLParser):
    """The tags and the attributes of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= set(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> _Tags:
    parser = _Tags()
    parser.feed(page)
    parser.close()
    return parser


def test_a_notebook_shows_who_says_so(release: Release) -> None:
    found = read(release.why("square-2020", "date")._repr_html_())
    assert "square-2020/date = 2020-05-02" in found.text
    assert "support: corroborated, disputed" in found.text
    assert "lone-wire disputes it (fact): 2020-05-03" in found.text
    assert ("href", "https://example.org/blue-story") in found.attributes


@pytest.mark.parametrize("url", ["javascript:alert(1)", '"><script>alert(1)</script>', "https://x/\"onclick='a'", None])
def test_nothing_of_the_data_marks_up(release: Release, url: str | None) -> None:
    item = release.why("square-2020", "date").facts[0]
    evil = "<script>alert('x')</script>&amp;\" onload="
    fact = item.fact | {"value": evil}
    rows = tuple(row | {"as_stated": evil, "source_url": url, "source_id": evil} for row in item.evidence)
    found = read(Why("square-2020", (FactEvidence(fact, rows),))._repr_html_())
    assert found.tags <= {"p", "b", "br", "table", "thead", "tr", "th", "td", "code", "a"}
    assert {name for name, _ in found.attributes} <= {"title", "href", "rel"}
    links = {value for name, value in found.attributes if name == "href"}
    assert links == ({url} if (url or "").startswith("https://") else set())
    assert found.text.count(evil) >= 3
