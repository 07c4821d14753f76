"""On a profile each grade of a part in an event stands beside those who give it, and beside nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest
from tests.site.macros import macros
from tests.site.reading import Element, read

from mostanad.models.vocabularies import Basis, Stance
from mostanad.site import catalogues, dossiers, events
from mostanad.site.contents import Record
from mostanad.site.show import Shown

#: How a line names who asserts a part.
_SPEAKER = re.compile(
    r"(?:stated by|alleged by|in the opinion of|inferred from the words of) (.+?)(?= \(|, |; |$| in an op-ed)"
)


def _graded(page: Element) -> Iterator[tuple[str, str]]:
    """The parts that a profile tells with a grade: the row, and the words on who says so."""
    for line in page.all("span", class_="line"):
        fact, *_ = line.all("span", class_="fact")
        marks = [one.attributes["href"] for one in line.all("a", class_="mark")]
        if any("grades.html#" in one.attributes.get("href", "") for one in fact.all("a")):
            (address,) = (one for one in marks if one.endswith("#basis"))  # the mark leads to who gives the grade
            yield PurePosixPath(address.partition("#")[0]).stem, line.all("span", class_="voice")[0].text


def test_a_grade_stands_beside_exactly_those_who_give_it(real_record: Record) -> None:
    told, shown = 0, Shown(real_record, "")
    for page in dossiers.pages(real_record):
        if page.template == "official" and page.path.startswith("officials/"):
            for row_id, words in _graded(read(page.html(real_record, ""))):
                items = real_record.evidence.of(row_id)["basis"]
                given = {shown.the(one["asserted_by"]) for one in items if one["stance"] == Stance.ASSERTS}
                more = re.search(r"and (\d+) more", words)
                named = set(_SPEAKER.findall(words))
                assert named <= given, (page.path, words)
                assert len(named) + int(more[1] if more else 0) == len(given), (page.path, words)
                told += 1
    assert told > 100


def test_who_gives_another_grade_has_a_line_of_their_own(real_record: Record) -> None:
    (page,) = [one for one in dossiers.pages(real_record) if one.path == "officials/allahkaram-azizi.html"]
    grades = dict(_graded(read(page.html(real_record, ""))))
    of_torture = [
        row["participation_id"] for row in real_record.naming("allahkaram-azizi", "participations", "entity_id")
    ]
    assert len(of_torture) == len(grades)
    assert {"European Union" in words for words in grades.values()} == {True, False}
    assert not any("European Union" in words and "United Kingdom" in words for words in grades.values())


def test_the_grade_of_who_attended_fits_the_part(real_record: Record) -> None:
    key = "sessions-national-security-council-2019-11-hossein-ashtari-fard-attendee"
    (page,) = [one for one in dossiers.pages(real_record) if one.path == f"rows/{key}.html"]
    said = read(page.html(real_record, "")).text
    assert "said to have been there in person, not only by virtue of office" in said
    assert "said to have done it" not in said


def _parts(record: Record, bases: dict[str, str]) -> Record:
    """The same record with these grades of its first parts, all of an accused."""
    rows = record.tables["participations"]
    graded = [{**row, "basis": bases.get(str(number)), "part": "accused", "standing": "alleged"}
              for number, row in enumerate(rows)]  # fmt: skip
    return replace(record, tables={**record.tables, "participations": graded})


def test_the_page_of_grades_says_what_each_means_how_many_parts_carry_it_and_whose_they_are(record: Record) -> None:
    changed = _parts(record, {"0": "order", "1": "command"})
    first, second = changed.tables["participations"]
    (page,) = (page for page in catalogues.pages(changed) if page.template == "grades")
    shown = read(page.html(changed, ""))
    told = dict(
        zip((one.attributes["id"] for one in shown.all("dt")), (one.text for one in shown.all("dd")), strict=True)
    )
    assert [*told] == [*map(str, Basis)]
    assert told["order"].startswith("Ordered it. 1 part in events carries it, of ")
    assert told["command"].startswith("Commanded those who did it. 1 part in events carries it, of ")
    assert told["knowledge"] == "Knew of it. No part in this record carries it."
    assert "accusation is not a finding" in shown.by_id("main").text
    sections = {one.all("h2")[0].text: one for one in shown.all("section")}
    assert [*sections] == ["Said to have ordered it", "Said to have commanded those who did it"]
    for heading, rows in zip(sections, ([first], [second]), strict=True):
        lines = sections[heading].all("li", class_="line")
        marks = {one.attributes["href"] for line in lines for one in line.all("a", class_="mark")}
        assert marks <= {f"rows/{row['participation_id']}.html#basis" for row in rows}
        links = {one.attributes["href"] for one in sections[heading].all("a")}
        assert {changed.address(row["entity_id"]) for row in rows} <= links
        assert {changed.address(row["event_id"]) for row in rows} <= links


def test_orders_that_are_events_of_their_own_are_counted_and_appointments_are_no_orders(record: Record) -> None:
    changed = _parts(record, {"0": "own_act", "1": "order"})
    (first, second), kinds = changed.tables["participations"], {}

    def shown(of_first: str, of_second: str) -> tuple[str, list[str], str]:
        kinds.update({second["event_id"]: of_second, first["event_id"]: of_first})
        rows = {key: (table, {**row, "kind": kinds.get(key, row.get("kind"))})
                for key, (table, row) in changed.rows.items()}  # fmt: skip
        ours = replace(changed)
        ours.__dict__["rows"] = rows
        (page,) = (page for page in catalogues.pages(ours) if page.template == "grades")
        main = read(page.html(ours, "")).by_id("main")
        order = main.by_id("order")
        said = order.parent.parts[order.parent.parts.index(order) + 1]  # type: ignore[union-attr]
        assert not isinstance(said, str)
        return said.text, [one.attributes["href"] for one in said.all("a")], main.text

    text, links, whole = shown("decree", "killing")
    assert "1 order or decision is an event of its own. “Own act” shows who gave 1 of them." in text
    assert "events.html?kind=decree" in links
    assert "2 entries, one for each who has a grade" in whole
    text, links, _ = shown("killing", "appointment")
    assert text == "Ordered it. No part in this record carries it."


def test_the_number_of_orders_is_that_of_the_list_to_which_it_leads(real_record: Record) -> None:
    (page, *_) = (page for page in catalogues.pages(real_record) if page.path == "grades.html")
    main = read(page.html(real_record, "")).by_id("main")
    link = next(one for one in main.all("a") if one.attributes["href"] == "events.html?kind=decree")
    decrees = [row for row in real_record.tables["events"] if row["kind"] == "decree"]
    assert link.text == f"{len(decrees)} orders and decisions"


def test_the_words_of_a_grade_lead_to_what_it_means(record: Record) -> None:
    changed = _parts(record, {str(number): "command" for number in range(100)})
    (row, *_) = (row for row in changed.tables["participations"] if row["entity_id"] in changed.dossiers)
    (page,) = (page for page in dossiers.pages(changed) if page.path == f"officials/{row['entity_id']}.html")
    (event,) = (page for page in events.pages(changed) if page.path == f"events/{row['event_id']}.html")
    for one in (page, event):
        leads = [link for link in read(one.html(changed, "")).all("a") if "grades.html" in link.attributes["href"]]
        assert {link.attributes["href"] for link in leads} == {"../grades.html#command"}
        assert "said to have commanded those who did it" in {link.text.lower() for link in leads}


def test_those_with_one_part_in_an_event_stand_under_one_head(real_record: Record) -> None:
    """Also if the documents say of some of them only that they did it themselves."""
    address = "events/establishment-chastity-and-hijab-unit.html"
    (page,) = [one for one in events.pages(real_record) if one.path == address]
    heads = [one.text for one in read(page.html(real_record, "")).all("li", class_="grade")]
    assert [head for head in heads if head.startswith("Organiser")] == ["Organiser prepared or staged it"]


def _told(
    record: Record,
    own: tuple[str, ...],
    events: int,
    grades: tuple[Any, ...] = (),
    by_office: int = 0,
    *,
    is_alike: bool = False,
    read_by_us: tuple[str, ...] = (),
    own_acts: bool = False,
) -> str:
    """What the lead says of parts of Faraz in events, by the word of these."""
    first = next(row for row in record.tables["participations"] if row["entity_id"] == "omid-faraz")
    who = dossiers.Speakers(own, (), events, by_office, grades, is_alike, frozenset(read_by_us), own_acts)
    parts = [first, {**first, "event_id": "square-2021"}]
    return read(macros().accused_by(Shown(record, ""), "he", parts, who, "accusations")).text


def test_several_who_accuse_do_so_between_them_and_other_events_are_counted_apart(record: Record) -> None:
    """Not each of several speaks of all events; a body's timeline counts those too in which nobody accuses."""
    first = next(row for row in record.tables["participations"] if row["entity_id"] == "omid-faraz")
    events = {"event_id": "square-2021"}, {"event_id": "square-2022", "part": "target", "standing": None}
    more = [{**first, "participation_id": f"more-{number}", **one} for number, one in enumerate(events)]
    named = [dict(record.tables["events"][0], event_id=one["event_id"]) for one in events]
    tables = {"participations": [*record.tables["participations"], *more], "events": [*record.tables["events"], *named]}
    held = replace(record, tables={**record.tables, **tables})
    said = _told(held, ("freedonia-treasury", "utopia-office"), 2)
    assert (
        said == "Between them, the Freedonia Treasury and the Utopia Office say that he had a part in several events."
    )
    said = _told(held, ("freedonia-treasury", "utopia-office"), 2, is_alike=True)
    assert said == "The Freedonia Treasury and the Utopia Office say that he had a part in several events."
    said = read(macros().other_events(Shown(held, ""), "omid-faraz", [first, more[0]], "others")).text
    assert said == "The record names Omid Faraz in 1 more event."


