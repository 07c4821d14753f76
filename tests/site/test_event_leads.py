"""What a page of an event says first: the finding, and as many sentences more as there is room for."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.utils import Namespace
from tests.site.macros import macros
from tests.site.reading import Element, read, read_file
from tests.site.test_events import page_of

from mostanad.models.language import speaking
from mostanad.models.vocabularies import Modality, Stance
from mostanad.site import events, speech
from mostanad.site.contents import Record
from mostanad.site.show import Shown

LISTED = "with reasons that do not name it as such or are not in this record."


def _lead(page: Element) -> str:
    (said,) = page.all("p", class_="finding")
    return said.text


def test_the_first_sentence_is_the_finding_with_where_when_and_who_says_so(site: Path) -> None:
    page = read_file(site / "events/square-2020.html")
    said = _lead(page)
    assert said.startswith(
        "Blue Herald says so (2020); so does Lone Paper (2020, taken from Blue Herald)○; "
        "the place on record is Porto Verde, the time 2 May 2020≠. "
    )
    line = page.all("p", class_="finding")[0].all("span", class_="line")[0]
    assert line.all("a", class_="mark")[0].attributes["href"] == "../rows/square-2020.html#title"


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("en", {
            "killings-bukan-2022-11": "The European Union says so, as an accusation (list of 24 July 2026)○. ",
            "election-2009": "It is inferred from words of the European Union (list of 24 July 2026); and from ",
            "executions-isfahan-central-prison": "The European Union says so (list of 24 July 2026)○; nobody else "
            "here says so; no day is on record. ",
            "killing-protester-sanandaj": "The European Union says so, as an accusation (on the word of "
            "others, list of 24 July 2026); Hassan Asgari denies it (according to the European Union, list of 24 "
            "July 2026)○≠; no day ",
            "suppression-protests-uk-reasons-seyed-sadegh-hosseini": "The United Kingdom says so, as an accusation ("
            "list of 26 March 2026)○. Seyed Sadegh Hosseini, listed",
            "verdicts-prison-earthquake-workers-rahim-hamlbar": "The European Union says so (list of 24 July 2026); so "
            "does the United Kingdom (list of 26 March 2026, in much the same words as the European Union)○; the "
            "place on record is Tabriz (inferred), the time August 2012 or later (inferred). Counts: 20○ people ",
        }),
        ("fa", {
            "executions-isfahan-central-prison": "این را اتحادیهٔ اروپا می‌گوید، در فهرست ۲ مرداد ۱۴۰۵ (۲۴ ژوئیهٔ ",
            "election-2009": "این از سخن اتحادیهٔ اروپا استنباط شده است، در فهرست ",
            "killings-bukan-2022-11": "اتحادیهٔ اروپا از آن به‌عنوان اتهام سخن می‌گوید، در فهرست ",
        }),
    ],
)  # fmt: skip
def test_the_first_sentence_says_nothing_twice(real_record: Record, language: str, begins: dict[str, str]) -> None:
    """What the title says, when and where it was too; and of two who say so him first who said it."""
    (spoken,) = (one for one in real_record.languages if one.code == language)
    with speaking(spoken):
        for key, start in begins.items():
            assert _lead(page_of(real_record, f"events/{key}.html")).startswith(start)


def test_who_took_it_from_somebody_comes_behind_them(real_record: Record) -> None:
    said = _lead(page_of(real_record, "events/deaths-kahrizak-2009.html"))
    assert said.index("The European Union says so, as an accusation") < said.index("so does the United Kingdom (")


def test_who_tells_less_than_the_title_stands_apart(real_record: Record) -> None:
    said = _lead(page_of(real_record, "events/verdicts-death-mashhad.html"))
    assert said.startswith("The European Union says so")
    assert "; also reported, but with less than the title says, by the United Kingdom;" in said
    said = _lead(page_of(real_record, "events/detentions-2019-11.html"))
    assert said.startswith("The People's Mojahedin Organization of Iran says so")
    assert "the title says, by the European Union and Iran Focus. " in said


def test_of_a_long_lead_what_tells_most_stays_and_the_rest_stands_below(real_record: Record) -> None:
    page = page_of(real_record, "events/repression-2019-11.html")
    below = page.all("ul", class_="beside")[0].text
    assert len(_lead(page)) <= 660
    for said in ("12 people and 2 organisations are listed in entries", "8 people and 3 organisations are said to",
                 "This record also holds counts of the larger event"):  # fmt: skip
        assert (said in _lead(page)) != (said in below)


def test_sentences_are_kept_as_they_tell_and_stand_in_their_order() -> None:
    said = {"counted": "c" * 200, "inner": "i" * 100, "named": "n" * 250, "acting": "a" * 200}

    def kept(room: int, **others: str) -> list[str]:
        made = macros().lead("First.", said | others, Namespace(left=room, rest=[], kept=[]))
        return read(made).all("p", class_="finding")[0].text.split()[1:]

    assert kept(450) == [said["counted"], said["acting"]]
    assert kept(599, named="") == [said["counted"], said["inner"], said["acting"]]
    assert kept(-100) == []


def test_no_lead_of_an_event_is_longer_than_660_letters(real_record: Record) -> None:
    keys = [row["event_id"] for row in real_record.tables["events"]]
    busy = sorted(keys, key=lambda key: -len(real_record.referring.get(key, ())))[:40]
    (persian,) = (one for one in real_record.languages if one.code == "fa")
    leads = {page.path: _lead(read(page.html(real_record, ""))) for page in events.pages(real_record)
             if page.path in {f"events/{key}.html" for key in busy}}  # fmt: skip
    with speaking(persian):
        leads |= {page.path + "fa": _lead(read(page.html(real_record, ""))) for page in events.pages(real_record)
                  if page.path in {f"events/{key}.html" for key in busy}}  # fmt: skip
    assert len(leads) == 80
    assert {path: len(said) for path, said in leads.items() if len(said) > 660} == {}


def test_an_event_says_which_listings_it_does_not_count_and_their_order(real_record: Record) -> None:
    """One of those listed in April 2021 was taken off before the first list with reasons: he stands nowhere here."""
    page = page_of(real_record, "events/repression-2019-11.html")
    assert LISTED in _lead(page)
    hint = page.by_id("listed_for").parent.all("p", class_="hint")[0].text  # type: ignore[union-attr]
    assert "the gravest part comes first, then by name" in hint
    assert "listings whose reasons are not in this record" in hint
    assert "or ended before the lists with reasons that we hold" in hint
    assert "Salami" not in page.text


def test_somebody_has_a_part_as_what_it_is_and_several_of_one_kind_are_counted_once(real_record: Record) -> None:
    said = _lead(page_of(real_record, "events/ep-resolution-2019-12-19.html"))
    assert said.endswith(" Iran Focus names the European Parliament as decision-maker.")
    said = _lead(page_of(real_record, "events/establishment-seraj.html"))
    assert said.endswith(" The European Union names the Islamic Revolutionary Guard Corps as organiser.")
    page = page_of(real_record, "events/us-designation-2019-12-19.html")
    assert "names the United States Department of State as decision-maker and Mike Pompeo as announcer." in _lead(page)
    assert "Those listed" in page.text
    assert "said to have been done" not in page.text
    said = _lead(page_of(real_record, "events/forced-confessions-obtained-irib.html"))
    assert "3 organisations are said to have had a part in it, according to" in said


def test_who_alone_is_listed_and_said_to_have_acted_is_named_once(real_record: Record) -> None:
    said = _lead(page_of(real_record, "events/indictments-artists-mohammad-mehdi-esmaili.html"))
    assert (
        "Esmaili, listed by the European Union in entries that describe or mention it (by Canada and the United "
        in said
    )
    assert "are not in this record), is said to answer for it by" in said
    assert said.count("Esmaili") == 1


def test_each_way_to_say_something_has_its_verb_and_its_hedge(record: Record) -> None:
    item = next(one for one in record.evidence.of("square-2020")["title"] if one["asserted_by"] == "blue-herald")
    said = {one: speech._clause(Shown(record, ""), item, one) for one in speech._SAYS}
    assert said.keys() == {*Modality, *Stance, "reported"} - {Stance.ASSERTS, Stance.APPROXIMATES}
    assert {does: words.removesuffix(" (2020)") for does, words in said.items()} == {
        "fact": "Blue Herald says so",
        "allegation": "Blue Herald says so, as an accusation",
        "reported": "Blue Herald reports it",
        "opinion": "Blue Herald is of that opinion",
        "inference": "it is inferred from words of Blue Herald",
        "denies": "Blue Herald denies it",
        "disputes": "Blue Herald says otherwise",
        "retracts": "Blue Herald has taken it back",
    }
    assert {speech._clause(Shown(record, ""), item, does, does) for does in ("fact", "allegation")} == {
        "so does Blue Herald (2020)"
    }
    hedged = speech._clause(Shown(record, ""), {**item, "hedge": "suspected"}, "allegation")
    assert hedged == "Blue Herald says so, as an accusation (reasonable grounds to suspect, 2020)"
