"""docs/gallery: what each page shows is what its code prints, and the answer is counted again without its query.

The release is made of this tree, whatever lies in dist/. The second count reads its CSV files with the csv module, and
nothing of mostanad, pandas or DuckDB; a date that is not known is taken for every day that it can be.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each
from tests.shared import release_of_this_tree

from mostanad.loader import store

pytestmark = pytest.mark.slow

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
PAGES = {path.stem: path.read_text("utf-8") for path in sorted(GALLERY.glob("*.md")) if path.stem != "README"}
EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.S)
ORDERING = ("chair", "decider", "commander", "judge", "prosecutor", "appointer")
INDEX = (GALLERY / "README.md").read_text("utf-8")

Row = dict[str, str]


@dataclass(frozen=True)
class Ran:
    """The gallery, run on a release.

    Attributes:
        csv: the directory of the release's CSV files.
        printed: what each example of a page printed, by page.
        names: the variables that the code of a page leaves, by page.
    """

    csv: Path
    printed: dict[str, list[str]]
    names: dict[str, dict[str, Any]]

    def rows(self, table: str) -> list[Row]:
        with (self.csv / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def frame(self, page: str, name: str) -> list[dict[str, Any]]:
        """A data frame that a page leaves, as dictionaries of text; what is missing is empty."""
        frame = self.names[page][name].astype(object)
        rows = frame.where(frame.notna(), "").to_dict("records")
        return [{key: str(value).removesuffix(" 00:00:00") for key, value in row.items()} for row in rows]

    def officials(self) -> set[str]:
        return {row["official_id"] for row in self.rows("officials")}

    def for_human_rights(self) -> list[Row]:
        return [row for row in self.rows("sanctions") if row["human_rights"] == "true"]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Every page, run in order on a release of this tree."""
    built = release_of_this_tree(tmp_path_factory)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MOSTANAD_INDEX", raising=False)
        patch.setenv("MOSTANAD_CACHE", str(tmp_path_factory.getbasetemp() / "no-cache"))
        patch.setattr(store, "releases_root", lambda: built.parent)
        found = Ran(built / "csv", {}, {})
        for page, text in PAGES.items():
            names: dict[str, Any] = {}
            found.names[page], found.printed[page] = names, [run(code, names) for code, _ in EXAMPLE.findall(text)]
        yield found