def test_a_lead_gives_grades_and_who_is_responsible_or_answers_by_office_without_counting(record: Record) -> None:
    own = ("utopia-office",)

    def of(basis: str, count: int, by: tuple[str, ...] = own) -> tuple[Any, ...]:
        return basis, count, by

    for number, grades, office, deed in (
        (1, (), 0, "had a part in an event"),
        (2, (), 1, "had a part in an event, and answers for what may be another event by virtue of office"),
        (2, (), 2, "answers for several events by virtue of office"),
        (3, (of("order", 2),), 0, "had a part in several events, some of them as having ordered it"),
        (3, (of("oversight", 3),), 0, "had a part in several events, all of them as having overseen it"),
        (2, (of("command", 2),), 0, "had a part in several events, all of them as having commanded those who did it"),
        (1, (of("supply", 1),), 0, "had a part in an event, as having supplied means for it"),
        (2, (of("responsibility", 2),), 0, "is responsible for several events"),
        (4, (of("order", 2), of("responsibility", 2)), 0,
         "had a part in several events, all of them as having ordered it, and is responsible for what may be other "
         "events"),
        (3, (of("responsibility", 2),), 1,
         "is responsible for several events, and answers for what may be another event by virtue of office"),
        (4, (of("responsibility", 2),), 1,
         "had a part in an event, is responsible for what may be other events, and answers for what may be another "
         "event by virtue of office"),
    ):  # fmt: skip
        assert _told(record, own, number, grades, office) == f"The Utopia Office says that he {deed}."
    ours = {"read_by_us": ("office", "order", "responsibility")}
    for number, grades, office, deed in (
        (2, (), 1,
         "had a part in an event, and answers for what may be another event by virtue of office (as we read it)"),
        (1, (), 1, "answers for an event by virtue of office (as we read it)"),
        (1, (of("responsibility", 1),), 0, "is responsible for an event (as we read it)"),
        (2, (of("order", 1), of("responsibility", 1)), 0,
         "had a part in an event, as having ordered it (as we read it), and is responsible for what may be another "
         "event (as we read it)"),
    ):  # fmt: skip
        assert _told(record, own, number, grades, office, **ours) == f"The Utopia Office says that he {deed}."
    said = _told(record, own, 3, (of("responsibility", 1),), 1, own_acts=True)
    assert "that he took part in an event, is responsible for what may be another event, and answers for" in said
    both, alone = ("freedonia-treasury", *own), of("responsibility", 1, ("freedonia-treasury",))
    said = _told(record, both, 2, (of("order", 1),))
    assert said.endswith(
        "a part in several events, one of them as having ordered it, by the word of the Utopia Office."
    )
    end = "and is responsible for what may be another event, by the word of the Freedonia Treasury."
    assert _told(record, both, 2, (alone,)).endswith(f"a part in an event, {end}")
    # Whose word both are stands once.
    said = _told(record, both, 4, (of("order", 1, ("freedonia-treasury",)), alone))
    assert said.endswith(f"a part in several events, one of them as having ordered it, {end}")


