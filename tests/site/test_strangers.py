"""What readers of the site were once misled by."""

from __future__ import annotations

import pytest
from tests.site.test_events import page_of

from mostanad.site import events
from mostanad.site.contents import Record

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("events/killings-2022-09.html", "Alleged killings in Mahabad from 15 November 2022, killed"),
        ("events/killings-2019-11.html", "killed “hundreds of protestors”"),
        ("events/killings-2019-11.html", "The record also has orders for Nationwide uprising in Iran"),
        ("events/protests-2022-09.html", "30 September 2022, killed at least 70○ (the European Union), killed at"),
        ("events/verdicts-death-mashhad-2009-2011.html", "(Chief Judge, Mashhad Revolutionary Court, 2001 – 2011)"),
        ("events/repression-hossein-tala-demonstrations.html", "after the election of June 2009 (inferred)"),
        ("events/detentions-evin-prison.html", "See also Detention in Evin Prison of people who protested"),
        ("events/protests-2022-09.html", "holds counts of what was part of it: more than 22,000○ arrests"),
        ("officials/abbas-mousavi.html", "was Spokesperson, Ministry of Foreign Affairs of Iran."),
        ("officials/hassan-asgari.html", "no answer to this by him is held here"),
        ("officials/rahim-hamlbar.html", "(that the Tabriz Revolutionary Court is meant is inferred"),
        ("officials/bahram-reshte-ahmadi.html", "the list of 24 July 2026 (European Union) prints it without “former”"),
        ("programmes/uk-iran-2023.html", "No document we hold says since when the programme exists."),
        ("programmes/uk-iran-2023.html", "the first version that we hold from the authority itself"),
        ("programmes/uk-syria.html", "All of these are of those whom the United Kingdom lists now by another listing."),
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
