"""Who is listed by whom, and in which body: counted from the listings, one body below the other."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from tests.loader.charted import ROWS, charted, listing, post, tie
from tests.site.reading import Element, read

from mostanad.loader import Release
from mostanad.loader.charts import Picture


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return charted(tmp_path_factory.mktemp("bodies"))


def lines(picture: Picture) -> dict[str, Element]:
    """The lines of a matrix by their title."""
    return {one.all("title")[0].text: one for one in read(str(picture)).all("g", class_="lane")}


def columns(line: Element) -> list[float]:
    return [float(one.attributes["cx"]) for one in line.all("circle")]


def width(line: Element) -> float:
    return sum(float(one.attributes["width"]) for one in line.all("rect"))


def test_a_combination_counts_those_whom_exactly_these_list_now(release: Release) -> None:
    picture = release.plot_overlaps()
    # The prison and the guard are listed no more; judge, chief and court by both, the clerk by the council alone.
    assert (
        picture.title
        == "On the lists followed here, 1 of 4 people and organisations is listed by one authority alone, 3 by both"
    )
    both, alone = lines(picture).values()
    assert [one.text for one in both.all("text", class_="said")] == ["3 Council, Treasury"]
    assert width(both) == pytest.approx(3 * width(alone), abs=0.2)
    assert len(columns(both)) == 2
    assert columns(alone) == columns(both)[:1]
    assert len(both.all("line", class_="joins")) == 1
    found = {row["authority_ids"]: int(row["count"]) for row in csv.DictReader(io.StringIO(picture.csv))}
    assert found == {"council treasury": 3, "council": 1}


def test_the_counts_are_those_of_the_release(tmp_path: Path) -> None:
    pairs = [("judge", "council"), ("judge", "treasury"), ("chief", "treasury"), ("clerk", "treasury")]
    rows = [listing(f"{who}-{by}", who, by, "2020") for who, by in pairs]
    picture = charted(tmp_path, sanctions=rows).plot_overlaps()
    by = {who: {by for one, by in pairs if one == who} for who, _ in pairs}
    wanted = Counter(" ".join(sorted(some, key=["treasury", "council"].index)) for some in by.values())
    found = {row["authority_ids"]: int(row["count"]) for row in csv.DictReader(io.StringIO(picture.csv))}
    assert found == wanted
    assert (
        picture.title
        == "On the lists followed here, 2 of 3 people and organisations are listed by one authority alone, 1 by both"
    )


@pytest.mark.parametrize(
    ("whom", "title"),
    [
        ([], "Nobody is listed"),
        ([("judge", "council")], "1 person or organisation is listed, by 1 authority"),
        ([("judge", "council"), ("chief", "council")],
         "On the lists followed here, 2 of 2 people and organisations are listed by one authority alone"),
    ],
)  # fmt: skip
def test_the_title_is_right_of_few(whom: list[tuple[str, str]], title: str, tmp_path: Path) -> None:
    rows = [listing(f"{who}-{by}", who, by, "2020") for who, by in whom]
    assert charted(tmp_path, sanctions=rows).plot_overlaps().title == title


def drawn(picture: Picture) -> list[tuple[str, float, int]]:
    """The bodies of a tree in order: label, how far to the right, and how many listed people."""
    return [
        (line.all("text")[0].text, float(line.all("text")[0].attributes["x"]), int(line.all("text")[-1].text))
        for line in read(str(picture)).all("g", class_="lane")
    ]


def test_bodies_stand_below_each_other_by_ties_that_last(release: Release) -> None:
    picture = release.plot_bodies()
    assert drawn(picture) == [("Harbour", 2, 0), ("Court", 16, 2), ("Prison", 30, 1)]
    assert picture.title == "Court: 2 of those listed hold or held a post in it, 3 if its units count"
    court = next(line for title, line in lines(picture).items() if title.startswith("Court: listed by Council, Treas"))
    assert [one.attributes["class"] for one in court.all("circle")] == ["other", "other"]  # neither for human rights
    prison = next(line for title, line in lines(picture).items() if title.startswith("Prison: listed by nobody"))
    assert columns(prison) == []  # its listing ended
    found = {row["body_id"]: row["above_id"] for row in csv.DictReader(io.StringIO(picture.csv))}
    assert found == {"harbour": "", "court": "harbour", "prison": "court"}


def test_of_one_body_all_below_it_is_drawn(release: Release) -> None:
    assert [label for label, *_ in drawn(release.plot_bodies("court"))] == ["Court", "Prison"]
    with pytest.raises(KeyError, match="no party 'judge'"):
        release.plot_bodies("judge")


def test_no_body_is_below_itself(release: Release) -> None:
    assert [label for label, *_ in drawn(release.plot_bodies("ring"))] == ["Ring", "Chain"]


def test_the_most_listed_are_drawn_with_all_above_them(tmp_path: Path) -> None:
    more = [f"unit-{number}" for number in range(40)]
    parties = [{"party_id": name, "name": name, "kind": "state_body"} for name in more]
    ties = [tie(name, "harbour") for name in more]
    rows = [listing(f"c-{name}", name, "council", "2020") for name in more]
    picture = charted(
        tmp_path,
        parties=[*ROWS["parties"], *parties],
        affiliations=[*ROWS["affiliations"], *ties],
        sanctions=[*ROWS["sanctions"], *rows],
        positions=[*ROWS["positions"], *(post(who, "unit-39") for who in ("judge", "chief", "clerk"))],
    ).plot_bodies()
    labels = [label for label, *_ in drawn(picture)]
    assert len(labels) == 30
    assert labels[0] == "Harbour"
    assert {"Court", "unit-39"} < set(labels)
    assert picture.title == "unit-39: 3 of those listed hold or held a post in it"