def test_of_several_grades_of_one_event_the_gravest_is_named(record: Record) -> None:
    """That somebody did it goes without saying, but not where else a lower grade would stand for it."""
    first = next(row for row in record.tables["participations"] if row["entity_id"] == "omid-faraz")

    def graded(*grades: str | None) -> list[tuple[str, int]]:
        rows = [{**first, "basis": grade} for grade in grades]
        return [(grade, count) for grade, count, _ in dossiers.speakers(record, rows).grades]

    assert graded("own_act") == graded("own_act", "office") == graded("own_act", None) == []
    assert graded("oversight", "own_act", "office") == [("own_act", 1)]
    assert graded("oversight", "order") == [("order", 1)]


def test_only_what_all_accusers_say_outright_is_an_own_act(
    real_record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of several may speak of a part and not of how somebody had it; and how may be inferred."""
    acts = (row for row in real_record.tables["participations"] if row["basis"] == "own_act")
    parts = [next(row for row in acts if dossiers.speakers(real_record, [row]).own_acts)]
    assert not dossiers.speakers(real_record, [{**parts[0], "basis": None}]).own_acts
    said = real_record.evidence.of(parts[0]["participation_id"])
    other = {**said["part"][0], "asserted_by": "australia"}
    inferred = [{**one, "modality": "inference"} for one in said["basis"]]
    for more in ({"part": [*said["part"], other]}, {"basis": inferred}):
        monkeypatch.setattr(real_record.evidence, "of", lambda _, more=more: {**said, **more})
        assert not dossiers.speakers(real_record, parts).own_acts