def run(code: str, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return printed.getvalue()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_code_prints(page: str, ran: Ran) -> None:
    shown = [text for _, text in EXAMPLE.findall(PAGES[page])]
    assert len(shown) == PAGES[page].count("```python") >= 1
    assert ran.printed[page] == shown


def test_the_index_has_every_page_with_its_question() -> None:
    listed = re.findall(r"^\| \[(.*)\]\((.*)\.md\) \|", INDEX, re.M)
    assert sorted(listed) == sorted((text.partition("\n")[0].removeprefix("# "), page) for page, text in PAGES.items())
    assert len(listed) == 7


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_short_and_says_how_to_read_it_and_what_it_cannot_say(page: str) -> None:
    headings = re.findall(r"^## (.*)$", PAGES[page], re.M)
    assert headings == ["How to read it", "What the data cannot say"]
    code = "".join(code for code, _ in EXAMPLE.findall(PAGES[page]))
    assert 10 <= len([line for line in code.splitlines() if line.strip()]) <= 25


@each("text", [INDEX, *PAGES.values()])
def test_the_links_lead_somewhere(text: str) -> None:
    for path, anchor in re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", text):
        page = (GALLERY / path).read_text("utf-8")
        headings = {re.sub(r"[^a-z0-9]+", "-", line.lower()) for line in re.findall(r"^#+ (.*)$", page, re.M)}
        assert not anchor or anchor in headings


def test_nobody_is_shown_who_is_neither_official_nor_body(ran: Ran) -> None:
    """Persons without a post appear as those who speak, and never as those who are listed or have a part."""
    private = {row["party_id"] for row in ran.rows("parties") if row["kind"] == "person"}
    shown = {
        *(row["target_id"] for row in ran.frame("in-office-when-listed", "answers")),
        *ran.names["listed-here-not-there"]["lists"].index,
        *(row["entity_id"] for row in ran.frame("chaired-ordered-judged", "parts")),
        *(row["target_id"] for row in ran.frame("list-on-a-day", "changes")),
        *(row["entity_id"] for row in ran.frame("only-alleged", "alleged")),
    }
    assert shown
    assert shown & private == set()


def spans(row: Row, column: str) -> tuple[str, str]:
    """The first and the last day that a date can be, as text; all of time if it is not known."""
    return row[f"{column}_min"] or "0000", row[f"{column}_max"] or "9999"


def in_office(listing: Row, post: Row) -> str:
    """Whether the post was held at the end of the day of the listing, whichever days these were."""
    listed, started, ended = spans(listing, "listed"), spans(post, "started"), spans(post, "ended")
    earliest = max(listed[0], started[0])
    if not (earliest <= listed[1] and earliest < ended[1]):
        return "no"
    surely = all(begin <= day < end for day in listed for begin in started for end in ended)
    return "yes" if surely else "unsure"


def test_in_office_when_listed(ran: Ran) -> None:
    posts, officials = defaultdict(list), ran.officials()
    for post in ran.rows("positions"):
        posts[post["holder_id"]].append(post)
    expected = Counter(
        (one["target_id"], one["programme_id"], post["title"], post["started"], post["ended"], in_office(one, post))
        for one in ran.for_human_rights()
        if one["target_id"] in officials
        for post in posts[one["target_id"]]
    )
    keys = ("target_id", "programme_id", "title", "started", "ended", "in_office")
    answers = ran.frame("in-office-when-listed", "answers")
    assert Counter(tuple(row[key] for key in keys) for row in answers) == expected
    assert set(Counter(row["in_office"] for row in answers)) == {"yes", "no", "unsure"}


def test_a_third_of_the_dated_posts_are_dated_by_wikidata(ran: Ran) -> None:
    begun = {row["position_id"] for row in ran.rows("positions") if row["started"]} & {
        row["row_id"] for row in ran.rows("facts") if row["field"] == "started"
    }
    wikidata = {
        row["fact_id"].partition("/")[0]
        for row in ran.rows("evidence")
        if row["fact_id"].endswith("/started") and row["published_by"] == "wikidata"
    }
    assert len(begun) / 4 < len(begun & wikidata) < len(begun) / 2


def first_listings(ran: Ran) -> dict[tuple[str, str], tuple[str, str]]:
    """Between which days somebody was first listed for human rights by an authority; the first empty if it is open."""
    days: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in ran.for_human_rights():
        days[row["target_id"], row["authority_id"]].append((row["listed_min"], row["listed_max"]))
    return {who: (min(first for first, _ in found), min(last for _, last in found)) for who, found in days.items()}


def apart(later: str, earlier: str) -> str:
    """The days from one day to another, empty if one is not known."""
    return str((dt.date.fromisoformat(later) - dt.date.fromisoformat(earlier)).days) if later and earlier else ""


def test_listed_here_not_there(ran: Ran) -> None:
    page, day, officials = "listed-here-not-there", "2022-01-05", ran.officials()
    on: defaultdict[str, set[str]] = defaultdict(set)
    for row in ran.for_human_rights():
        surely = row["listed_max"] <= day and (not row["delisted"] or row["delisted_min"] > day)
        if surely and row["target_id"] in officials and row["authority_id"] in ("european-union", "united-states"):
            on[row["target_id"]].add(row["authority_id"])
    assert ran.names[page]["lists"].to_dict() == {who: " and ".join(sorted(found)) for who, found in on.items()}

    first, expected = first_listings(ran), {}
    for who, found in on.items():
        both = [first.get((who, authority)) for authority in ("european-union", "united-states")]
        if len(found) == 1 and None not in both:
            (_, eu), (us_from, us_to) = both  # type: ignore[misc]
            expected[who] = (eu, us_from, us_to, apart(us_from, eu), apart(us_to, eu))
    alone = set(ran.names[page]["alone"])
    shown = [row for row in ran.frame(page, "between") if row["target_id"] in alone]
    keys = ("eu", "us_from", "us_to", "least", "most")
    assert {row["target_id"]: tuple(row[key] for key in keys) for row in shown} == expected
    assert alone == {who for who, found in on.items() if len(found) == 1}


def test_who_is_listed_on_the_day_agrees_with_the_check_of_seven_people(ran: Ran) -> None:
    lists = ran.names["listed-here-not-there"]["lists"]
    items = [row for row in ran.rows("fact_check_answers") if row["check_id"] == "six-of-seven-pmoi"]
    assert len(items) == 14
    for row in items:
        on = row["authority_id"] in lists.get(row["entity_id"], "").split(" and ")
        assert row["answer"] == ("yes" if on else "no"), row["item_id"]


def test_chaired_ordered_judged(ran: Ran) -> None:
    facts = {row["fact_id"]: row for row in ran.rows("facts")}
    bodies = {"state", "state_body", "court", "legislature", "armed_force", "prison"}
    asked = ran.officials() | {
        row["party_id"] for row in ran.rows("parties") if row["country"] == "IR" and row["kind"] in bodies
    }
    expected = []
    for row in ran.rows("participations"):
        if row["part"] in ORDERING and row["entity_id"] in asked:
            part, event = facts[f"{row['participation_id']}/part"], facts[f"{row['event_id']}/kind"]
            put = (part["modalities"], event["modalities"], part["asserted_by"], part["origin_ids"])
            expected.append((row["part"], row["entity_id"], row["event_id"], row["standing"], *put))
    parts = ran.frame("chaired-ordered-judged", "parts")
    assert sorted(tuple(row.values()) for row in parts) == sorted(expected)
    assert {row["standing"] for row in parts if row["part_as"] == "allegation"} == {"alleged"}


def camp(ran: Ran, head: str) -> set[str]:
    """Whoever is tied to a party, at any time and by however many steps."""
    found = {head}
    rows = [row for row in ran.rows("affiliations") if row["relation"] in ("organ_of", "part_of", "led_by")]
    ties = [{row["from_id"], row["to_id"]} for row in rows]
    while more := {who for tie in ties if tie & found for who in tie} - found:
        found |= more
    return found


def falling(evidence: Iterable[Row], dropped: set[str], columns: Iterable[str]) -> set[str]:
    """The facts of which every claim that asserts them has one of these in one of the columns."""
    stands: defaultdict[str, bool] = defaultdict(bool)
    for row in evidence:
        stands[row["fact_id"]] |= dropped.isdisjoint(row[column] for column in columns)
    return {fact for fact, left in stands.items() if not left}


def test_what_falls_away(ran: Ran) -> None:
    page = "what-falls-away"
    his, left = set(ran.names[page]["his"]), ran.names[page]["left"]
    evidence = [row for row in ran.rows("evidence") if row["fact_id"] in his and row["stance"] == "asserts"]
    assert {row["fact_id"] for row in evidence} == his
    says = ("asserted_by", "published_by")
    expected = {
        "the PMOI": falling(evidence, camp(ran, "pmoi"), says),
        "the PMOI and what goes back to it": falling(evidence, camp(ran, "pmoi"), (*says, "origin")),
        "the US": falling(evidence, camp(ran, "united-states"), says),
        "the EU": falling(evidence, camp(ran, "european-union"), says),
    }
    found = {name: set(facts[~facts.survives].fact_id) for name, facts in left.items()}
    assert found == expected
    assert all(expected.values())
    assert not {fact for fact in expected["the PMOI and what goes back to it"] if re.match("(us|eu|uk|ca)-", fact)}

    sources: defaultdict[str, set[str]] = defaultdict(set)
    for row in evidence:
        sources[row["fact_id"]].add(row["source_id"])
    only = Counter(next(iter(found)) for found in sources.values() if len(found) == 1)
    assert ran.names[page]["alone"].source_ids.list[0].value_counts().to_dict() == only


def test_numbers_over_time(ran: Ran) -> None:
    estimates = {row["estimate_id"]: row for row in ran.rows("estimates")}
    steps = []
    for row in estimates.values():
        if before := estimates.get(row["supersedes"]):
            assert before["counted_by"] == row["counted_by"]
            steps.append((row["about_id"], row["counted_by"], float(before["value"]), float(row["value"])))
    keys = ("about_id", "counted_by", "value_before", "value")
    replaced = ran.names["numbers-over-time"]["replaced"]
    assert sorted(tuple(row[key] for key in keys) for row in replaced.to_dict("records")) == sorted(steps)
    of_it = {
        key for key, row in estimates.items() if (row["about_id"], row["measure"]) == ("uprising-2019-11", "killed")
    }
    assert set(ran.names["numbers-over-time"]["numbers"].estimate_id) == of_it
    of_one_counter = Counter(
        (row["about_id"], row["measure"], row["counted_by"], row["population"]) for row in estimates.values()
    )
    assert set(of_one_counter.values()) == {1}, "two numbers of the same people by one counter: the page denies it"


def test_the_list_on_a_day(ran: Ran) -> None:
    day = "2022-10-05"
    expected: Counter[tuple[str, str]] = Counter()
    seen = max(row["published_max"] for row in ran.rows("sources") if row["derived_from"] == "uk-conlist")
    assert seen < day
    for row in ran.for_human_rights():
        listed, delisted = spans(row, "listed"), spans(row, "delisted") if row["delisted"] else ("9999", "9999")
        if listed[0] <= day < delisted[1]:
            surely = listed[1] <= day < delisted[0] and row["programme_id"] != "uk-iran-human-rights"
            expected[row["programme_id"], "yes" if surely else "unsure"] += 1
    rights = ran.names["list-on-a-day"]["rights"]
    assert Counter(zip(rights.programme_id, rights.in_force, strict=True)) == expected
    assert len({answer for _, answer in expected}) == 2
    over = [row for row in ran.rows("sanctions") if row["authority_id"] == "united-states" and row["delisted"]]
    assert {row["delisted_max"] for row in over} == {"2019-01-15"}, "the page compares listings that begin only"


def test_changes_of_programme(ran: Ran) -> None:
    codes = {row["programme_id"]: row["code"] for row in ran.rows("programmes")}
    private = {row["party_id"] for row in ran.rows("parties") if row["kind"] == "person"}
    by_target: defaultdict[str, list[Row]] = defaultdict(list)
    for row in ran.rows("sanctions"):
        if row["authority_id"] == "united-states" and row["target_id"] not in private:
            by_target[row["target_id"]].append(row)
    expected = {}
    for target, listings in by_target.items():
        for action in {row["action_id"] for row in listings} - {""}:
            new = [row for row in listings if row["action_id"] == action]
            old = [row for row in listings if row["listed_max"] < min(row["listed_min"] for row in new)]
            if old:
                marks = [", ".join(sorted({codes[row["programme_id"]] for row in found})) for found in (old, new)]
                expected[action, target] = tuple(marks)
    changes = ran.frame("list-on-a-day", "changes")
    assert {(row["action_id"], row["target_id"]): (row["before"], row["added"]) for row in changes} == expected
    assert len(changes) == len(expected) > 0


def test_only_alleged(ran: Ran) -> None:
    facts = {row["fact_id"]: row for row in ran.rows("facts")}
    officials, parts = ran.officials(), []
    for row in ran.rows("participations"):
        fact = facts[f"{row['participation_id']}/part"]
        if row["entity_id"] in officials and fact["modalities"] == "allegation":
            parts.append((row["entity_id"], row["part"], row["event_id"], row["standing"], fact["asserted_by"], "", ""))
    assert sorted(tuple(row.values()) for row in ran.frame("only-alleged", "alleged")) == sorted(parts)
    against = {row["fact_id"] for row in ran.rows("evidence") if row["stance"] in ("denies", "retracts", "disputes")}
    assert not {facts[fact]["row_id"] for fact in against} & {
        row["participation_id"] for row in ran.rows("participations")
    }
    denials = {row["about_id"] for row in ran.rows("statements") if row["kind"] == "denies"}
    assert not denials & {cell for part in parts for cell in (part[0], part[2])}

    alleged = [row for row in facts.values() if row["modalities"] == "allegation"]
    table = {row["table_name"]: (int(row["facts"]), int(row["rows"])) for row in ran.frame("only-alleged", "only")}
    assert {name: count for name, (count, _) in table.items()} == Counter(row["table_name"] for row in alleged)
    assert {name: count for name, (_, count) in table.items()} == Counter(
        name for name, _ in {(row["table_name"], row["row_id"]) for row in alleged}
    )
