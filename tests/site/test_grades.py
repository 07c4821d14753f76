"""On a profile each grade of a part in an event stands beside those who give it, and beside nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.site.reading import Element, read

from mostanad.models.vocabularies import Stance
from mostanad.site import dossiers
from mostanad.site.contents import Record

#: How a line names who asserts a part.
_SPEAKER = re.compile(r"(?:stated by|alleged by|in the opinion of|inferred from) (.+?)(?= \(|, |; |$| in an op-ed)")


def _graded(page: Element) -> Iterator[tuple[str, str]]:
    """The parts that a profile tells with a grade: the row, and the words on who says so."""
    for line in page.all("span", class_="line"):
        fact, *_ = line.all("span", class_="fact")
        leads = [one.attributes.get("href", "") for one in fact.all("a", class_="q")]
        for address in (one for one in leads if one.endswith("#basis")):
            yield PurePosixPath(address.partition("#")[0]).stem, line.all("span", class_="voice")[0].text


def test_a_grade_stands_beside_exactly_those_who_give_it(real_record: Record) -> None:
    told = 0
    for page in dossiers.pages(real_record):
        if page.template == "official" and page.path.startswith("officials/"):
            for row_id, words in _graded(read(page.html(real_record, ""))):
                items = real_record.evidence.of(row_id)["basis"]
                given = {real_record.label(one["asserted_by"]) for one in items if one["stance"] == Stance.ASSERTS}
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
