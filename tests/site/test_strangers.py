"""What readers of the site were once misled by."""

from __future__ import annotations

import pytest
from tests.site.test_events import page_of

from mostanad.models.language import speaking
from mostanad.site import events, filters
from mostanad.site.contents import Record

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("events/killings-2019-11.html", "killed: “hundreds of protestors”"),
        ("events/killings-mahshahr-2019-11.html", "reasons for listing also tell of: Certificate from"),
        ("events/protests-2022-09.html", "30 September 2022 (killed: at least 70○, the European Union) (killed: at"),
        ("events/verdicts-death-mashhad-2009-2011.html", "(Chief Judge, Mashhad Revolutionary Court, 2001 – 2011)"),
        ("events/repression-hossein-tala-demonstrations.html", "after the election of June 2009 (inferred)"),
        ("events/protests-2022-09.html", "holds counts of what was part of it: more than 22,000○ arrests"),
        ("officials/abbas-mousavi.html", "was Spokesperson, Ministry of Foreign Affairs of Iran."),
        ("officials/hassan-asgari.html", "no answer to this by him is held here"),
        ("officials/rahim-hamlbar.html", "(that the Tabriz Revolutionary Court is meant is inferred"),
        ("officials/bahram-reshte-ahmadi.html", "the list of 24 July 2026 (European Union) prints it without “former”"),
        ("programmes/uk-iran-2023.html", "No document we hold says since when the programme exists."),
        ("programmes/uk-iran-2023.html", "the first version that we hold from the authority itself"),
        ("programmes/uk-syria.html", "(all of them of those whom the United Kingdom still lists)."),
        ("events/attack-tehran-university-2009-06-14.html", "Minister of Interior"),
        ("parties/gohardasht-prison.html", "What has no day is not drawn"),
        ("parties/evin-prison-ward-209.html", "It was not found on any list that we hold"),
        ("programmes/uk-russia.html", "came on each of two days, 23 February 2023 and 8 August 2023"),
        ("programmes/uk-iran-nuclear-inu.html", "24 of 49 listings were carried over from another programme"),
        ("programmes/us-russia-eo14024.html", "25 April 2021; those listed, or some of them, up to 25 May 2025"),
        ("officials/yadollah-javani.html", "each speak of 2 parts only with a reservation: so it appears and"),
        ("parties/us-white-house.html", "Those words stand here only as others report them."),
        ("programmes/us-syria.html", "prints only the numbers of entries: that they stood was"),
        ("programmes/uk-counter-terrorism-international.html", "those listed, or some of them, up to 13 May 2026"),
    ],
)  # fmt: skip
def test_it_is_said(real_record: Record, path: str, said: str) -> None:
    assert said in page_of(real_record, path).text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("events/verdicts-death-mashhad-2009-2011.html", "Head of Branch 26"),  # a later post
        ("events/executions-karaj-ali-farhadi.html", "from 2024"),
        ("events/killings-2019-11.html", "has orders for"),
        ("parties/tehran-revolutionary-court.html", "judged or prosecuted"),
        ("parties/tabriz-revolutionary-court.html", "judged or prosecuted"),
        ("officials/ahmad-reza-radan.html", "Given as a reason by"),  # the lines say it
        ("officials/bahram-reshte-ahmadi.html", "the list of 26 March 2026 (United Kingdom) prints it without"),
        ("officials/hassan-asgari.html", "outright denial"),
        ("events/killings-fars-2019-11.html", "November 2019 (inferred)"),  # a document says of what it was part
        ("officials/yadollah-javani.html", "speak of 1 part only"),
        ("parties/european-union.html", "Those words stand here only as others report them."),
        ("programmes/uk-terrorism-and-terrorist-financing.html", "13 April 2018"),
    ],
)
def test_it_is_not_said(real_record: Record, path: str, said: str) -> None:
    assert said not in page_of(real_record, path).text


def test_who_organised_protests_had_no_part_in_their_repression(real_record: Record) -> None:
    assert "pmoi" not in events._acting_within(real_record, "uprising-2019-11", set())


def test_a_persian_list_finds_an_event_by_the_year_that_its_page_has(real_record: Record) -> None:
    """What was part of the protests of September 2022 was in 1401, though the document prints 2022 alone."""
    event = real_record.rows["verdict-death-qazi-ghannad-2022"][1]
    assert filters.days_of(real_record, event) == ["2022-01-01", "2022-12-31"]
    with speaking(real_record.languages[1]):
        assert filters.days_of(real_record, event) == ["2022-09-01", "2022-12-31"]
