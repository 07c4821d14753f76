"""How each authority lists somebody, in a few words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from tests.site.reading import Element, read
from tests.site.test_finding import WORLDS, heads, since

from mostanad.loader.lists_held import Versions
from mostanad.models.language import together
from mostanad.models.words import after, when
from mostanad.site import authorities, dossiers
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.show import Shown


def _older(record: Record, now: list[Row], first: Row, text: str) -> bool:
    """Whether the authority listed somebody before the listing of a badge, which says so and since when."""
    dated = [one for one in now if one["listed_max"]]
    oldest = min(dated, key=lambda one: one["listed_max"], default=first)
    is_older = bool(first["listed_max"]) and oldest["listed_max"] < first["listed_max"]
    assert ("; under another programme since" in text) == is_older, text
    assert not is_older or f"; under another programme {since(record, oldest)}" in text, text
    return is_older


def _over(row: Row) -> str:
    """When a listing ended; if that can lie before the last possible day of its beginning, only by when."""
    is_wide = row["listed_max"] and row["delisted_min"] and row["delisted_min"] <= row["listed_max"]
    return f"by {when(str(row['delisted_max']))}" if is_wide else after(row["delisted"], "on")


def _cards(page: Element) -> list[Element]:
    return [card for some in page.all("ul", class_="badges") for card in some.all("li")]


def _versions(of: Versions) -> str:
    """Behind the name of an authority, of which days versions of its lists are held: without those in the times of
    years between them who was listed and taken off there cannot show."""
    days = [
        f"of {when(str(first))}"
        if first == last
        else f"from {when(str(first))} on"
        if last == of.held[-1][1]
        else f"of {when(str(first))} to {when(str(last))}"
        for first, last in of.held
    ]
    return f", {together(days)}" + (
        f", and in part up to {when(str(of.part['published_max']))}" if of.part and of.whole else ""
    )


@pytest.mark.parametrize("which", WORLDS)
def test_a_badge_says_how_each_authority_lists_somebody(which: str, request: pytest.FixtureRequest) -> None:
    record: Record = request.getfixturevalue(which)
    seen: Counter[str] = Counter()
    for row, page in heads(record):
        listings = [one for one in record.tables["sanctions"] if one["target_id"] == row["official_id"]]
        in_order = sorted(record.lists, key=lambda who: all(one["authority_id"] != who for one in listings))
        for authority, badge in zip(in_order, _cards(page), strict=True):
            rows = [one for one in listings if one["authority_id"] == authority]
            now = record.told.standing(rows)
            open_ = [one for one in rows if one["sanction_id"] in record.told.left_open]
            if not rows:
                others = record.namesakes.get(row["official_id"], [])
                theirs = [one for one in record.tables["sanctions"] if one["target_id"] in others]
                by = [one["authority_id"] for one in record.told.standing(theirs)]
                said = "not found" + "; somebody of the same or a similar name is listed" * (authority in by)
                of = record.told.named[authority]
                is_one = of.part is not None and len(of.under) == 1 and of.part["entries"]
                assert f"among the {of.part['entries']} entries that we hold" in badge.text if is_one else True
                assert ("what we hold of its lists" in badge.text) == (of.part is not None and not is_one), badge.text
                days = (*of.whole[-1:], *([of.part["published_max"]] if of.part else []))
                assert all(when(str(day)) in badge.text for day in days), badge.text
            elif open_ and not now:
                said = "last seen on an old list"
                assert badge.text.endswith("no list held here shows whether it still stands")
            elif not now:
                of = record.told.named[authority]
                said = "a listing ended" if of.part and of.whole else "no longer listed"
                beyond = f"no whole list after {when(str(of.whole[-1]))} is in this record"
                assert (beyond in badge.text) == (said == "a listing ended"), badge.text
                ended = re.search(r"the listing (?:from .+? )?ended (.+)", badge.text)
                assert (ended and ended[1].startswith(_over(rows[-1]))) or len(rows) > 1, badge.text
                assert ("not found on its list" in badge.text) == (record.told.named[authority].part is None)
                assert "This record does not say why a listing ended." in page.text
            else:
                kinds = {one["human_rights"] for one in now}
                rights = [one["sanction_id"] for one in now if one["human_rights"]]
                is_told = all(one["sanction_id"] in record.told.reasoned for one in now)
                is_bare = not (any(one in record.told.reasoned for one in rights) if rights else is_told)
                without = ("; its reasons are not in this record", "; its entry alleges nothing outright")
                assert badge.text.endswith(without) == is_bare, badge.text
                other = "listed (for something else)" if is_told else "listed (under another programme)"
                other = "listed (whether for human rights is not shown)" if None in kinds else other
                said = "listed for human rights" if True in kinds else other
                told = [one for one in now if one["human_rights"]] if rights else now
                first = min(told, key=lambda one: (one["listed_max"] or dt.date.max, one["listed_min"] or dt.date.min))
                assert (since(record, first) if first["listed"] else "no day is given") in badge.text, badge.text
                seen["older"] += _older(record, now, first, badge.text)
                days = {record.spans[one["sanction_id"]]["last_documented"] for one in now} - {None}
                assert not days or any(f"checked up to {when(str(day))}" in badge.text for day in days), badge.text
            assert badge.all("b")[0].text == said, (row["official_id"], authority)
            seen[said] += 1
    assert len(seen) >= (4 if which == "real_record" else 2)
    assert seen["older"] > 5 or which == "record"


@pytest.mark.parametrize("which", WORLDS)
def test_those_on_whose_lists_nothing_is_found_stand_in_one_closed_sentence(
    which: str, request: pytest.FixtureRequest
) -> None:
    record: Record = request.getfixturevalue(which)
    seen = 0
    for row, page in heads(record):
        by = {one["authority_id"] for one in record.naming(row["official_id"], "sanctions", "target_id")}
        unseen = [(Shown(record, "../").the(one), record.told.named[one]) for one in record.lists if one not in by]
        missed = [f"{who}{_versions(of)}" for who, of in unseen]
        found = page.all("details", class_="missed")
        assert ["open" in one.attributes for one in found] == [False] * bool(missed)
        assert [len(one.all("li")) for one in found] == [len(missed)] * bool(missed)
        assert len(page.all("ul", class_="badges")[0].all("li")) == (len(record.lists) - len(missed) or len(missed))
        rest = "Who was put on and taken off between two of them is not seen."
        said = [f"Not found on what this record holds of these lists: {'; '.join(missed)}. {rest}"]
        said = said if missed else []
        for fold, first in zip(found, said, strict=True):
            assert fold.all("summary")[0].text == read(first).text
        assert ("Somebody who is not found may" in page.text) == any("Somebody who is not" in one.text for one in found)
        assert all(some.all("li") for some in page.all("ul", class_="badges"))
        # What a note says of a namesake without a row is no badge: the note stands above them.
        told, above = record.namesakes.get(row["official_id"]), page.text.partition("Not found on what")[0]
        assert not row["note"] or told or "Our note: " in above
        seen += bool(missed)
    assert seen


def test_each_us_card_leads_to_the_note_on_secondary_sanctions_while_a_listing_stands(real_record: Record) -> None:
    """The record has no mark on each entry: the note on the programme says how many are marked in their remarks, and
    that entries without the tag may be marked; so each listing there, for any reason, leads to it."""
    listed = ("gholam-hossein-mohseni-ejei", "ali-larijani", "mohammad-karami")
    for key, is_listed in {**dict.fromkeys(listed, True), "mohammad-eslami": False}.items():
        (page,) = (one for one in dossiers.pages(real_record) if one.path == f"officials/{key}.html")
        cards = _cards(read(page.html(real_record, "")))
        led = [card.text[:13] for card in cards if any("us-ifsr" in one.attributes["href"] for one in card.all("a"))]
        assert led == ["United States"] * is_listed, key
    (programme,) = (one for one in authorities.pages(real_record) if one.path == "programmes/us-ifsr.html")
    assert "remarks" in read(programme.html(real_record, "")).text
    assert 'id="note"' in programme.html(real_record, "")


def test_a_card_without_a_day_names_an_act_on_record_in_that_time_and_posts_follow_without_the_name_again(
    real_record: Record,
) -> None:
    wanted = {"officials/mohammad-moghisseh.html", "officials/mehdi-shamsabad.html"}
    pages = {page.path: read(page.html(real_record, "")) for page in dossiers.pages(real_record) if page.path in wanted}
    cards = " ".join(one.text for one in _cards(pages["officials/mohammad-moghisseh.html"]))
    assert "(on record in that time: The US sanctions two Iranian judges, on 19 December 2019)" in cards
    page = pages["officials/mehdi-shamsabad.html"].text
    assert "Documents name him as Prosecutor of Sistan and Baluchestan province" in page
    # As many as the page has accusations, of a prosecutor too.
    assert "All 4 events in which a part is alleged on record belong to one" in page


@pytest.mark.slow
def test_which_lists_are_not_followed_is_the_same_for_who_is_listed_over_russia_and_for_others(
    real_record: Record,
) -> None:
    pages = {page.path: page for page in dossiers.pages(real_record)}
    said = []
    for key in ("mohammed-hossein-bagheri", "hassan-karami"):
        page = read(pages[f"officials/{key}.html"].html(real_record, ""))
        assert "Not followed either" not in page.text
        (fold,) = (one for one in page.all("details") if one.all("summary")[0].text == "Which lists are not followed")
        assert "open" not in fold.attributes
        said.append(fold.text)
    assert said[0] == said[1]
    assert "the European Union's other lists, such as those on Ukraine" in said[0]
